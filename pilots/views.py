"""The open pages: calls, one call, and the coverage calculator. Nothing of any draft is read here."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from pilots.answering import answer_of, boxes_of
from pilots.call_page import call_context, stage_of
from pilots.forms import CountyForm
from pilots.models import Call
from pilots.models.calls import Status
from pilots.queries import population_dates, regions_of
from pilots.worlds import kept

UUSIMAA = "01"
COUNTY_CODE = re.compile("[0-9]{2}")


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Open calls first, then those that are coming, then the past."""
    calls: dict[str, list[Call]] = {"open": [], "coming": [], "past": []}
    for call in Call.objects.visible().order_by("-closes_at", "slug"):
        calls[stage_of(call, request.arrived_at)].append(call)
    return render(request, "pilots/front.html", {"calls": calls, "at": request.arrived_at})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What has been tested, what is known to be missing, and where to write."""
    return render(request, "pilots/accessibility.html", {"contact": settings.DEFAULT_FROM_EMAIL})


@login_not_required
@require_safe
def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: its window, what may be piloted, the rule in words, what is asked, and the way to apply."""
    call = Call.objects.visible().select_related("rule").filter(slug=slug).first()
    if call is None:
        raise Http404
    return render(request, "pilots/call.html", call_context(call, request.arrived_at))


@login_not_required
@require_safe
def calculator(request: HttpRequest) -> HttpResponse:
    """What a choice of members covers. The address tells it all; htmx asks for the changed parts only."""
    # A live answer only needs the county's own rows; the lists to choose from stay on the page as they are.
    live = bool(request.htmx) and request.htmx.target == "answer"
    slug, now = request.GET.get("call", ""), kept()
    visible = Call.objects.visible().select_related("rule").order_by("-closes_at", "slug")
    calls = [] if live and slug else list(visible)
    call = now.call(slug=slug) if slug else call_to_begin_with(calls, request.arrived_at)
    region = request.GET.get("county") or UUSIMAA
    if call is None or call.status == Status.DRAFT or not COUNTY_CODE.fullmatch(region):
        raise Http404
    context = answer_of(request, now, call, region, live=live)
    if live:
        # Without the frame of a page there is nothing for the context processors to tell.
        return HttpResponse(render_to_string("pilots/calculator_answer.html", context))
    regions = list(regions_of(call))
    if region not in {each.code for each in regions}:
        raise Http404
    form = CountyForm(
        {"call": call.slug, "county": region, "on": context["on"]},
        calls=calls,
        call=call,
        regions=regions,
        dates=population_dates(),
    )
    name = next(each.name for each in regions if each.code == region)
    return render(
        request,
        "pilots/calculator.html",
        context | boxes_of(context["choice"]) | {"form": form, "county": name},
    )


def call_to_begin_with(calls: Sequence[Call], at: datetime) -> Call | None:
    """Where the address names no call: one that is open, else the newest."""
    found = [call for call in calls if call.is_open(at)] or list(calls)
    return found[0] if found else None
