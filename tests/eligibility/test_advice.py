"""What closes the gap: the fewest municipalities, singly and in blocks."""

import pytest

from eligibility import Addition, Facts, Ruleset, Way, fewest_additions, judge
from tests.eligibility.counties import (
    ESSOTE,
    KANKAANPAA_AND_HONKAJOKI,
    KEUSOTE,
    NO_RULE,
    RULE,
    facts_of,
)

WORKED_EXAMPLE = ["046", "178", "213", "491", "507", "588", "593", "681"]


def advice(inhabitants, covered=(), *, blocks=(), known_sums=None, rule=RULE):
    facts = Facts(inhabitants=inhabitants, known_sums=known_sums or {}, covered=frozenset(covered))
    return {addition.way.value: addition for addition in fewest_additions(facts, rule, blocks)}


def test_the_worked_example_of_etela_savo():
    facts = facts_of("10", 2017, WORKED_EXAMPLE)

    line = judge(facts, RULE).as_json()
    line["advice"] = [addition.as_json() for addition in fewest_additions(facts, RULE)]
    assert line == {
        "outcome": "needs_grounds",
        "covered_inhabitants": 97126,
        "region_inhabitants": 138822,
        "covered_municipalities": 8,
        "region_municipalities": 12,
        "share": "69.96",
        "reasons": [
            {"code": "coverage_below_full", "actual": 97126, "limit": 111058},
            {"code": "coverage_below_lower", "actual": 97126, "limit": 97176},
            {"code": "grounds_missing", "actual": 0, "limit": 1},
        ],
        "advice": [
            {"way": "meets", "add": 1, "municipalities": ["740"], "margin": 20732},
            {"way": "grounds", "add": 1, "municipalities": ["740"], "margin": 34614},
            {"way": "grounds_with_half", "add": 0, "municipalities": [], "margin": 27715},
        ],
    }


def test_uusimaa_without_vantaa_and_espoo():
    facts = facts_of("01", 2016, KEUSOTE | {"091"})

    assert fewest_additions(facts, RULE) == (
        Addition(Way.MEETS, 2, ("049", "092"), 1_323_789 - 1_310_635),
        Addition(Way.GROUNDS, 2, ("049", "092"), 1_323_789 - 1_146_806),
        Addition(Way.GROUNDS_WITH_HALF, 6, ("049", "092", "638", "444", "257", "245"), 1_495_626 - 819_147),
    )


def test_a_call_without_a_rule_needs_no_advice():
    assert fewest_additions(facts_of("01", 2016), NO_RULE) == ()


def test_nothing_to_add_where_the_rule_is_met():
    assert [
        (addition.add, addition.municipalities, addition.margin)
        for addition in advice({"001": 60, "002": 30, "003": 10}, {"001", "002"}).values()
    ] == [(0, (), 10), (0, (), 20), (0, (), 40)]


def test_a_lone_city_needs_a_second_municipality_even_at_ninety_per_cent():
    assert advice({"001": 90, "002": 4, "003": 6}, {"001"})["meets"] == Addition(Way.MEETS, 1, ("003",), 16)


def test_half_of_the_municipalities_takes_more_than_half_of_the_residents():
    found = advice({"001": 60, "002": 8, "003": 8, "004": 8, "005": 8, "006": 8}, {"001"})

    assert found["grounds"] == Addition(Way.GROUNDS, 2, ("002", "003"), 6)
    assert found["grounds_with_half"] == Addition(Way.GROUNDS_WITH_HALF, 2, ("002", "003"), 26)
    assert found["meets"] == Addition(Way.MEETS, 3, ("002", "003", "004"), 4)


def test_one_resident_decides_how_many_are_needed():
    assert advice({"001": 79_999, "002": 0, "003": 1, "004": 20_000}, {"001", "002"})["meets"].add == 1
    assert (
        advice({"001": 79_998, "002": 0, "003": 1, "004": 20_001}, {"001", "002"})["meets"].margin == 19_999
    )
    assert advice({"001": 80_000, "002": 0, "003": 20_000}, {"001", "002"})["meets"].add == 0


def test_a_county_of_one_municipality_can_never_qualify():
    assert list(advice({"001": 100}).values()) == [
        Addition(Way.MEETS, None, (), None),
        Addition(Way.GROUNDS, None, (), None),
        Addition(Way.GROUNDS_WITH_HALF, None, (), None),
    ]


def test_a_county_of_one_municipality_can_where_the_rule_asks_for_no_second():
    rule = Ruleset(name="other", full=80, lower=70, floor=50)

    assert advice({"001": 100}, rule=rule)["meets"] == Addition(Way.MEETS, 1, ("001",), 20)


def test_largest_first_then_the_smaller_code():
    assert advice({"004": 25, "003": 25, "002": 25, "001": 25})["grounds_with_half"].municipalities == (
        "001",
        "002",
    )


BLOCK_COUNTY = {"001": 40, "002": 30, "003": 15, "004": 10, "005": 5}


def test_a_block_comes_in_whole():
    singly = advice(BLOCK_COUNTY)["meets"]
    blocks = [frozenset({"002", "004", "005"})]

    assert singly == Addition(Way.MEETS, 3, ("001", "002", "003"), 5)
    assert advice(BLOCK_COUNTY, blocks=blocks)["meets"] == Addition(
        Way.MEETS, 4, ("002", "004", "005", "001"), 5
    )


def test_what_is_missing_of_a_block_comes_in_together():
    blocks = [frozenset({"001", "004", "005"})]

    assert advice(BLOCK_COUNTY, {"001"}, blocks=blocks)["grounds"] == Addition(Way.GROUNDS, 1, ("002",), 0)
    assert advice(BLOCK_COUNTY, {"001", "002"}, blocks=blocks)["meets"] == Addition(Way.MEETS, 1, ("003",), 5)
    assert advice(BLOCK_COUNTY, {"001", "003"}, blocks=[frozenset({"001", "002", "005"})])[
        "grounds"
    ] == Addition(Way.GROUNDS, 2, ("002", "005"), 20)


def test_whoever_belongs_to_two_blocks_draws_in_both():
    blocks = [frozenset({"001", "003"}), frozenset({"003", "005"})]

    assert advice(BLOCK_COUNTY, blocks=blocks)["grounds_with_half"] == Addition(
        Way.GROUNDS_WITH_HALF, 3, ("001", "003", "005"), 10
    )


def test_members_of_a_block_outside_the_county_do_not_matter():
    blocks = [frozenset({"001", "777"}), frozenset({"888", "999"}), frozenset()]

    assert advice(BLOCK_COUNTY, blocks=blocks) == advice(BLOCK_COUNTY)


def test_essote_completed_as_a_block():
    facts = facts_of("10", 2017, {"740", "593"})

    meets = fewest_additions(facts, RULE, [ESSOTE])[0]
    assert (meets.add, set(meets.municipalities)) == (7, set(ESSOTE))


def test_a_pair_known_only_together_is_added_together_and_counts_two():
    found = advice({"001": 60, "002": 12}, {"001"}, known_sums={frozenset({"003", "004"}): 28})

    assert found["meets"] == Addition(Way.MEETS, 2, ("003", "004"), 8)
    assert found["grounds"] == Addition(Way.GROUNDS, 1, ("002",), 2)


def test_a_block_with_one_of_a_pair_draws_in_the_other():
    found = advice(
        {"001": 60, "002": 12},
        {"001"},
        known_sums={frozenset({"003", "004"}): 28},
        blocks=[frozenset({"002", "003"})],
    )

    assert found["grounds"] == Addition(Way.GROUNDS, 3, ("003", "004", "002"), 30)


def test_satakunta_of_2016_counts_its_pair():
    facts = facts_of("04", 2016, facts_of("04", 2016).municipalities - KANKAANPAA_AND_HONKAJOKI - {"609"})

    meets = fewest_additions(facts, RULE)[0]
    assert (meets.add, meets.municipalities) == (1, ("609",))
    assert meets.margin == 221_740 - 13_396 - 177_392


@pytest.mark.parametrize("blocks", [[], [ESSOTE]], ids=["singly", "in blocks"])
def test_following_the_advice_closes_the_gap(blocks):
    facts = facts_of("10", 2017, {"740"}, special_grounds=True)

    for addition in fewest_additions(facts, RULE, blocks):
        after = facts_of("10", 2017, {"740", *addition.municipalities}, special_grounds=True)
        expected = {"meets"} if addition.way is Way.MEETS else {"meets", "on_special_grounds"}
        assert judge(after, RULE).outcome.value in expected
        assert len(addition.municipalities) == addition.add
