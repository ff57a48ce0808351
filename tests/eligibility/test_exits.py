"""Whose leaving changes the answer, and to what."""

import pytest

from eligibility import Facts, FiguresMissing, Outcome, pivotal
from tests.eligibility.counties import KEUSOTE, NO_RULE, RULE, facts_of

UUSIMAA = {"Keusote": KEUSOTE, "Helsinki": {"091"}, "Vantaa": {"092"}, "Espoo": {"049"}}


def consortium(members, region="01"):
    return facts_of(region, 2016, frozenset().union(*members.values()))


def test_in_uusimaa_everyone_s_exit_ends_the_pilot():
    assert pivotal(consortium(UUSIMAA), RULE, UUSIMAA) == {
        "Keusote": Outcome.NOT_ELIGIBLE,
        "Helsinki": Outcome.NOT_ELIGIBLE,
        "Vantaa": Outcome.NOT_ELIGIBLE,
        "Espoo": Outcome.NOT_ELIGIBLE,
    }


@pytest.mark.parametrize(
    ("special_grounds", "without_the_small"),
    [(False, Outcome.NEEDS_GROUNDS), (True, Outcome.ON_SPECIAL_GROUNDS)],
    ids=["no grounds given", "grounds given"],
)
def test_what_an_exit_leads_to_depends_on_the_size_of_who_leaves(special_grounds, without_the_small):
    members = {"large": {"001"}, "middling": {"002"}, "small": {"003"}}
    facts = Facts(
        inhabitants={"001": 50, "002": 25, "003": 5, "004": 20},
        covered=frozenset({"001", "002", "003"}),
        special_grounds=special_grounds,
    )

    assert pivotal(facts, RULE, members) == {
        "large": Outcome.NOT_ELIGIBLE,
        "middling": without_the_small,
        "small": without_the_small,
    }


def test_a_municipality_covered_through_another_member_stays():
    members = {"Kouvola": {"286"}, "Kotka": {"285"}, "authority": {"285", "286"}}

    assert pivotal(consortium(members, "08"), RULE, members) == {}
    assert pivotal(consortium(members, "08"), RULE, {"Kouvola": {"286"}, "authority": {"285", "286"}}) == {
        "authority": Outcome.NOT_ELIGIBLE
    }


def test_members_who_make_no_difference_are_left_out():
    members = UUSIMAA | {"Hanko": {"078"}, "Kruunupyy": {"288"}, "nobody's": set()}

    assert set(pivotal(consortium(members), RULE, members)) == set(UUSIMAA)


def test_members_who_can_only_leave_together_change_nothing_alone():
    members = {"first": {"001"}, "second": {"002"}, "third": {"003"}}
    facts = Facts(inhabitants={"001": 90, "002": 5, "003": 5}, covered=frozenset({"001", "002", "003"}))

    assert pivotal(facts, RULE, members) == {"first": Outcome.NOT_ELIGIBLE}


def test_without_a_rule_nobody_is_pivotal():
    assert pivotal(consortium(UUSIMAA), NO_RULE, UUSIMAA) == {}


def test_an_exit_that_splits_a_pair_known_only_together_cannot_be_judged():
    members = {"Pori": {"609"}, "Kankaanpää": {"214"}, "Honkajoki": {"099"}}

    assert pivotal(consortium(members, "04"), RULE, members) == {"Kankaanpää": None, "Honkajoki": None}
    with pytest.raises(FiguresMissing):
        pivotal(facts_of("04", 2016, {"609", "214"}), RULE, members)
