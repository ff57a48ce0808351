"""The coverage rule as a table to be read aloud: who is covered, of how many, and what follows."""

import pytest

from eligibility import Code, Facts, Outcome, Reason, Ruleset, judge
from tests.eligibility.counties import NO_RULE, RULE

TWO = Code.FEWER_THAN_TWO_MUNICIPALITIES
FULL = Code.COVERAGE_BELOW_FULL
LOWER = Code.COVERAGE_BELOW_LOWER
FLOOR = Code.COVERAGE_BELOW_FLOOR
HALF = Code.FEWER_THAN_HALF_OF_MUNICIPALITIES
GROUNDS = Code.GROUNDS_MISSING


def consortium(covered, others, *, special_grounds=False):
    """Build a county of municipalities with these residents; the first ones are covered."""
    inhabitants = {f"{place:03}": figure for place, figure in enumerate([*covered, *others], start=1)}
    return Facts(
        inhabitants=inhabitants,
        covered=frozenset(list(inhabitants)[: len(covered)]),
        special_grounds=special_grounds,
    )


# what it is: residents of the covered, residents of the others, outcome without grounds, reasons
TABLE = {
    "everybody": ([60, 40], [], Outcome.MEETS, []),
    "exactly 80 %": ([79_999, 1], [20_000], Outcome.MEETS, []),
    "one person short of 80 %": (
        [79_998, 1],
        [20_001],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 79_999, 80_000), (GROUNDS, 0, 1)],
    ),
    "80 % of 99 residents is 79.2: 80 are enough": ([79, 1], [19], Outcome.MEETS, []),
    "80 % of 99 residents is 79.2: 79 are not": (
        [78, 1],
        [20],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 79, 80), (GROUNDS, 0, 1)],
    ),
    "75 %, 2 of 9": (
        [74, 1],
        [19, 1, 1, 1, 1, 1, 1],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 75, 80), (GROUNDS, 0, 1)],
    ),
    "exactly 70 % is not under 70, 2 of 5": (
        [69_999, 1],
        [10_000, 10_000, 10_000],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 70_000, 80_000), (GROUNDS, 0, 1)],
    ),
    "one person short of 70 %, 2 of 5": (
        [69_998, 1],
        [10_001, 10_000, 10_000],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 69_999, 80_000), (LOWER, 69_999, 70_000), (HALF, 2, 3)],
    ),
    "one person short of 70 %, 3 of 5": (
        [69_997, 1, 1],
        [20_001, 10_000],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 69_999, 80_000), (LOWER, 69_999, 70_000), (GROUNDS, 0, 1)],
    ),
    "60 %, exactly half: 2 of 4": (
        [50, 10],
        [20, 20],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 60, 80), (LOWER, 60, 70), (GROUNDS, 0, 1)],
    ),
    "60 %, 6 of 13 is fewer than half": (
        [10] * 6,
        [10, 5, 5, 5, 5, 5, 5],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 60, 80), (LOWER, 60, 70), (HALF, 6, 7)],
    ),
    "60 %, 7 of 13 is more than half": (
        [10] * 5 + [5] * 2,
        [10, 10, 5, 5, 5, 5],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 60, 80), (LOWER, 60, 70), (GROUNDS, 0, 1)],
    ),
    "exactly 50 %, half of the municipalities": (
        [49_999, 1],
        [49_999, 1],
        Outcome.NEEDS_GROUNDS,
        [(FULL, 50_000, 80_000), (LOWER, 50_000, 70_000), (GROUNDS, 0, 1)],
    ),
    "exactly 50 %, 2 of 5": (
        [49_999, 1],
        [49_998, 1, 1],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 50_000, 80_000), (LOWER, 50_000, 70_000), (HALF, 2, 3)],
    ),
    "one person short of 50 %, half of the municipalities": (
        [49_998, 1],
        [50_000, 1],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 49_999, 80_000), (LOWER, 49_999, 70_000), (FLOOR, 49_999, 50_000)],
    ),
    "one person short of 50 %, few municipalities: half matters only above 50": (
        [49_998, 1],
        [50_000, 1, 0, 0, 0],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 49_999, 80_000), (LOWER, 49_999, 70_000), (FLOOR, 49_999, 50_000)],
    ),
    "half of an odd number of residents": (
        [2, 0],
        [3, 0],
        Outcome.NOT_ELIGIBLE,
        [(FULL, 2, 4), (LOWER, 2, 4), (FLOOR, 2, 3)],
    ),
    "a lone city of 90 %": ([90], [10], Outcome.NOT_ELIGIBLE, [(TWO, 1, 2)]),
    "a lone city of 75 %": ([75], [25], Outcome.NOT_ELIGIBLE, [(TWO, 1, 2), (FULL, 75, 80)]),
    "a lone city of 60 %, 1 of 3": (
        [60],
        [30, 10],
        Outcome.NOT_ELIGIBLE,
        [(TWO, 1, 2), (FULL, 60, 80), (LOWER, 60, 70), (HALF, 1, 2)],
    ),
    "a lone city of 60 %, 1 of 2": (
        [60],
        [40],
        Outcome.NOT_ELIGIBLE,
        [(TWO, 1, 2), (FULL, 60, 80), (LOWER, 60, 70)],
    ),
    "nobody": (
        [],
        [60, 40],
        Outcome.NOT_ELIGIBLE,
        [(TWO, 0, 2), (FULL, 0, 80), (LOWER, 0, 70), (FLOOR, 0, 50)],
    ),
    "a county without municipalities": ([], [], Outcome.NOT_ELIGIBLE, [(TWO, 0, 2)]),
}
OF_THE_TABLE = pytest.mark.parametrize(
    ("covered", "others", "outcome", "reasons"), TABLE.values(), ids=TABLE.keys()
)


@OF_THE_TABLE
def test_without_special_grounds(covered, others, outcome, reasons):
    verdict = judge(consortium(covered, others), RULE)

    assert (verdict.outcome, list(verdict.reasons)) == (outcome, [Reason(*reason) for reason in reasons])


@OF_THE_TABLE
def test_special_grounds_help_only_where_they_are_needed(covered, others, outcome, reasons):
    verdict = judge(consortium(covered, others, special_grounds=True), RULE)

    if outcome is Outcome.NEEDS_GROUNDS:
        outcome = Outcome.ON_SPECIAL_GROUNDS
    assert verdict.outcome is outcome
    assert list(verdict.reasons) == [Reason(*reason) for reason in reasons if reason[0] is not GROUNDS]


def test_the_table_has_every_reason_and_every_outcome_of_a_rule():
    assert {reason[0] for row in TABLE.values() for reason in row[3]} == set(Code)
    assert {row[2] for row in TABLE.values()} == set(Outcome) - {
        Outcome.ON_SPECIAL_GROUNDS,
        Outcome.NO_RULE,
    }


@OF_THE_TABLE
def test_a_call_without_a_rule_counts_and_judges_nothing(covered, others, outcome, reasons):
    verdict = judge(consortium(covered, others), NO_RULE)

    assert (verdict.outcome, verdict.reasons) == (Outcome.NO_RULE, ())
    assert (verdict.covered_inhabitants, verdict.region_inhabitants) == (sum(covered), sum(covered + others))


@OF_THE_TABLE
def test_an_advisory_rule_gives_the_same_verdict(covered, others, outcome, reasons):
    advisory = Ruleset(name="coverage-2018", full=80, lower=70, floor=50, least_municipalities=2)

    facts = consortium(covered, others)
    assert judge(facts, advisory) == judge(facts, RULE)


def test_limits_are_the_call_s_own():
    rule = Ruleset(name="other", full=90, lower=60, floor=40, least_municipalities=3)

    verdict = judge(consortium([80, 5], [10, 5]), rule)

    assert verdict.reasons == (Reason(TWO, 2, 3), Reason(FULL, 85, 90))


def test_without_a_least_number_a_lone_municipality_is_judged_by_its_residents():
    rule = Ruleset(name="other", full=80, lower=70, floor=50, least_municipalities=None)

    assert judge(consortium([90], [10]), rule).outcome is Outcome.MEETS


@pytest.mark.parametrize(
    "limits",
    [
        {"full": 80},
        {"full": 80, "lower": 70},
        {"full": 70, "lower": 80, "floor": 50},
        {"full": 80, "lower": 50, "floor": 70},
        {"full": 101, "lower": 70, "floor": 50},
        {"full": 80, "lower": 70, "floor": -1},
        {"full": 80, "lower": 70, "floor": 50, "least_municipalities": -1},
    ],
    ids=str,
)
def test_limits_that_contradict_each_other_are_refused(limits):
    with pytest.raises(ValueError, match=r"limits|together|negative"):
        Ruleset(name="broken", **limits)
