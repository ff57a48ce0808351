"""Sums of a budget, in euros: by element, by year, by organisation, and in all."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from applications.models import Application, BudgetLine

NOTHING = Decimal("0.00")


@dataclass(frozen=True)
class Sums:
    """Asked and self-financed euros of a budget."""

    asked_eur: Decimal
    self_financing_eur: Decimal
    by_element: dict[str, Decimal]
    by_year: dict[int, Decimal]
    by_organisation: dict[int | None, Decimal]


def lines_of(application: Application) -> list[BudgetLine]:
    """The budget's lines in reading order."""
    lines = application.budget_lines.select_related("element", "organisation")
    return list(lines.order_by("element__order", "year", "category", "pk"))


def sums_of(lines: list[BudgetLine]) -> Sums:
    """Add the lines up."""
    by_element: dict[str, Decimal] = defaultdict(lambda: NOTHING)
    by_year: dict[int, Decimal] = defaultdict(lambda: NOTHING)
    by_organisation: dict[int | None, Decimal] = defaultdict(lambda: NOTHING)
    for line in lines:
        by_element[line.element.code] += line.asked_eur
        by_year[line.year] += line.asked_eur
        by_organisation[line.organisation_id] += line.asked_eur
    return Sums(
        asked_eur=sum((line.asked_eur for line in lines), NOTHING),
        self_financing_eur=sum((line.self_financing_eur for line in lines), NOTHING),
        by_element=dict(by_element),
        by_year=dict(by_year),
        by_organisation=dict(by_organisation),
    )
