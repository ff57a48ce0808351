"""Equal treatment: the same ground, the same outcome? Whatever departs from its group is named with its reasons."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

Facts = dict[str, Any]
# Where a group is evenly divided, the more favourable outcome is the usual one: the other has to be explained.
ORDER = ("granted", "partly", "refused", "unexamined", "lapsed")


def groups_of(cases: list[Facts]) -> list[Facts]:
    """Groups of the same ground in a memo's cases: the same reason of the library, and in each element the same verdict
    on coverage. Each with its outcomes counted, the usual one, and those that depart from it.
    """
    groups: dict[tuple[str, str, str], list[tuple[Facts, Facts]]] = {}
    for case, element in judged(cases):
        if element["reason_key"]:
            groups.setdefault(("reason", element["reason_key"], ""), []).append((case, element))
        groups.setdefault(("verdict", case["verdict"], element["code"]), []).append((case, element))
    return [group_of(key, rows) for key, rows in sorted(groups.items())]


def judged(cases: list[Facts]) -> Iterator[tuple[Facts, Facts]]:
    """Every element for which something is proposed."""
    for case in cases:
        for element in case["elements"]:
            if element["outcome"]:
                yield case, element


def group_of(key: tuple[str, str, str], rows: list[tuple[Facts, Facts]]) -> Facts:
    """One group; its exceptions in the order of the cases."""
    kind, ground, _code = key
    counted = Counter(element["outcome"] for _case, element in rows)
    usual = min(counted, key=lambda outcome: (-counted[outcome], ORDER.index(outcome)))
    first = rows[0][1]
    return {
        "kind": kind,
        "ground": ground,
        "name": first["reason"] if kind == "reason" else first["name"],
        "count": len(rows),
        "outcomes": [[outcome, counted[outcome]] for outcome in ORDER if counted[outcome]],
        "usual": usual,
        "exceptions": [exception_of(*row) for row in rows if row[1]["outcome"] != usual],
    }


def exception_of(case: Facts, element: Facts) -> Facts:
    """What departs from its group, and why."""
    whole = case["resolution"] != "elements"
    return {
        "case_number": case["case_number"],
        "county": case["county"],
        "lead": case["lead"],
        "language": case["language"],
        "element": element["name"],
        "outcome": element["outcome"],
        "reasons": case["resolution_reasons"] if whole else element["reasons"],
    }
