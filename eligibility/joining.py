"""Who can still join, and with whom: blocks and municipalities known only together come in whole."""

from collections.abc import Iterable
from typing import NamedTuple

from eligibility.facts import Facts


class Joiner(NamedTuple):
    """Municipalities that join only all at once, largest first; one alone is the common case."""

    codes: tuple[str, ...]
    inhabitants: int


def joiners(facts: Facts, blocks: Iterable[frozenset[str]]) -> list[Joiner]:
    """List what can still join the consortium, largest first, then by code; covers nothing twice."""
    absent = facts.municipalities - facts.covered
    sizes = {code: together for group, together in facts.known_sums.items() for code in group}
    sizes |= {code: figure for code, figure in facts.inhabitants.items() if figure is not None}
    groups = _connected(absent, (frozenset(block) & absent for block in (*blocks, *facts.known_sums)))
    found = [
        Joiner(tuple(sorted(group, key=lambda code: (-sizes[code], code))), facts.inhabitants_of(group))
        for group in groups
    ]
    return sorted(found, key=lambda joiner: (-joiner.inhabitants, joiner.codes))


def _connected(codes: frozenset[str], links: Iterable[frozenset[str]]) -> set[frozenset[str]]:
    """Merge links that share a municipality: whoever belongs to two blocks draws in both."""
    groups = {code: frozenset({code}) for code in codes}
    for link in links:
        merged = link.union(*(groups[code] for code in link))
        groups |= dict.fromkeys(merged, merged)
    return set(groups.values())
