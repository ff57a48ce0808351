"""The figures of a package as tables: money by element, coverage without the member and with it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from applications.exports.figures import euros, number, share
from applications.exports.wording import saying


@dataclass(frozen=True)
class Table:
    """A table with its caption; the first `words` columns are text, the others figures; `total` marks a last sum."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1
    total: bool = False


def tables_of(facts: dict[str, Any], language: str) -> list[Table]:
    """The tables that stand behind the grounds."""
    money = [money_table(facts, language)] if facts["elements"] else []
    return [*money, coverage_table(facts, language)]


def money_table(facts: dict[str, Any], language: str) -> Table:
    """What is asked for, and what of it is this member's; amounts in euros."""
    say = saying(language)
    columns = ("asked_eur", "own_asked_eur", "own_self_financing_eur")
    rows = [
        (
            one["name"][language],
            say("table.yes") if one["takes_part"] else say("table.no"),
            *(euros(one[key]) for key in columns),
            euros(one["smallest_eur"]) if one["smallest_eur"] is not None else say("document.nothing"),
        )
        for one in facts["elements"]
    ]
    sums = [sum((Decimal(one[key]) for one in facts["elements"]), Decimal(0)) for key in columns]
    heads = ("element", "takes_part", "asked", "own_asked", "own_self_financing", "smallest")
    total = (say("table.total"), "", *(euros(amount) for amount in sums), "")
    return Table(
        say("table.money"), tuple(say(f"table.{key}") for key in heads), (*rows, total), words=2, total=True
    )


def coverage_table(facts: dict[str, Any], language: str) -> Table:
    """Four coverages with every figure."""
    say = saying(language)
    rows = []
    for group in ("confirmed", "invited"):
        for side in ("without", "including"):
            one, name = facts["coverage"][group][side], say(f"table.{group}_{side}")
            if one is None:
                rows.append((name, say("table.unknown"), "", "", ""))
                continue
            rows.append(
                (
                    name,
                    say(f"outcome.{one['outcome']}"),
                    share(one["share"]),
                    f"{number(one['covered_inhabitants'])} / {number(one['region_inhabitants'])}",
                    f"{one['covered_municipalities']} / {one['region_municipalities']}",
                )
            )
    heads = ("group", "outcome", "share", "inhabitants", "municipalities")
    return Table(say("table.coverage"), tuple(say(f"table.{key}") for key in heads), tuple(rows), words=2)
