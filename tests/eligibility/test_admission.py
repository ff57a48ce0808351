"""What a binding and an advisory rule let through, read aloud."""

from dataclasses import replace

import pytest

from eligibility import Facts, judge
from eligibility.admission import hurdles
from tests.eligibility.counties import NO_RULE, RULE

ADVISORY = replace(RULE, name="coverage-2018", binding=False)

# residents by municipality; the first two are covered
CONSORTIA = {
    "80 %": {"001": 75, "002": 5, "003": 10, "004": 10},
    "75 %": {"001": 70, "002": 5, "003": 15, "004": 10},
    "60 %, 2 of 5": {"001": 55, "002": 5, "003": 15, "004": 15, "005": 10},
    "40 %": {"001": 35, "002": 5, "003": 60},
}

# consortium, grounds given, confirmed: hurdles under the binding rule, under the advisory rule
TABLE = [
    ("80 %", False, False, [], []),
    ("75 %", True, False, [], ["confirmation_missing"]),
    ("75 %", True, True, [], []),
    ("75 %", False, True, ["grounds_missing"], ["grounds_missing"]),
    ("75 %", False, False, ["grounds_missing"], ["grounds_missing", "confirmation_missing"]),
    ("60 %, 2 of 5", True, True, ["not_eligible"], []),
    ("60 %, 2 of 5", False, True, ["not_eligible"], ["grounds_missing"]),
    ("40 %", True, True, ["not_eligible"], []),
    ("40 %", True, False, ["not_eligible"], ["confirmation_missing"]),
]


@pytest.mark.parametrize(("consortium", "grounds", "confirmed", "binding", "advisory"), TABLE)
def test_hurdles(consortium, grounds, confirmed, binding, advisory):
    facts = Facts(
        inhabitants=CONSORTIA[consortium], covered=frozenset({"001", "002"}), special_grounds=grounds
    )

    for rule, expected in ((RULE, binding), (ADVISORY, advisory)):
        assert list(hurdles(judge(facts, rule), rule, grounds=grounds, confirmed=confirmed)) == expected


@pytest.mark.parametrize("rule", [RULE, ADVISORY], ids=["binding", "advisory"])
def test_a_lone_municipality_is_let_through_by_neither(rule):
    verdict = judge(Facts(inhabitants={"001": 90, "002": 10}, covered=frozenset({"001"})), rule)

    assert hurdles(verdict, rule, grounds=True, confirmed=True) == ("too_few_municipalities",)


def test_a_call_without_a_rule_lets_a_lone_municipality_through():
    verdict = judge(Facts(inhabitants={"001": 9, "002": 91}, covered=frozenset({"001"})), NO_RULE)

    assert hurdles(verdict, NO_RULE, grounds=False, confirmed=False) == ()
