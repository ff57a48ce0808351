"""What would close the gap: the fewest municipalities to add for each way to qualify, found exactly."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from eligibility.facts import Facts, Tally
from eligibility.figures import half_rounded_up, least_inhabitants
from eligibility.joining import Joiner, joiners
from eligibility.ruleset import Ruleset

OUT_OF_REACH = -1


class Way(StrEnum):
    """The ways to qualify; the last two also take special grounds."""

    MEETS = "meets"
    GROUNDS = "grounds"
    GROUNDS_WITH_HALF = "grounds_with_half"


@dataclass(frozen=True, slots=True)
class Addition:
    """The fewest municipalities to add for one way, an example, and the residents then above the limit.

    `add` and `margin` are None where the way is closed whoever joins (a county of too few municipalities).
    """

    way: Way
    add: int | None
    municipalities: tuple[str, ...]
    margin: int | None

    def as_json(self) -> dict[str, Any]:
        return {
            "way": self.way.value,
            "add": self.add,
            "municipalities": list(self.municipalities),
            "margin": self.margin,
        }


def fewest_additions(
    facts: Facts, ruleset: Ruleset, blocks: Iterable[frozenset[str]] = ()
) -> tuple[Addition, ...]:
    """Tell for each way how few municipalities would do; nothing where the call has no coverage rule.

    What is still missing of a block comes in whole, and so do municipalities known only together. Raises
    FiguresMissing as judging does. Among equally few the example brings the most residents; among equals
    it takes the largest first, then the smallest code.
    """
    limits = ruleset.limits
    if limits is None:
        return ()
    tally = facts.tally()
    full, lower, floor = limits
    least = ruleset.least_municipalities or 0
    half = max(least, half_rounded_up(tally.region_municipalities))
    candidates = joiners(facts, blocks)
    most = _most_residents(candidates)
    return tuple(
        _addition(
            way, tally, percent=percent, municipalities=municipalities, candidates=candidates, most=most
        )
        for way, percent, municipalities in (
            (Way.MEETS, full, least),
            (Way.GROUNDS, lower, least),
            (Way.GROUNDS_WITH_HALF, floor, half),
        )
    )


def _addition(
    way: Way,
    tally: Tally,
    *,
    percent: int,
    municipalities: int,
    candidates: list[Joiner],
    most: list[list[int]],
) -> Addition:
    limit = least_inhabitants(percent, tally.region_inhabitants)
    for add, residents in enumerate(most[0]):
        if residents == OUT_OF_REACH or tally.covered_municipalities + add < municipalities:
            continue
        margin = tally.covered_inhabitants + residents - limit
        if margin >= 0:
            return Addition(way, add, _example(add, candidates, most), margin)
    return Addition(way, None, (), None)


def _most_residents(candidates: list[Joiner]) -> list[list[int]]:
    """Tabulate [i][k]: the most residents that exactly k municipalities of candidates[i:] can bring.

    Both conditions of a way (residents, municipalities) only grow with what is added, so for each k the most
    residents decide whether k is enough: the first k that is enough is the fewest, blocks or no blocks.
    """
    every = sum(len(joiner.codes) for joiner in candidates)
    table = [[0] + [OUT_OF_REACH] * every]
    for joiner in reversed(candidates):
        without = table[-1]
        row = without.copy()
        size = len(joiner.codes)
        for count in range(size, every + 1):
            rest = without[count - size]
            if rest != OUT_OF_REACH and rest + joiner.inhabitants > row[count]:
                row[count] = rest + joiner.inhabitants
        table.append(row)
    table.reverse()
    return table


def _example(count: int, candidates: list[Joiner], most: list[list[int]]) -> tuple[str, ...]:
    """Walk the table back, taking a candidate whenever that loses no resident."""
    codes: list[str] = []
    for joiner, (row, without) in zip(candidates, pairwise(most), strict=True):
        size = len(joiner.codes)
        if size > count or without[count - size] == OUT_OF_REACH:
            continue
        if without[count - size] + joiner.inhabitants == row[count]:
            codes.extend(joiner.codes)
            count -= size
    return tuple(codes)
