"""The sums of a budget as the page's tables: what is asked by element and year, and where all money comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from applications.models import BudgetLine, ElementPlan
from applications.queries.budget import Amounts, Line, Sums, add_up


@dataclass(frozen=True)
class Group:
    """Sums that belong together under a heading."""

    name: str
    rows: list[tuple[str, Amounts]]


def tables_of(
    lines: Iterable[Line], plans: Iterable[ElementPlan], names: Mapping[int, str]
) -> dict[str, object]:
    """Both tables, in euros; `names` are the organisations' by their ids."""
    known, chosen = list(lines), list(plans)
    sums = add_up(known)
    years = sorted(sums.by_year)
    return {
        "years": years,
        "rows": [asked_row(plan, known, years) for plan in chosen],
        "by_year": [sums.by_year[year].asked_eur for year in years],
        "all": sums.all,
        "groups": groups_of(sums, chosen, names),
    }


def asked_row(plan: ElementPlan, lines: list[Line], years: list[int]) -> dict[str, object]:
    """What is asked for one element, year by year, and the smallest sum that would do."""
    own = add_up([line for line in lines if line.element == plan.element.code])
    by_year: list[Decimal] = [own.by_year.get(year, Amounts()).asked_eur for year in years]
    return {
        "name": plan.element.name,
        "by_year": by_year,
        "asked_eur": own.all.asked_eur,
        "smallest_eur": plan.smallest_eur,
        "too_little": plan.smallest_eur is not None and plan.smallest_eur > own.all.asked_eur,
    }


def groups_of(sums: Sums, plans: list[ElementPlan], names: Mapping[int, str]) -> list[Group]:
    """By element, year, category and organisation; only what has lines, but every chosen element."""
    labels = dict(BudgetLine.Category.choices)
    owners = sorted(sums.by_organisation, key=lambda pk: (pk is not None, names.get(pk, "")))
    return [
        Group(_("Element"), [(plan.element.name, sums.of_element(plan.element.code)) for plan in plans]),
        Group(_("Year"), [(str(year), sums.by_year[year]) for year in sorted(sums.by_year)]),
        Group(
            _("Category"),
            [(str(labels[key]), sums.by_category[key]) for key in labels if key in sums.by_category],
        ),
        Group(
            _("Organisation"),
            [(_("common") if pk is None else names.get(pk, "–"), sums.by_organisation[pk]) for pk in owners],
        ),
    ]
