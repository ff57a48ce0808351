"""Shares as they are shown, and verdicts as they are stored."""

import json
import pickle

import pytest

from eligibility import (
    Addition,
    Code,
    Facts,
    FiguresMissing,
    Outcome,
    Reason,
    Ruleset,
    Verdict,
    Way,
    cut_share,
    judge,
    least_inhabitants,
    share,
)
from tests.eligibility.counties import KEUSOTE, NO_RULE, RULE, facts_of


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (799_999, 1_000_000, "79.99"),
        (79_999_999, 100_000_000, "79.99"),
        (8, 10, "80.00"),
        (1, 3, "33.33"),
        (2, 3, "66.66"),
        (1, 2_000, "0.05"),
        (1, 1_638_293, "0.00"),
        (0, 100, "0.00"),
        (0, 0, "0.00"),
        (7, 7, "100.00"),
        (1_049_206, 1_638_293, "64.04"),
    ],
)
def test_a_share_is_cut_and_never_rounded_up(part, whole, shown):
    assert cut_share(part, whole) == shown == share(part, whole)


@pytest.mark.parametrize(
    ("percent", "whole", "least"),
    [(80, 100, 80), (80, 99, 80), (80, 101, 81), (50, 5, 3), (70, 138_822, 97_176), (80, 0, 0), (0, 9, 0)],
)
def test_the_least_number_of_residents(percent, whole, least):
    assert least_inhabitants(percent, whole) == least


STORED = {
    "outcome": "not_eligible",
    "covered_inhabitants": 1_049_206,
    "region_inhabitants": 1_638_293,
    "covered_municipalities": 8,
    "region_municipalities": 26,
    "share": "64.04",
    "reasons": [
        {"code": "coverage_below_full", "actual": 1_049_206, "limit": 1_310_635},
        {"code": "coverage_below_lower", "actual": 1_049_206, "limit": 1_146_806},
        {"code": "fewer_than_half_of_municipalities", "actual": 8, "limit": 13},
    ],
}


def test_a_verdict_is_stored_as_codes_and_numbers_in_one_order():
    verdict = judge(facts_of("01", 2016, KEUSOTE | {"091", "092"}), RULE)

    assert json.dumps(verdict.as_json()) == json.dumps(STORED)


def test_a_stored_verdict_comes_back_whole():
    assert Verdict.from_json(json.loads(json.dumps(STORED))) == Verdict(
        Outcome.NOT_ELIGIBLE,
        (
            Reason(Code.COVERAGE_BELOW_FULL, actual=1_049_206, limit=1_310_635),
            Reason(Code.COVERAGE_BELOW_LOWER, actual=1_049_206, limit=1_146_806),
            Reason(Code.FEWER_THAN_HALF_OF_MUNICIPALITIES, actual=8, limit=13),
        ),
        covered_inhabitants=1_049_206,
        region_inhabitants=1_638_293,
        covered_municipalities=8,
        region_municipalities=26,
    )


def test_a_stored_share_that_contradicts_its_numbers_is_refused():
    with pytest.raises(ValueError, match="contradicts"):
        Verdict.from_json(STORED | {"share": "64.05"})


def test_an_unknown_code_is_refused():
    with pytest.raises(ValueError, match="perhaps"):
        Verdict.from_json(STORED | {"outcome": "perhaps"})


@pytest.mark.parametrize(("region", "covered"), [("01", KEUSOTE), ("04", {"609", "214", "099"}), ("16", ())])
def test_stored_facts_and_rule_give_the_same_verdict_again(region, covered):
    facts = facts_of(region, 2016, covered, special_grounds=True)
    stored = json.loads(json.dumps({"facts": facts.as_json(), "ruleset": RULE.as_json()}))

    assert Facts.from_json(stored["facts"]) == facts
    assert Ruleset.from_json(stored["ruleset"]) == RULE
    assert judge(Facts.from_json(stored["facts"]), Ruleset.from_json(stored["ruleset"])) == judge(facts, RULE)


def test_no_rule_is_stored_too():
    assert Ruleset.from_json(NO_RULE.as_json()) == NO_RULE


def test_a_closed_way_is_stored_as_closed():
    assert Addition(Way.MEETS, None, (), None).as_json() == {
        "way": "meets",
        "add": None,
        "municipalities": [],
        "margin": None,
    }


def test_missing_figures_survive_a_journey_between_processes():
    assert pickle.loads(pickle.dumps(FiguresMissing({"214", "099"}))).municipalities == ("099", "214")
