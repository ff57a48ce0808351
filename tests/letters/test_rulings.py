"""Letters of later rulings: what each says, that it says it in both languages, and what stops it."""

# ruff: noqa: E501 - sentences as the letter prints them stay whole

import re

import pytest

from decisions.letters import html_of, lint, render
from decisions.letters.kinds import LATER
from tests.bed.verapdf import validate
from tests.letters.reading import pages, text_of
from tests.letters.rulings import later
from tests.letters.snapshots import changed, soite

SAYS = {
    "fulfilled": ("asetettu ehto täyttyi 8.3.2019. Avustusta 2 000 000 euroa (kaksi miljoonaa euroa) voidaan maksaa", "uppfylldes 8.3.2019. Understödet, 2 000 000 euro (två miljoner euro), kan betalas ut"),
    "lapsed": ("asetettu ehto ei ole täyttynyt. Avustus 2 000 000 euroa (kaksi miljoonaa euroa) raukeaa 12.4.2019.", "inte har uppfyllts. Understödet, 2 000 000 euro (två miljoner euro), förfaller 12.4.2019."),
    "renounced": ("Saaja on ilmoittanut 1.4.2019 luopuvansa avustuksesta.", "Mottagaren har 1.4.2019 meddelat att den avstår"),
    "upheld": ("pitää päätöksen voimassa muuttamattomana", "låter beslutet stå fast oförändrat"),
    "amended": ("Avustus on nyt 1 500 000 euroa (yksi miljoona viisisataatuhatta euroa); aiemmin se oli 2 000 000 euroa.", "Understödet är nu 1 500 000 euro (en miljon femhundratusen euro); tidigare var det 2 000 000 euro."),
    "corrected": ("Virheellinen kohta: loppuselvitys viimeistään 30.6.2002. Oikea kohta: loppuselvitys viimeistään 30.6.2020.", "Rätt ställe: slutredovisningen senast 30.6.2020. Till övriga delar är beslutet oförändrat."),
    "annulled": ("Ministeriö poistaa 16.5.2018 tehdyn päätöksen.", "Ministeriet undanröjer beslutet av den 16.5.2018."),
    "claim_refused": ("Ministeriö hylkää oikaisuvaatimuksen. Aiempi päätös 16.5.2018 jää voimaan.", "Ministeriet avslår begäran om omprövning."),
    "claim_late": ("koska se saapui 26.6.2018 klo 9.15 ja määräajan viimeinen päivä oli 25.6.2018.", "eftersom den inkom 26.6.2018 kl. 9.15 och den sista dagen av tidsfristen var 25.6.2018."),
}  # fmt: skip
SUM = {"amended": "1500000.00"}


def ruled(kind, language):
    """The ruling as a snapshot."""
    return later(kind, language, **({"sum_eur": SUM[kind]} if kind in SUM else {}))


def made(kind, language):
    """The ruling as bytes."""
    return render(ruled(kind, language))


def test_every_later_kind_of_ruling_has_a_letter_to_look_at():
    assert set(SAYS) == set(LATER)


@pytest.fixture(scope="module")
def letters():
    """Every ruling in both languages, each made once."""
    return {(kind, language): made(kind, language) for kind in sorted(LATER) for language in ("fi", "sv")}


def test_each_ruling_says_what_it_rules_and_what_it_replaces_alike_in_both_languages(letters):
    for kind, (finnish, swedish) in SAYS.items():
        fi, sv = text_of(letters[kind, "fi"]), text_of(letters[kind, "sv"])
        assert finnish in fi, kind
        assert swedish in sv, kind
        assert "Korvaa version 1 (16.5.2018)" in fi
        assert "Ersätter version 1 (16.5.2018)" in sv
        figures = [re.findall(r"\d+(?![^<]*>)", html_of(ruled(kind, language))) for language in ("fi", "sv")]
        assert sorted(figures[0]) == sorted(figures[1]), kind


def test_an_answer_to_a_claim_tells_of_appeal_and_the_others_of_rectification(letters):
    for kind in LATER:
        text = text_of(letters[kind, "fi"])
        claim = kind in {"claim_refused", "claim_late"}
        assert ("Oikaisuvaatimusohje" in text, "Valitusosoitus" in text) == (not claim, claim), kind
    assert "Vaatija: Kaustisen kunta" in text_of(letters["claim_late", "fi"])


def test_a_withdrawal_lays_out_coverage_and_money_before_and_after(letters):
    text = " ".join([text_of(letters["amended", "fi"]), *pages(letters["amended", "fi"])])
    for said in (
        "koska konsortion jäsen on vetäytynyt. Jäsen: Kaustisen kunta. Vetäytymispäivä: 20.2.2019.",
        "100,00 % 93,77 %",
        "Henkilökohtainen budjetti 2 000 000 1 500 000",
        "Yhteensä 2 000 000 1 500 000",
        "Vastinetta ei saapunut määräajassa.",
        "Peruste ratkaista asia ilman suostumusta: Jäsenen vetäytyminen",
        "myöntää haettua pienemmän summan: 1 500 000 euroa",
    ):
        assert said in text


def test_rulings_pass_both_standards_and_are_the_same_bytes_twice(letters, tmp_path):
    for (kind, language), content in letters.items():
        (tmp_path / f"{kind}-{language}.pdf").write_bytes(content)
    found = validate(sorted(tmp_path.glob("*.pdf")))
    assert len(found) == 2 * len(letters)
    assert {finding.passed for finding in found.values()} == {True}
    for kind in ("amended", "lapsed"):
        assert made(kind, "sv") == letters[kind, "sv"]


FAULTS = [
    ("a second version that calls itself the first decision", soite() | {"version": 2}, "kind_not_chosen"),
    ("no ground", changed(later("upheld"), "ruling.ground", " "), "missing"),
    ("no day of the condition", changed(later("lapsed"), "ruling.on", ""), "missing"),
    ("no right passage", changed(later("corrected"), "ruling.right", ""), "missing"),
    ("less without a hearing", changed(later("amended", sum_eur="1500000.00"), "ruling.cause.heard", []), "hearing_missing"),
    ("less before the answer", changed(later("annulled"), "ruling.cause.heard.0.overdue", value=False), "hearing_open"),
    ("less without consent", changed(later("annulled"), "ruling.without_consent", ""), "consent_missing"),
    ("sums that do not fit", changed(later("amended"), "ruling.money.0.after_eur", "1.00"), "ruling_misplaced"),
    ("something to fill in", changed(later("upheld"), "ruling.ground", "Peruste: [täydennä]"), "unresolved"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "letter", "code"), FAULTS, ids=[row[0] for row in FAULTS])
def test_a_ruling_with_a_gap_is_no_letter(name, letter, code):
    assert code in {problem.code for problem in lint(letter)}


def test_what_a_claimant_wrote_is_quoted_even_with_brackets():
    assert lint(changed(later("claim_late"), "ruling.claim.demand", "Ks. [liite 1]")) == []
