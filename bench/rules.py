"""The rules themselves: pure verdicts, and the exact search for the fewest additions."""

from collections.abc import Iterator
from dataclasses import replace

from bench.measuring import Line, side_by_side
from eligibility import Facts, fewest_additions, judge
from pilots.models import Call
from pilots.queries import blocks_of, county_of, regions_of, ruleset_of

MICROSECONDS, MILLISECONDS = 1_000_000, 1000
SHORT = 0.01


def lines() -> Iterator[Line]:
    """Every county of the practice call; the slowest one counts."""
    call = Call.objects.select_related("rule").get(slug="practice")
    rules = ruleset_of(call)
    facts, blocks = {}, {}
    for region in regions_of(call):
        blocks[region.name_fi] = blocks_of(call, region)
        facts[region.name_fi] = covered_by_half(county_of(call, region).facts(covered=()))
    verdicts = side_by_side(
        {name: lambda one=one: judge(one, rules) for name, one in facts.items()}, seconds=SHORT
    )
    slowest = max(verdicts, key=verdicts.__getitem__)
    yield Line(
        "pure verdict, one county", verdicts[slowest] * MICROSECONDS, 10, f"the slowest: {slowest}", "µs"
    )
    empty = {name: replace(one, covered=frozenset()) for name, one in facts.items()}
    searches = side_by_side(
        {
            name: lambda one=one, name=name: fewest_additions(one, rules, blocks[name].values())
            for name, one in empty.items()
        },
        seconds=SHORT,
    )
    slowest = max(searches, key=searches.__getitem__)
    yield Line(
        "fewest additions, exact, with joint authorities",
        searches[slowest] * MILLISECONDS,
        50,
        f"the slowest of {len(searches)} counties: {slowest}",
        "ms",
    )


def covered_by_half(facts: Facts) -> Facts:
    """Every other municipality takes part."""
    return replace(facts, covered=frozenset(sorted(facts.inhabitants)[::2]), special_grounds=True)
