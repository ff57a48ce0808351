"""A call's round on one page: its money, its cases by state, and the pages on which the whole round is worked on."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.admin import bulk_deciding, conditions, handlings, memos, scenario_page, scenarios
from decisions.admin.desk import glances_of
from decisions.admin.doors import Door
from decisions.admin.lists import DeskList
from decisions.admin.round_access import call_for
from decisions.queries.standing import standings
from pilots.models import Call


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every call that has cases or is published, newest first."""
    if not may_everywhere(request.user, Act.LIST_CASES):
        raise PermissionDenied(_("Your role does not allow this."))
    calls = list(Call.objects.published().order_by("-closes_at", "pk"))
    return render(request, "desk/rounds.html", {"rounds": glances_of(standings(calls), mapped=())})


@require_safe
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    """The round at a glance."""
    call = call_for(request, slug, Act.LIST_CASES)
    found = standings([call])
    (glance,) = glances_of(found, mapped=found)
    context = {"call": call, "round": glance, "doors": doors_of(request, call)}
    return render(request, "desk/round.html", context)


def doors_of(request: HttpRequest, call: Call) -> list[Door]:
    """The pages of the round that this person may open; whoever adds one adds its door here."""
    listed = f"{reverse('admin:cases')}?call={call.slug}"
    return [
        Door(_("Cases of the call"), listed),
        *(
            Door(words, reverse(f"admin:{name}", args=[call.slug]))
            for act, name, words in (
                (Act.READ_SCENARIO, "scenarios", _("Scenarios")),
                (Act.DECIDE, "round-decide", _("Decide several cases")),
                (Act.READ_SCENARIO, "memos", _("Presentation memos and equal treatment")),
                (Act.READ_SCENARIO, "handlings", _("Earlier handlings")),
                (Act.READ_SCENARIO, "announcements", _("Announcement, decision and notice")),
                (Act.LIST_CASES, "round-conditions", _("Suspensive conditions")),
            )
            if may_everywhere(request.user, act)
        ),
    ]


# Each module of pages for a whole round has ROUND_PATHS: (address below the round's, view, name).
MODULES: tuple[Any, ...] = (scenarios, scenario_page, memos, handlings, bulk_deciding, conditions)


class RoundAdmin(DeskList):
    """Everything that concerns all cases of a call together."""

    act, folder, route = Act.LIST_CASES, "rounds", "round"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(listing), name="rounds"),
            path("<slug:slug>/", view(overview), name="round"),
            *(
                path(f"<slug:slug>/{below}", view(page), name=name)
                for module in MODULES
                for below, page, name in module.ROUND_PATHS
            ),
        ]
