"""Whose leaving would change the answer: what a consortium has to know before a member withdraws."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from eligibility.facts import Facts, FiguresMissing
from eligibility.judging import judge
from eligibility.ruleset import Ruleset
from eligibility.verdict import Outcome

Who = TypeVar("Who", bound=Hashable)


def pivotal(
    facts: Facts, ruleset: Ruleset, members: Mapping[Who, Iterable[str]]
) -> dict[Who, Outcome | None]:
    """Tell whose exit changes the outcome, and to what; members in their given order.

    `members` maps each member to the codes covered through it; a municipality covered through another member
    too stays. None stands for an exit after which the consortium cannot be judged, because it would split
    municipalities known only together. Raises FiguresMissing where the consortium as it is cannot be judged.
    """
    if ruleset.limits is None:
        return {}
    present = judge(facts, ruleset).outcome
    through = {who: frozenset(codes) for who, codes in members.items()}
    times = Counter(code for codes in through.values() for code in codes)
    changes: dict[Who, Outcome | None] = {}
    for who, codes in through.items():
        leaving = {code for code in codes if times[code] == 1}
        after = _outcome_without(leaving, facts, ruleset)
        if after is not present:
            changes[who] = after
    return changes


def _outcome_without(leaving: set[str], facts: Facts, ruleset: Ruleset) -> Outcome | None:
    try:
        return judge(replace(facts, covered=facts.covered - leaving), ruleset).outcome
    except FiguresMissing:
        return None
