"""Sums of a budget, in euros: by element, year, category and organisation, and in all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from applications.models import Application, BudgetLine

NOTHING = Decimal("0.00")


class Line(Protocol):
    """A line as the sums read it, stored or typed; `element` is the code."""

    element: str
    category: str
    year: int
    organisation_id: int | None
    asked_eur: Decimal
    self_financing_eur: Decimal
    other_public_eur: Decimal


@dataclass(frozen=True)
class Entry:
    """A stored line as the sums read it."""

    element: str
    category: str
    year: int
    organisation_id: int | None
    asked_eur: Decimal
    self_financing_eur: Decimal
    other_public_eur: Decimal


@dataclass(frozen=True)
class Amounts:
    """Where the money of some costs comes from, in euros."""

    asked_eur: Decimal = NOTHING
    self_financing_eur: Decimal = NOTHING
    other_public_eur: Decimal = NOTHING

    @property
    def costs_eur(self) -> Decimal:
        """All costs: what is asked, the own share and other public money."""
        return self.asked_eur + self.self_financing_eur + self.other_public_eur

    def plus(self, line: Line) -> "Amounts":
        """These amounts and a line's."""
        return Amounts(
            self.asked_eur + line.asked_eur,
            self.self_financing_eur + line.self_financing_eur,
            self.other_public_eur + line.other_public_eur,
        )


@dataclass(frozen=True)
class Sums:
    """A budget added up every way; whoever has no line has nothing."""

    all: Amounts
    by_element: dict[str, Amounts]
    by_year: dict[int, Amounts]
    by_category: dict[str, Amounts]
    by_organisation: dict[int | None, Amounts]

    def of_element(self, code: str) -> Amounts:
        """What one element costs."""
        return self.by_element.get(code, Amounts())


def lines_of(application: Application) -> list[BudgetLine]:
    """The budget's lines in reading order."""
    lines = application.budget_lines.select_related("element", "organisation")
    return list(lines.order_by("element__order", "year", "category", "pk"))


def sums_of(lines: Iterable[BudgetLine]) -> Sums:
    """Stored lines added up."""
    return add_up([entry_of(line) for line in lines])


def entry_of(line: BudgetLine) -> Entry:
    """A stored line as the sums read it."""
    return Entry(
        element=line.element.code,
        category=line.category,
        year=line.year,
        organisation_id=line.organisation_id,
        asked_eur=line.asked_eur,
        self_financing_eur=line.self_financing_eur,
        other_public_eur=line.other_public_eur,
    )


def add_up(lines: Iterable[Line]) -> Sums:
    """Lines added up, to the cent."""
    known = list(lines)
    total = Amounts()
    for line in known:
        total = total.plus(line)
    return Sums(
        all=total,
        by_element=grouped(known, lambda line: line.element),
        by_year=grouped(known, lambda line: line.year),
        by_category=grouped(known, lambda line: line.category),
        by_organisation=grouped(known, lambda line: line.organisation_id),
    )


def grouped(lines: Iterable[Line], key: Callable[[Line], Any]) -> dict[Any, Amounts]:
    """The amounts of each group."""
    found: dict[Any, Amounts] = {}
    for line in lines:
        found[key(line)] = found.get(key(line), Amounts()).plus(line)
    return found
