"""Who covers whom on a call's closing day, and the facts that a consortium is judged by."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from eligibility import FiguresMissing, Outcome, judge
from pilots.models import Call, JointAuthority, Municipality
from pilots.queries import (
    NO_RULE,
    blocks_of,
    codes_by_member,
    codes_covered,
    facts_for,
    facts_of_members,
    inhabitants,
    municipalities_of,
    regions_of,
    ruleset_of,
)

pytestmark = pytest.mark.django_db
SIX = frozenset({"106", "186", "505", "543", "611", "858"})


@pytest.mark.parametrize(
    ("slug", "covered"),
    [
        ("pilots-2017-1", frozenset()),
        ("pilots-2017-2", frozenset()),
        ("pilots-2018", SIX),
        ("practice", SIX),
    ],
)
def test_keski_uusimaa_covers_its_six_only_from_2018(call, slug, covered):
    assert codes_covered(call(slug), "01", authority_keys=["keusote"]) == covered


def test_a_municipality_counts_by_its_own_decision_also_when_an_authority_organises_for_it(call):
    assert codes_covered(call("pilots-2018"), "01", ["106"], []) == {"106"}
    assert codes_covered(call("pilots-2018"), "01", ["106", "091"], ["keusote"]) == SIX | {"091"}


def test_soite_covers_the_eight_of_its_county(call):
    county = set(municipalities_of(call("pilots-2018"), "16").values_list("code", flat=True))
    assert codes_covered(call("pilots-2018"), "16", authority_keys=["soite"]) == county
    assert len(county) == 8


def test_kruunupyy_and_reisjarvi_count_nothing(call):
    kruunupyy, reisjarvi = "288", "691"
    covered = codes_covered(call("pilots-2018"), "16", [kruunupyy, reisjarvi], ["soite"])
    assert not covered & {kruunupyy, reisjarvi}
    assert codes_covered(call("pilots-2018"), "15", authority_keys=["soite"]) == {kruunupyy}
    assert codes_covered(call("pilots-2018"), "17", authority_keys=["soite"]) == frozenset()


def test_hospital_districts_and_special_care_cover_nobody(call):
    others = list(JointAuthority.objects.exclude(kind="sote").order_by("key").values_list("key", flat=True))
    assert {"hus", "eteva"} < set(others)
    for region in regions_of(call("pilots-2018")):
        assert codes_covered(call("pilots-2018"), region, authority_keys=others) == frozenset()


def test_partial_members_are_not_covered(call):
    heinola, sysma = "111", "781"
    covered = codes_covered(call("pilots-2018"), "07", authority_keys=["phhyky"])
    assert len(covered) == 8
    assert not covered & {heinola, sysma}


def test_blocks_of_a_county(call):
    assert blocks_of(call("pilots-2018"), "01") == {"keusote": SIX, "phhyky": {"504", "616"}}
    assert blocks_of(call("pilots-2017-2"), "01") == {"phhyky": {"504", "616"}}
    assert {key: len(codes) for key, codes in blocks_of(call("pilots-2018"), "10").items()} == {"essote": 7}


def test_members_one_by_one(call):
    assert codes_by_member(call("pilots-2018"), "01", ["091", "074"], ["keusote", "hus"]) == {
        "074": frozenset(),
        "091": frozenset({"091"}),
        "hus": frozenset(),
        "keusote": SIX,
    }


def test_aland_takes_no_part_in_pilot_calls():
    for call in Call.objects.exclude(slug="voucher-2016").order_by("slug"):
        codes = list(regions_of(call).values_list("code", flat=True))
        assert (len(codes), "21" in codes) == (18, False)


def test_the_division_of_the_call_decides_the_county(call):
    reform = set(municipalities_of(call("pilots-2018"), "08").values_list("code", flat=True))
    statistical = set(municipalities_of(call("voucher-2016"), "08").values_list("code", flat=True))
    assert statistical - reform == {"142"}


def test_rulesets(call):
    first, second = ruleset_of(call("pilots-2017-1")), ruleset_of(call("pilots-2018"))
    assert (first.name, first.limits, first.least_municipalities, first.binding) == (
        "coverage-2017",
        (80, 70, 50),
        2,
        True,
    )
    assert (second.name, second.limits, second.binding) == ("coverage-2018", (80, 70, 50), False)
    assert ruleset_of(call("voucher-2016")) is NO_RULE
    facts = facts_for(call=call("voucher-2016"), region="05", covered={"109"})
    assert judge(facts, NO_RULE).outcome is Outcome.NO_RULE


def test_a_pair_is_known_together_and_cannot_be_split(call):
    facts = facts_for(call=call("pilots-2018"), region="04", covered={"609"})
    assert facts.known_sums == {frozenset({"099", "214"}): 13_396}
    assert not facts.inhabitants.keys() & {"099", "214"}
    assert len(facts.municipalities) == 17
    with pytest.raises(FiguresMissing) as missing:
        judge(
            facts_for(call=call("pilots-2018"), region="04", covered={"609", "214"}),
            ruleset_of(call("practice")),
        )
    assert missing.value.municipalities == ("099", "214")


def test_a_sum_that_reaches_over_the_border_tells_nothing(call):
    Municipality.objects.filter(code="099").update(reform_region="02")
    facts = facts_for(call=call("pilots-2018"), region="04", covered={"609"})
    with pytest.raises(FiguresMissing) as missing:
        judge(facts, ruleset_of(call("pilots-2018")))
    assert missing.value.municipalities == ("214",)


def test_residents_of_a_county(call):
    known = inhabitants(call("pilots-2018"), "04")
    assert (known["609"], known["214"], known["099"], len(known)) == (85_059, None, None, 17)


def test_grounds_are_passed_on(call):
    given = facts_for(call=call("practice"), region="10", covered={"491"}, special_grounds=True)
    assert given.special_grounds is True


@pytest.mark.parametrize(("region", "queries"), [("01", 2), ("04", 3)])
def test_a_live_answer_takes_few_queries(region, queries):
    """The call with its rule, then the county; one more only where a figure of the county is missing."""
    with CaptureQueriesContext(connection) as taken:
        call = Call.objects.select_related("rule").get(slug="pilots-2018")
        facts = facts_of_members(
            call=call, region=region, municipality_codes=["091"], authority_keys=["keusote", "siun-sote"]
        )
        judge(facts, ruleset_of(call))
    assert len(taken) == queries


@pytest.mark.parametrize("region", ["01", "04", "10", "16"])
def test_the_live_facts_are_the_same_facts(call, region):
    members = {
        "municipality_codes": ["091", "609", "272"],
        "authority_keys": ["keusote", "soite", "essote", "hus"],
    }
    for slug in ("pilots-2017-1", "pilots-2018", "practice"):
        covered = codes_covered(call(slug), region, **members)
        slow = facts_for(call=call(slug), region=region, covered=covered, special_grounds=True)
        assert facts_of_members(call=call(slug), region=region, special_grounds=True, **members) == slow
