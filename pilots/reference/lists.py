"""What a call's file gives to its officials: by what its cases are reviewed, with points and weights."""

from collections.abc import Callable
from typing import Any

from pilots.reference import values
from pilots.reference.notices import texts
from pilots.reference.rows import Row
from pilots.reference.toml import Section

MOST_POINTS, MOST_WEIGHT = 20, 10


def read_lists(call: Section, slug: str) -> dict[str, list[Row]]:
    """Return the rows of every list by its table; their order is the order in the file."""
    return {
        table: [
            _row(call, slug, header, code, order)
            for order, code in enumerate(call.take(header, dict, default={}), 1)
        ]
        for header, (table, _read) in READERS.items()
    }


def _row(call: Section, slug: str, header: str, code: str, order: int) -> Row:
    section = Section(call.file, call.content, call.values[header][code], header=f"{header}.{code}")
    try:
        values.slug(code)
    except ValueError as error:
        raise section.broken(f"its code {error}") from None
    found = {"code": code, "order": order, **READERS[header][1](section)}
    section.finish()
    return Row(call.file, section.line, (slug, code), found)


def _review_criterion(section: Section) -> dict[str, Any]:
    return {
        **texts(section, "name"),
        **texts(section, "hint", optional=True),
        "most": section.number("most", least=1, most=MOST_POINTS),
        "weight": section.number("weight", least=1, most=MOST_WEIGHT),
    }


READERS: dict[str, tuple[str, Callable[[Section], dict[str, Any]]]] = {
    "review": ("review_criteria", _review_criterion),
}
