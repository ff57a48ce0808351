"""The country of a call at a glance: every county with its cases, on the map and in the table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from applications.workflow import State
from decisions.queries.standing import Standing, squares_of
from decisions.wording import STATES
from pilots.models import Region
from ui.country import Shape, Square
from ui.formatting import euros
from ui.tables import CellsTable, Column
from ui.templatetags.ui import tag

ALAND = "21"
# A county stands where the case furthest behind stands; the fills grow darker towards the decision.
STANDS: tuple[tuple[str, Any, frozenset[State]], ...] = (
    ("plain", STATES[State.SUBMITTED][1], frozenset({State.SUBMITTED})),
    ("lines", STATES[State.SUPPLEMENT_REQUESTED][1], frozenset({State.SUPPLEMENT_REQUESTED})),
    ("dots", STATES[State.UNDER_REVIEW][1], frozenset({State.UNDER_REVIEW, State.RE_EXAMINED})),
    ("mid", STATES[State.PROPOSED][1], frozenset({State.PROPOSED, State.RE_PROPOSED})),
    ("dark", STATES[State.DECIDED][1], frozenset({State.DECIDED})),
    ("away", gettext_lazy("No case, withdrawn or ended"), frozenset()),
)


@dataclass(frozen=True)
class CountryMap:
    """Ready to be drawn: the shapes, the key of the fills with the counties' numbers, and the table."""

    shapes: list[Shape]
    legend: list[tuple[str, Any, str]]
    table: CellsTable


def maps_of(standings: Sequence[Standing]) -> dict[int, CountryMap]:
    """By call; one query for the squares of all of them, none where there is nothing to draw."""
    if not standings:
        return {}
    squares = squares_of()
    return {one.call.pk: map_of(one, squares[one.call.division]) for one in standings}


def map_of(standing: Standing, squares: dict[str, tuple[Region, frozenset[Square]]]) -> CountryMap:
    """Counties that have cases or may have one, numbered in the order of their codes."""
    shown = [code for code in sorted(squares) if code != ALAND or code in standing.counties]
    numbers = {code: str(place) for place, code in enumerate(shown, start=1)}
    fills = {code: fill_of(standing, code) for code in shown}
    keys: dict[str, list[str]] = {}
    for code in shown:
        keys.setdefault(fills[code], []).append(numbers[code])
    return CountryMap(
        [Shape(squares[code][1], fills[code], numbers[code]) for code in shown],
        [(fill, words, ", ".join(keys[fill])) for fill, words, _states in STANDS if fill in keys],
        table_of(standing, [(numbers[code], squares[code][0]) for code in shown]),
    )


def fill_of(standing: Standing, code: str) -> str:
    county = standing.counties.get(code)
    states = set(county.states) if county else set()
    return next((fill for fill, _words, among in STANDS if among & states), "away")


def table_of(standing: Standing, counties: Sequence[tuple[str, Region]]) -> CellsTable:
    """The same in figures, with links to the cases of each county."""
    address, call = reverse("admin:cases"), standing.call
    columns = (Column(_("County")), Column(_("Cases by state")), Column(_("Asked"), number=True))
    rows = []
    for key, region in counties:
        county = standing.counties.get(region.pk)
        if county is None:
            rows.append((format_html('<span class="key">{}</span> {}', key, region.name), "–", "–"))
            continue
        link = format_html(
            '<span class="key">{}</span> <a href="{}?call={}&amp;county={}">{}</a>',
            key, address, call.slug, region.pk, region.name,
        )  # fmt: skip
        rows.append((link, tags_of(county.states), euros(county.asked_eur)))
    return CellsTable(_("Cases by county"), columns, rows)


def tags_of(states: dict[State, int]) -> Any:
    """The states in the order of a case's life; how many, where more than one."""
    tags = [
        format_html("{} {}", tag(*STATES[state]), states[state] if states[state] > 1 else "")
        for state in STATES
        if states.get(state)
    ]
    return format_html("{}" * len(tags), *tags)
