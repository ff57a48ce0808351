"""Uusimaa 2018 as replayed: who was asked, who decided, 64.04 %, and what Espoo would add."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import Organisation
from applications.models import Application, BudgetLine, MemberDecision
from applications.queries.coverage import confirmed_coverage, coverage_of
from pilots.moments import HELSINKI

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture
def uusimaa(loaded):
    found = Application.objects.select_related("call__rule", "region", "lead")
    return found.get(lead__authority="keusote", call__slug="pilots-2018")


def test_three_take_part_and_all_others_were_asked_on_the_sixth_of_february(uusimaa):
    members = uusimaa.members.select_related("organisation").order_by("pk")
    taking_part = {member.organisation.name_fi for member in members if member.state == "accepted"}
    assert taking_part == {"Keski-Uudenmaan sote -kuntayhtymä", "Helsinki", "Vantaa"}
    asked = [member for member in members if not member.is_lead]
    assert {member.asked_at.astimezone(HELSINKI).date() for member in asked} == {date(2018, 2, 6)}
    assert {m.organisation.authority_id for m in asked if m.organisation.authority_id} == {"hus", "eteva"}
    assert len([member for member in asked if member.organisation.municipality_id]) == 26
    assert {member.state for member in asked} == {"accepted", "lapsed"}


def test_vantaas_board_decided_and_its_part_is_two_elements(uusimaa):
    decision = MemberDecision.objects.get(
        member__application=uusimaa, member__organisation__municipality="092"
    )
    assert (decision.body, decision.decided_on, decision.section, decision.result) == (
        "Kaupunginhallitus",
        date(2018, 3, 5),
        "13",
        "approved",
    )
    elements = decision.member.elements.order_by("code").values_list("code", flat=True)
    assert list(elements) == ["client-voucher", "personal-budget"]


def test_whose_decision_is_not_in_the_sources_says_so(uusimaa):
    decisions = MemberDecision.objects.filter(member__application=uusimaa)
    others = decisions.exclude(member__organisation__municipality="092").values_list("body", "section")
    assert len(others) == 2
    assert all("havainnollistava" in body and not section for body, section in others)


def test_the_shares_of_money_are_open(uusimaa):
    lines = BudgetLine.objects.filter(application=uusimaa)
    assert set(lines.values_list("organisation", flat=True)) == {None}
    assert all(note.startswith("Havainnollistava summa") for note in lines.values_list("note", flat=True))


def test_not_eligible_with_its_reasons_and_submitted_all_the_same(uusimaa):
    submission = uusimaa.submissions.get()
    verdict = submission.verdict
    assert {key: verdict[key] for key in ("outcome", "rule", "binding", "share", "population_on")} == {
        "outcome": "not_eligible",
        "rule": "coverage-2018",
        "binding": False,
        "share": "64.04",
        "population_on": "2016-12-31",
    }
    assert (verdict["covered_inhabitants"], verdict["region_inhabitants"]) == (1_049_206, 1_638_293)
    assert (verdict["covered_municipalities"], verdict["region_municipalities"]) == (8, 26)
    assert [reason["code"] for reason in verdict["reasons"]] == [
        "coverage_below_full",
        "coverage_below_lower",
        "fewer_than_half_of_municipalities",
    ]
    assert submission.snapshot["below_limit_confirmed"] is True
    assert "havainnollistava" in submission.snapshot["special_grounds"]


def test_what_espoo_would_add(uusimaa):
    coverage = confirmed_coverage(uusimaa)
    meets = next(step for step in coverage.advice() if step.way == "meets")
    assert (meets.add, meets.municipalities, meets.margin) == (1, ("049",), 13_154)
    members = [share.organisation for share in coverage.shares]
    with_espoo = coverage_of(
        uusimaa.call, uusimaa.region, [*members, Organisation.objects.get(municipality="049")]
    )
    assert (with_espoo.verdict.outcome, with_espoo.verdict.share) == ("meets", "80.80")


def test_its_sum_is_not_known_and_the_decision_says_that_it_is_illustrative(uusimaa):
    decision = uusimaa.decisions.get()
    assert (uusimaa.state, decision.granted_eur) == ("decided", Decimal("25000000.00"))
    said = " ".join(decision.snapshot["illustrative"])
    assert "oma summa on havainnollistava" in said
    assert "mitä Vantaa päätti" in said
    assert decision.snapshot["coverage"]["grounds_ruling"]["accepted"] is True
