"""Soite 2018 as replayed: what the sources tell is asserted, and that the rest says it is illustrative."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core import mail

from applications.models import Application
from decisions.models import Appropriation, Decision, Letter
from ledger.models import Event
from ledger.queries import verify
from outbox.models import Row
from pilots.moments import HELSINKI
from tests.letters.reading import text_of

pytestmark = pytest.mark.usefixtures("loaded")
DECIDED_AT = datetime(2018, 5, 16, 9, 0, tzinfo=HELSINKI)


@pytest.fixture
def soite(loaded):
    return Application.objects.select_related("call", "lead").get(lead__authority="soite")


@pytest.fixture
def decision(soite):
    return soite.decisions.get()


def test_the_way_from_draft_to_decision_with_its_moments(soite):
    steps = soite.steps.order_by("pk").values_list("event", "to_state", "role")
    assert list(steps) == [
        ("submit", "submitted", "signatory of the lead"),
        ("take_up", "under_review", "presenting officer"),
        ("propose", "proposed", "presenting officer"),
        ("decide", "decided", "decision-maker"),
    ]
    days = [step.at.astimezone(HELSINKI).date() for step in soite.steps.order_by("pk")]
    assert (days[0], days[-1]) == (date(2018, 3, 14), date(2018, 5, 16))
    assert (
        soite.call.opens_at
        < soite.submissions.get().received_at
        < soite.call.closes_at
        <= soite.case.taken_up_at
    )


def test_two_million_for_the_personal_budget_and_nothing_for_the_centre(decision):
    outcomes = decision.elements.order_by("element__code").values_list(
        "element__code", "outcome", "amount_eur"
    )
    assert list(outcomes) == [
        ("personal-budget", "granted", Decimal("2000000.00")),
        ("sote-centre", "refused", Decimal("0.00")),
    ]
    assert decision.granted_eur == Decimal("2000000.00")
    assert decision.snapshot["totals"] == {"asked_eur": "3400000.00", "granted_eur": "2000000.00"}


def test_the_money_is_committed_from_a_hundred_million(soite):
    money = Appropriation.objects.get(call=soite.call)
    assert (soite.case.committed_eur, money.total_eur) == (Decimal(2_000_000), Decimal(100_000_000))
    held = Decision.objects.filter(application__call=soite.call)
    assert money.committed_eur == sum(decision.granted_eur for decision in held)


def test_the_condition_is_open_and_in_the_words_of_the_call(soite, decision):
    assert decision.snapshot["condition"] == {
        "text": soite.call.condition_fi,
        "state": "open",
        "start_by": "2019-01-01",
    }
    assert "eduskunta" in soite.call.condition_fi


def test_soite_covers_its_whole_county(soite):
    verdict = soite.submissions.get().verdict
    figures = (
        "outcome",
        "covered_inhabitants",
        "region_inhabitants",
        "covered_municipalities",
        "share",
        "reasons",
    )
    assert [verdict[figure] for figure in figures] == ["meets", 69_027, 69_027, 8, "100.00", []]
    assert verdict["region_municipalities"] == 8
    assert {row["name"]["fi"] for row in verdict["municipalities"]}.isdisjoint({"Kruunupyy", "Reisjärvi"})


def test_the_letter_is_made_and_says_what_was_decided(decision):
    letter = Letter.objects.get(decision=decision)
    said = " ".join(text_of(bytes(letter.pdf)).split())
    for sentence in (
        "myöntää valtionavustusta 2 000 000 euroa (kaksi miljoonaa euroa). Osio: Henkilökohtainen budjetti.",
        "hylkää hakemuksen. Osio: Sote-keskus.",
        "Ehto on päätöspäivänä avoin.",
        "viimeistään 1.1.2019",
        "Havainnollistavaa, ei historiaa",
        "Virallista päätöspäivää ei ole lähteissä.",
        "Haetut summat ovat havainnollistavia.",
        "toisinto, ei allekirjoitettu päätös",
        "Esittelijä (havainnollistava)",
    ):
        assert sentence in said
    assert letter.language == "fi"


def test_the_historic_moment_and_the_moment_of_recording_stand_side_by_side(loaded, soite, decision):
    submission = soite.submissions.get()
    events = Event.objects.filter(reference=soite.reference).order_by("number")
    assert decision.decided_at == DECIDED_AT
    assert datetime.fromisoformat(decision.snapshot["recorded_at"]).year == loaded.began_at.year
    recorded = [decision.recorded_at, submission.recorded_at, *(event.recorded_at for event in events)]
    assert all(loaded.began_at <= at <= loaded.ended_at for at in recorded)
    assert {event.at.year for event in events} == {2018}
    assert "application.decide" in {event.kind for event in events}


def test_nobody_is_told_anything_years_later():
    told = Row.objects.filter(kind__in=["mail", "letter"])
    assert told.count() > 30
    assert set(told.values_list("last_error", flat=True)) == {"replay: not sent"}
    assert not told.filter(done_at=None).exists()
    assert mail.outbox == []


def test_the_ledger_holds():
    read, faults = verify()
    assert (read, faults) == (Event.objects.count(), [])


def test_officials_of_the_replay_are_roles_that_nobody_can_log_in_as(decision):
    for person in (decision.presenting_officer, decision.decision_maker):
        assert (person.is_active, person.has_usable_password()) == (False, False)
        assert "havainnollistava" in person.name
