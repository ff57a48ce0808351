"""A letter with a gap or a contradiction is refused, never printed."""

import pytest

from decisions.letters import LetterRefused, lint, reasons_library, render
from tests.letters import snapshots
from tests.letters.snapshots import changed, pair

LIBRARY_TEXT = next(row.text for row in reasons_library("fi") if row.key == "R06")
CASES = [
    ("placeholder in brackets", "use.purpose", "[käyttötarkoitus]", "unresolved"),
    ("placeholder in braces", "elements.1.reasons", "Viimeinen päivä {päivä}.", "unresolved"),
    ("a typed N/A", "payment.text", "N/A", "unresolved"),
    ("None leaked from code", "contact.text.fi", "None", "unresolved"),
    ("refused element without reasons", "elements.1.reasons", " ", "reasons_missing"),
    ("reasons straight from the library", "elements.1.reasons", LIBRARY_TEXT, "reasons_not_individual"),
    ("no purpose", "use.purpose", "", "missing"),
    ("no period", "use.to", "", "missing"),
    ("period ends before it begins", "use.to", "2018-06-30", "period_backwards"),
    ("granted with nothing about its use", "use", None, "missing"),
    ("final report before the interim one", "reports.final_on", "2019-01-31", "reports_backwards"),
    ("granted for more than asked", "elements.0.granted_eur", "2000000.01", "amount_contradicts_outcome"),
    ("granted for less than asked", "elements.0.granted_eur", "1999999.99", "amount_contradicts_outcome"),
    ("money on a refused element", "elements.1.granted_eur", "1.00", "amount_contradicts_outcome"),
    ("total is not the sum", "totals.granted_eur", "2000000.01", "totals_differ"),
    ("share rounded up", "coverage.share", "100.01", "share_differs"),
    ("inhabitants do not add up", "coverage.municipalities.0.inhabitants", 1_220, "inhabitants_differ"),
    ("a municipality too few", "coverage.covered_municipalities", 9, "municipalities_differ"),
    ("act with a wrong number", "provisions.0.number", "688/2011", "act_number_wrong"),
    ("one person in both roles", "decision_maker.name", "Esittelijä A", "same_person"),
    ("date and moment of decision differ", "decided_on", "2018-05-15", "decision_dates_differ"),
    ("signed before presented", "proof.signed_at", "2018-05-14T09:00:00+03:00", "signed_before_presented"),
    ("unknown proof", "proof.method", "telepathy", "unknown_proof"),
    ("unknown term", "terms", ["plan", "dance"], "unknown_term"),
    ("condition already fulfilled", "condition.state", "fulfilled", "condition_not_open"),
    ("no contact", "contact.email", "", "missing"),
    ("no parties", "members", [], "missing"),
    ("name in one language only", "applicant", pair("Soite", ""), "missing"),
    ("unknown language", "language", "en", "unknown_language"),
    ("kind that has no letter yet", "kind", "correction", "unknown_kind"),
    ("moment without a zone", "received_at", "2018-03-14T12:30:05", "moment_without_zone"),
    ("sum that is no number", "elements.0.asked_eur", "paljon", "malformed"),
]


@pytest.mark.parametrize(
    ("path", "value", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_refused(path, value, code):
    letter = changed(snapshots.soite("fi"), path, value)
    problems = lint(letter)
    assert code in {problem.code for problem in problems}
    with pytest.raises(LetterRefused) as refusal:
        render(letter)
    assert refusal.value.code == "letter_incomplete"
    assert refusal.value.details == tuple(problem.message for problem in problems)


@pytest.mark.parametrize(
    "letter",
    [
        snapshots.soite("fi"),
        snapshots.soite("sv"),
        snapshots.whole_uusimaa(),
        snapshots.not_eligible(),
        snapshots.ended("unexamined"),
        snapshots.ended("lapsed"),
    ],
    ids=["Soite fi", "Soite sv", "whole Uusimaa", "not eligible", "unexamined", "lapsed"],
)
def test_whole_letter_has_no_problem(letter):
    assert lint(letter) == []


def test_unsigned_proposal_may_be_drafted_but_not_sent():
    proposal = snapshots.draft()
    assert lint(proposal, draft=True) == []
    assert {problem.where for problem in lint(proposal)} >= {"decided_on", "proof.signed_at", "verify.url"}


@pytest.mark.parametrize("part", ["elements.1.reasons", "use.purpose", "contact.email"])
def test_draft_needs_all_but_the_signature(part):
    assert lint(changed(snapshots.draft(), part, ""), draft=True) != []
