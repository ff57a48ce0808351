"""Who covers whom on a call's closing day, and the facts that a consortium is judged by."""

import pytest

from eligibility import FiguresMissing, Outcome, judge
from pilots.choosing import Asked, chosen
from pilots.models import Call, JointAuthority, Municipality
from pilots.queries import (
    NO_RULE,
    blocks_of,
    county_of,
    municipalities_of,
    regions_of,
    ruleset_of,
)
from pilots.worlds import kept

pytestmark = pytest.mark.django_db
SIX = frozenset({"106", "186", "505", "543", "611", "858"})


def covered_by(call, region, *keys) -> frozenset[str]:
    """The county's codes that come in through these authorities."""
    blocks = blocks_of(call, region)
    return frozenset[str]().union(*(blocks.get(key, ()) for key in keys))


def facts_for(call, region, covered):
    return county_of(call, region).facts(covered=covered)


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
    assert covered_by(call(slug), "01", "keusote") == covered


@pytest.mark.parametrize(
    ("keys", "covered"), [((), {"106"}), (("keusote",), SIX)], ids=["alone", "with the authority"]
)
def test_a_municipality_counts_by_its_own_decision_also_when_an_authority_organises_for_it(
    call, keys, covered
):
    pilots = call("pilots-2018")
    of = chosen(pilots, kept().world(pilots, "01"), Asked(frozenset({"106"}), frozenset(keys)))
    assert of.picture.facts.covered == covered


def test_soite_covers_the_eight_of_its_county(call):
    county = set(municipalities_of(call("pilots-2018"), "16").values_list("code", flat=True))
    assert covered_by(call("pilots-2018"), "16", "soite") == county
    assert len(county) == 8


def test_kruunupyy_and_reisjarvi_count_nothing(call):
    kruunupyy, reisjarvi = "288", "691"
    assert not covered_by(call("pilots-2018"), "16", "soite") & {kruunupyy, reisjarvi}
    assert covered_by(call("pilots-2018"), "15", "soite") == {kruunupyy}
    assert covered_by(call("pilots-2018"), "17", "soite") == frozenset()


def test_hospital_districts_and_special_care_cover_nobody(call):
    others = list(JointAuthority.objects.exclude(kind="sote").order_by("key").values_list("key", flat=True))
    assert {"hus", "eteva"} < set(others)
    for region in regions_of(call("pilots-2018")):
        assert covered_by(call("pilots-2018"), region, *others) == frozenset()


def test_partial_members_are_not_covered(call):
    heinola, sysma = "111", "781"
    covered = covered_by(call("pilots-2018"), "07", "phhyky")
    assert len(covered) == 8
    assert not covered & {heinola, sysma}


def test_blocks_of_a_county(call):
    assert blocks_of(call("pilots-2018"), "01") == {"keusote": SIX, "phhyky": {"504", "616"}}
    assert blocks_of(call("pilots-2017-2"), "01") == {"phhyky": {"504", "616"}}
    assert {key: len(codes) for key, codes in blocks_of(call("pilots-2018"), "10").items()} == {"essote": 7}


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
    facts = facts_for(call("voucher-2016"), "05", {"109"})
    assert judge(facts, NO_RULE).outcome is Outcome.NO_RULE


def test_a_pair_is_known_together_and_cannot_be_split(call):
    facts = facts_for(call("pilots-2018"), "04", {"609"})
    assert facts.known_sums == {frozenset({"099", "214"}): 13_396}
    assert not facts.inhabitants.keys() & {"099", "214"}
    assert len(facts.municipalities) == 17
    with pytest.raises(FiguresMissing) as missing:
        judge(facts_for(call("pilots-2018"), "04", {"609", "214"}), ruleset_of(call("practice")))
    assert missing.value.municipalities == ("099", "214")


def test_a_sum_that_reaches_over_the_border_tells_nothing(call):
    Municipality.objects.filter(code="099").update(reform_region="02")
    facts = facts_for(call("pilots-2018"), "04", {"609"})
    with pytest.raises(FiguresMissing) as missing:
        judge(facts, ruleset_of(call("pilots-2018")))
    assert missing.value.municipalities == ("214",)


@pytest.mark.parametrize(("region", "queries"), [("01", 1), ("04", 2)])
def test_a_county_takes_one_query_and_one_more_only_where_a_figure_is_missing(
    call, region, queries, django_assert_num_queries
):
    of = call("pilots-2018")
    with django_assert_num_queries(queries):
        county_of(of, region)
