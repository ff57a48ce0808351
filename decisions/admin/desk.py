"""The desk: what waits for this official first, then how each call stands and what money is left."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.admin.country import maps_of
from decisions.admin.waiting import waits_for
from decisions.queries.standing import Standing, standings
from decisions.wording import STATES
from ui.parts import MoneyBar, MoneyPart


def desk(request: HttpRequest) -> HttpResponse:
    """The officials' first page; calls with undecided cases come first, with their map."""
    calls: list[dict[str, Any]] = []
    if may_everywhere(request.user, Act.LIST_CASES):
        found = sorted(standings(), key=lambda one: not one.is_under_way)
        calls = glances_of(found, mapped=[one for one in found if one.is_under_way])
    return render(request, "desk/index.html", {"tasks": waits_for(request), "calls": calls})


def glances_of(found: Sequence[Standing], *, mapped: Sequence[Standing]) -> list[dict[str, Any]]:
    """Calls as pages draw them, some of them with their map."""
    maps = maps_of(mapped)
    return [
        {
            "standing": one,
            "bar": bar_of(one),
            "ident": f"money-{one.call.slug}",
            "states": states_of(one),
            "map": maps.get(one.call.pk),
            "map_ident": f"map-{one.call.slug}",
        }
        for one in found
    ]


def bar_of(one: Standing) -> MoneyBar | None:
    """Where the money of a call is; None while no appropriation has been set."""
    money = one.appropriation
    if money is None:
        return None
    parts = [
        MoneyPart("1", _("Committed"), money.committed_eur, 1),
        MoneyPart("2", _("Proposed"), one.proposed_eur, 2),
        MoneyPart("3", _("Kept in reserve"), money.reserve_eur, 3),
        MoneyPart("4", _("Left"), one.left_eur, 0),
    ]
    return MoneyBar(money.total_eur, parts)


def states_of(one: Standing) -> list[tuple[str, object, int, str]]:
    """How many cases stand where, in the order of a case's life, each with the list that shows them."""
    address = reverse("admin:cases")
    return [
        (
            STATES[state][0],
            STATES[state][1],
            one.states[state],
            f"{address}?call={one.call.slug}&state={state.value}",
        )
        for state in STATES
        if one.states.get(state)
    ]
