"""The rules against a second, slow and simple-minded reading of them, on arbitrary small counties."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eligibility import Facts, FiguresMissing, Ruleset, fewest_additions, judge, pivotal

CODES = [f"{number:03}" for number in range(1, 9)]
PERCENT = Fraction(1, 100)


def subsets(codes):
    return [
        frozenset(chosen) for size in range(len(codes) + 1) for chosen in combinations(sorted(codes), size)
    ]


def slow_tally(county, sums, covered):
    """Return P, T, n and N of units counted one by one; None where a sum is split."""
    units = [(frozenset({code}), figure) for code, figure in county.items()] + list(sums.items())
    if any(group & covered and group - covered for group, _ in units):
        return None
    inside = [(group, figure) for group, figure in units if group <= covered]
    return (
        sum(figure for _, figure in inside),
        sum(figure for _, figure in units),
        sum(len(group) for group, _ in inside),
        sum(len(group) for group, _ in units),
    )


def slow_outcome(numbers, rule, *, special_grounds):
    """Read the table of the rule from its bottom to its top, in fractions instead of whole numbers."""
    if numbers is None:
        return None
    residents, everybody, count, municipalities = numbers
    if count < rule.least_municipalities or residents < rule.floor * PERCENT * everybody:
        return "not_eligible"
    if residents < rule.lower * PERCENT * everybody and count < Fraction(municipalities, 2):
        return "not_eligible"
    if residents < rule.full * PERCENT * everybody:
        return "on_special_grounds" if special_grounds else "needs_grounds"
    return "meets"


def slow_advice(county, sums, covered, rule, blocks):
    """Try every set that may join; keep the smallest, of these the one with most residents."""
    every = frozenset(county).union(*sums)
    absent = every - covered
    tied = [missing for group in [*blocks, *sums] if (missing := group & absent)]
    ways = [
        ("meets", rule.full, Fraction(0)),
        ("grounds", rule.lower, Fraction(0)),
        ("grounds_with_half", rule.floor, Fraction(len(every), 2)),
    ]
    found = {way: (None, None) for way, _, _ in ways}
    for joining in subsets(absent):
        if any(joining & group and not group <= joining for group in tied):
            continue
        residents, everybody, count, _ = slow_tally(county, sums, covered | joining)
        for way, percent, half in ways:
            if residents < percent * PERCENT * everybody or count < max(rule.least_municipalities, half):
                continue
            margin = int(residents - percent * PERCENT * everybody)  # cut: the limit is a whole resident up
            add, best = found[way]
            if add is None or len(joining) < add or (len(joining) == add and margin > best):
                found[way] = (len(joining), margin)
    return found


@st.composite
def counties(draw):
    figures = st.integers(0, 30) | st.integers(0, 30_000) | st.sampled_from([0, 10, 20, 50])
    codes = CODES[: draw(st.integers(0, len(CODES)))]
    sums = {}
    if len(codes) > 2 and draw(st.booleans()):
        pairs = [frozenset(codes[:2])] + ([frozenset(codes[2:4])] if len(codes) > 4 else [])
        sums = {pair: draw(figures) for pair in pairs}
    county = {code: draw(figures) for code in codes if not any(code in pair for pair in sums)}
    return county, sums


def codes_of(county, sums):
    return sorted(frozenset(county).union(*sums))


rules = st.builds(
    lambda limits, least: Ruleset(
        name="any", full=limits[2], lower=limits[1], floor=limits[0], least_municipalities=least
    ),
    st.just((50, 70, 80)) | st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted),
    st.integers(0, 3),
)


@settings(deadline=None)
@given(counties(), rules, st.booleans(), st.data())
def test_judging(county_and_sums, rule, special_grounds, data):
    county, sums = county_and_sums
    covered = frozenset(data.draw(st.sets(st.sampled_from([*CODES, "999"]))))
    facts = Facts(inhabitants=county, known_sums=sums, covered=covered, special_grounds=special_grounds)
    inside = covered & frozenset(codes_of(county, sums))
    numbers = slow_tally(county, sums, inside)

    if numbers is None:
        with pytest.raises(FiguresMissing) as refusal:
            judge(facts, rule)
        split = [pair for pair in sums if pair & inside and pair - inside]
        assert set(refusal.value.municipalities) == frozenset().union(*split)
        return
    verdict = judge(facts, rule)
    assert (
        verdict.covered_inhabitants,
        verdict.region_inhabitants,
        verdict.covered_municipalities,
        verdict.region_municipalities,
    ) == numbers
    assert verdict.outcome.value == slow_outcome(numbers, rule, special_grounds=special_grounds)
    assert (verdict.outcome.value in {"meets", "on_special_grounds"}) == (
        not verdict.reasons or verdict.outcome.value == "on_special_grounds"
    )
    assert all(reason.actual < reason.limit for reason in verdict.reasons)


@settings(deadline=None)
@given(counties(), rules, st.booleans(), st.data())
def test_fewest_additions(county_and_sums, rule, in_blocks, data):
    county, sums = county_and_sums
    covered = frozenset(data.draw(st.sets(st.sampled_from(CODES))))
    for pair in sums:
        covered = covered | pair if data.draw(st.booleans()) else covered - pair
    members = st.frozensets(st.sampled_from([*CODES, "999"]), max_size=4)
    blocks = data.draw(st.lists(members, max_size=3)) if in_blocks else []
    facts = Facts(inhabitants=county, known_sums=sums, covered=covered)
    every = frozenset(codes_of(county, sums))
    covered &= every

    additions = fewest_additions(facts, rule, blocks)

    assert {addition.way.value: (addition.add, addition.margin) for addition in additions} == slow_advice(
        county, sums, covered, rule, blocks
    )
    for addition in additions:
        joining = frozenset(addition.municipalities)
        assert joining <= every - covered
        assert len(joining) == len(addition.municipalities) == (addition.add or 0)
        for group in [*blocks, *sums]:
            assert joining.isdisjoint(group) or group & every <= joining | covered
        if addition.add is not None:
            residents, everybody, _, _ = slow_tally(county, sums, covered | joining)
            percent = {"meets": rule.full, "grounds": rule.lower, "grounds_with_half": rule.floor}
            assert int(residents - percent[addition.way.value] * PERCENT * everybody) == addition.margin


@settings(deadline=None)
@given(counties(), rules, st.data())
def test_singly_the_largest_come_first(county_and_sums, rule, data):
    county, _ = county_and_sums
    covered = frozenset(data.draw(st.sets(st.sampled_from(CODES))))
    largest_first = sorted(county.keys() - covered, key=lambda code: (-county[code], code))

    for addition in fewest_additions(Facts(inhabitants=county, covered=covered), rule):
        assert list(addition.municipalities) == largest_first[: addition.add or 0]


@settings(deadline=None)
@given(counties(), rules, st.booleans(), st.data())
def test_pivotal(county_and_sums, rule, special_grounds, data):
    county, sums = county_and_sums
    codes = st.frozensets(st.sampled_from([*CODES, "999"]), max_size=5)
    members = data.draw(st.dictionaries(st.sampled_from("ABCDE"), codes, max_size=5))
    every = frozenset(codes_of(county, sums))

    def outcome_of(remaining):
        covered = every & frozenset().union(*(members[who] for who in remaining))
        return slow_outcome(slow_tally(county, sums, covered), rule, special_grounds=special_grounds)

    facts = Facts(
        inhabitants=county,
        known_sums=sums,
        covered=frozenset().union(*members.values()),
        special_grounds=special_grounds,
    )
    present = outcome_of(members)
    if present is None:
        with pytest.raises(FiguresMissing):
            pivotal(facts, rule, members)
        return
    without = {who: outcome_of(members.keys() - {who}) for who in members}
    assert pivotal(facts, rule, members) == {
        who: outcome for who, outcome in without.items() if outcome != present
    }
