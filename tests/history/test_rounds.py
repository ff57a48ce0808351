"""The round of 2016 and the ten counties of 2018, told again by the very acts of the pages."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.db import transaction

from decisions.deadlines import last_day_of_claim
from decisions.letters import lint
from decisions.models import Announcement, Appropriation, Decision, Handling, Letter
from decisions.queries.recipients import recipients_of
from decisions.tasks import letter
from ledger.models import Event
from ledger.queries import verify
from outbox.models import Row
from pilots.moments import HELSINKI
from tests.history.conftest import load
from tests.letters.reading import text_of

AWARDS_2016 = {
    "Hyvinkää": (
        Decimal(2_000_000),
        "Keski-Uudenmaan kuntien palvelusetelikokeilu 2016–2018",
        "bonus ja sanktio",
    ),
    "Hämeenlinna": (
        Decimal(2_000_000),
        "Valinnanvapaus sote-palveluissa Hämeenlinnassa",
        "ikäryhmien mukaan",
    ),
    "Jyväskylä": (Decimal(800_000), "Valinnanvapauskokeilu-hanke (VaVa-hanke)", "yritysten ja järjestöjen"),
    "Tampere": (Decimal(1_500_000), "Valinnanvapauskokeilu", "suoritteisiin perustuva"),
    "Ylä-Savon SOTE kuntayhtymä": (
        Decimal(1_500_000),
        "Ihminen edellä – valinnanvapauskokeilu Ylä-Savossa",
        "haja-asutusalueen",
    ),
}
REFUSED_2016 = {
    "Etelä-Savon sosiaali- ja terveyspalvelujen kuntayhtymä",
    "Helsinki",
    "Helsingin ja Uudenmaan sairaanhoitopiiri",
    "Kainuun sosiaali- ja terveydenhuollon kuntayhtymä",
    "Pori",
    "Seinäjoki",
    "Vantaa",
}
TEN_2018 = {
    "Etelä-Karjala", "Etelä-Pohjanmaa", "Etelä-Savo", "Keski-Pohjanmaa", "Keski-Suomi", "Kymenlaakso",
    "Pohjois-Savo", "Päijät-Häme", "Satakunta", "Uusimaa",
}  # fmt: skip
# From the real figures of 31.12.2016: verdict, share cut to two decimals, covered municipalities.
COVERAGE_2018 = {
    "Etelä-Karjala": ("meets", "100.00", 9),
    "Etelä-Pohjanmaa": ("meets", "82.65", 8),
    "Etelä-Savo": ("on_special_grounds", "56.21", 7),
    "Keski-Pohjanmaa": ("meets", "100.00", 8),
    "Keski-Suomi": ("meets", "83.26", 7),
    "Kymenlaakso": ("meets", "81.68", 2),
    "Pohjois-Savo": ("meets", "82.66", 8),
    "Päijät-Häme": ("meets", "88.82", 8),
    "Satakunta": ("meets", "83.22", 8),
    "Uusimaa": ("not_eligible", "64.04", 8),
}


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Everything that the demonstration loads, once for all of these tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(rounds=True)
        transaction.set_rollback(True)


def decisions_of(call):
    found = Decision.objects.filter(application__call__slug=call)
    return list(found.select_related("application__lead", "application__region").order_by("pk"))


def by_lead(call):
    return {decision.application.lead.name_fi: decision for decision in decisions_of(call)}


def money_of(call):
    return Appropriation.objects.get(call__slug=call)


def helsinki_days(moments):
    return {moment.astimezone(HELSINKI).date() for moment in moments}


def test_twelve_names_five_awards_and_seven_refusals_to_the_cent():
    found = by_lead("voucher-2016")
    assert set(found) == set(AWARDS_2016) | REFUSED_2016
    assert {name: found[name].granted_eur for name in AWARDS_2016} == {
        name: award[0] for name, award in AWARDS_2016.items()
    }
    assert {found[name].granted_eur for name in REFUSED_2016} == {Decimal(0)}
    assert sum(decision.granted_eur for decision in found.values()) == Decimal("7800000.00")


def test_each_award_of_2016_has_the_name_and_the_focus_of_its_project():
    found = by_lead("voucher-2016")
    for name, (_sum, title, focus) in AWARDS_2016.items():
        application = found[name].application
        assert application.answers.get(question__code="title", element=None).text == title
        [element] = found[name].snapshot["elements"]
        assert focus in element["reasons"].lower()
        assert focus in application.answers.get(question__code="voucher-focus").text.lower()
    members = found["Hyvinkää"].snapshot["members"]
    assert {member["name"]["fi"] for member in members} == {
        "Hyvinkää", "Järvenpää", "Mäntsälä", "Nurmijärvi", "Pornainen", "Tuusula",
    }  # fmt: skip
    assert len({decision.snapshot["elements"][0]["reasons"] for decision in found.values()}) == 12


def test_jyvaskyla_is_granted_in_a_narrower_scope_told_in_words():
    [element] = by_lead("voucher-2016")["Jyväskylä"].snapshot["elements"]
    assert (element["outcome"], element["granted_eur"], element["reason_key"]) == (
        "partly",
        "800000.00",
        "R12",
    )
    assert element["scope"].startswith("Yhteistyö yritysten ja järjestöjen kanssa.")
    assert Decimal(element["asked_eur"]) > Decimal(element["granted_eur"])


def test_seven_refusals_share_one_main_reason_and_no_two_say_the_same():
    found = by_lead("voucher-2016")
    elements = [found[name].snapshot["elements"][0] for name in sorted(REFUSED_2016)]
    assert {(element["outcome"], element["reason_key"]) for element in elements} == {("refused", "R01")}
    texts = [element["reasons"] for element in elements]
    main = "Suunnitelmaa pitäisi muuttaa niin paljon"
    assert all(text.startswith(main) for text in texts)
    assert len({text.split(". ", 1)[1] for text in texts}) == 7


def test_the_bar_of_2016_is_used_to_the_reserve_which_is_kept_back_and_marked_illustrative():
    money = money_of("voucher-2016")
    assert (money.total_eur, money.committed_eur, money.reserve_eur, money.left_eur) == (
        Decimal(9_000_000),
        Decimal(7_800_000),
        Decimal(1_200_000),
        Decimal(0),
    )
    note = decisions_of("voucher-2016")[0].application.call.illustrative_note_fi
    assert "1,2 miljoonan euron" in note
    assert "havainnollistavia" in note


def test_no_coverage_rule_and_single_municipalities_admitted():
    found = by_lead("voucher-2016")
    assert {decision.snapshot["coverage"]["outcome"] for decision in found.values()} == {"no_rule"}
    assert found["Tampere"].snapshot["coverage"]["covered_municipalities"] == 1


def test_ten_counties_get_ninety_nine_of_a_hundred_million_and_soites_sum_is_the_real_one():
    found = {decision.application.region.name_fi: decision for decision in decisions_of("pilots-2018")}
    assert set(found) == TEN_2018
    assert sum(decision.granted_eur for decision in found.values()) == Decimal("99000000.00")
    assert found["Keski-Pohjanmaa"].granted_eur == Decimal("2000000.00")
    assert all(decision.granted_eur > 0 for decision in found.values())
    money = money_of("pilots-2018")
    assert (money.total_eur, money.committed_eur, money.left_eur) == (
        Decimal(100_000_000),
        Decimal(99_000_000),
        Decimal(1_000_000),
    )
    granted = {
        element["code"]
        for decision in found.values()
        for element in decision.snapshot["elements"]
        if Decimal(element["granted_eur"])
    }
    assert granted == {"sote-centre", "oral-health", "client-voucher", "personal-budget"}


def test_sums_that_are_not_in_the_sources_say_so_and_soites_is_not_among_them():
    for decision in decisions_of("pilots-2018"):
        said = " ".join(decision.snapshot["illustrative"])
        own_is_illustrative = "oma summa on havainnollistava" in said
        assert own_is_illustrative == (decision.application.region.name_fi != "Keski-Pohjanmaa")


def test_coverage_of_2018_comes_from_real_figures_and_below_the_limit_there_are_grounds():
    for decision in decisions_of("pilots-2018"):
        coverage, county = decision.snapshot["coverage"], decision.application.region.name_fi
        assert (coverage["outcome"], coverage["share"], coverage["covered_municipalities"]) == COVERAGE_2018[
            county
        ]
        assert (coverage["rule"], coverage["binding"]) == ("coverage-2018", False)
        below = coverage["outcome"] != "meets"
        assert below == bool(coverage["grounds"]) == bool(coverage["grounds_ruling"])


def test_every_letter_passes_the_lint_and_says_what_is_illustrative():
    decisions = [*decisions_of("voucher-2016"), *decisions_of("pilots-2018")]
    assert len(decisions) == 22
    for decision in decisions:
        assert lint(decision.snapshot) == []
        assert any("havainnollistav" in line for line in decision.snapshot["illustrative"])
        assert "havainnollistava" in decision.snapshot["presenting_officer"]["name"]


def test_nobody_is_told_and_the_letters_wait_for_the_outbox():
    rounds = [d.pk for call in ("voucher-2016", "pilots-2018") for d in decisions_of(call)]
    by_itself = Decision.objects.filter(application__lead__authority__in=["soite", "keusote"])
    waiting = Row.objects.filter(kind="letter", done_at=None)
    assert sorted(waiting.values_list("payload__decision", flat=True)) == sorted(
        set(rounds) - set(by_itself.values_list("pk", flat=True))
    )
    others = Row.objects.filter(kind__in=["mail", "ministry-mail", "letter-mail"])
    assert not others.filter(done_at=None).exists()
    assert set(others.values_list("last_error", flat=True)) == {"replay: not sent"}
    row = waiting.get(payload__decision=by_lead("voucher-2016")["Jyväskylä"].pk)
    letter(row)
    made = Letter.objects.get(decision=row.payload["decision"])
    said = " ".join(text_of(bytes(made.pdf)).split())
    assert "800 000 euroa (kahdeksansataatuhatta euroa) esitettyä rajatumpaan toteutukseen" in said
    assert "Tässä haussa ei ole väestökattavuutta koskevaa vaatimusta." in said
    assert not Row.objects.filter(kind="letter-mail").exists()
    assert mail.outbox == []


def test_taken_up_presented_and_decided_on_days_of_their_own():
    found = decisions_of("voucher-2016")
    assert helsinki_days(d.application.submissions.get().received_at for d in found) == {
        date(2016, 8, day) for day in (24, 25, 26, 29, 30, 31)
    }
    assert helsinki_days(d.proposal.presented_at for d in found) == {date(2016, 10, 20)}
    assert helsinki_days(d.decided_at for d in found) == {date(2016, 10, 24)}
    assert helsinki_days(d.decided_at for d in decisions_of("pilots-2018")) == {date(2018, 5, 16)}
    numbers = [decision.application.case_number for decision in found]
    assert sorted(numbers, key=lambda number: int(number.split("/")[1])) == [
        f"PH/{n}/2016" for n in range(1, 13)
    ]


def test_handling_announcement_decision_and_notice_are_different_dates():
    found = decisions_of("voucher-2016")
    handling = Handling.objects.get(call__slug="voucher-2016")
    assert (handling.forum, handling.on, handling.applications.count()) == (
        "working_group",
        date(2016, 10, 13),
        12,
    )
    wave = Announcement.objects.get(call__slug="voucher-2016")
    assert wave.announced_at == datetime(2016, 10, 17, 14, 3, tzinfo=HELSINKI)
    assert set(wave.decisions.all()) == set(found)
    for decision in found:
        assert handling.on < wave.announced_at.date() < decision.proposal.presented_at.date()
        assert decision.proposal.presented_at < decision.decided_at
        assert decision.decided_at.astimezone(HELSINKI).month == 10
        assert [line["on"] for line in decision.snapshot["handling"]] == ["2016-10-13"]
        # The letter reached each recipient on a day of its own, later than it was signed; the day is illustrative.
        served = date(2016, 10, 31) if decision.application.lead.name_fi == "Helsinki" else date(2016, 10, 27)
        rows = list(decision.services.select_related("organisation"))
        assert {row.organisation for row in rows} == set(recipients_of(decision.application))
        assert {(row.channel, row.sent_on, row.served_on, row.last_on) for row in rows} == {
            ("paper", date(2016, 10, 25), served, last_day_of_claim(served))
        }
        assert {row.recorded_by for row in rows} == {"kirjaamo@historia.example"}
        assert decision.decided_at.astimezone(HELSINKI).date() < rows[0].sent_on < served
        assert "tiedoksiannon päivä" in " ".join(decision.snapshot["illustrative"])
    first = Announcement.objects.get(call__slug="pilots-2018")
    assert {decision.application.region.name_fi for decision in first.decisions.all()} == TEN_2018


def test_the_ledger_holds_and_loading_again_finds_nothing_to_do(loaded):
    assert "round-voucher-2016: 12" in loaded.said
    assert "round-counties-2018: 8" in loaded.said
    read, faults = verify()
    assert (read, faults) == (Event.objects.count(), [])
    assert load(rounds=True).said == ["history: nothing to do"]
