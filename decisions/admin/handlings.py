"""Earlier handlings of a round's cases, and its announcements: lists, and the forms that record them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions.handling import (
    AnnouncementContent,
    HandlingContent,
    announce_results,
    record_handling,
)
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.round_access import call_for, crumbs_of
from decisions.forms.handling import AnnouncementForm, HandlingForm
from decisions.models import Announcement, CaseFile, Handling
from decisions.queries.waves import decisions_to_announce, three_dates
from ledger.refusal import Refused
from pilots.models import Call


def listed_cases(request: HttpRequest, call: Call) -> list[tuple[str, str]]:
    """The call's cases for a list of boxes: those that this official may see."""
    rows = CaseFile.objects.for_official(request.user).filter(call=call).with_people()
    return [
        (str(row.pk), f"{row.region.name}: {row.lead.name} ({row.case_number})")
        for row in rows.order_by("case_number")
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def handlings(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The round's earlier handlings, and the form of a new one or of the one that is corrected."""
    act = Act.RECORD_HANDLING if pk or request.method == "POST" else Act.READ_SCENARIO
    call = call_for(request, slug, act)
    standing = get_object_or_404(Handling, pk=pk, call=call) if pk else None
    may_record = may_everywhere(request.user, Act.RECORD_HANDLING)
    cases = listed_cases(request, call) if may_record else []
    data = request.POST if request.method == "POST" else None
    form = HandlingForm(data, cases=cases, initial=start_of_handling(standing)) if may_record else None
    refusal, status = None, 200 if data is None else UNPROCESSABLE
    if form and form.is_bound and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "every_case"}
        content = HandlingContent(**given | {"applications": list(map(int, given["applications"]))})
        try:
            record_handling(
                call=call, content=content, actor=request.user, at=request.arrived_at, handling_id=pk
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(
                request, _("The handling has been recorded; letters signed from now on tell it.")
            )
            return redirect("admin:handlings", slug=slug)
    context = {
        "call": call,
        "crumbs": crumbs_of(call),
        "form": form,
        "standing": standing,
        "refusal": refusal,
        "handlings": listed_handlings(call),
    }
    return render(request, "desk/handlings.html", context, status=status)


def start_of_handling(standing: Handling | None) -> dict[str, Any]:
    """What stands in the form at first."""
    if standing is None:
        return {}
    names = ("forum", "on", "outline_fi", "outline_sv", "note")
    chosen = [str(pk) for pk in standing.applications.order_by("pk").values_list("pk", flat=True)]
    return {name: getattr(standing, name) for name in names} | {"applications": chosen}


def listed_handlings(call: Call) -> list[Handling]:
    """Newest first, with their cases and who recorded them."""
    rows = Handling.objects.filter(call=call).select_related("recorded_by")
    return list(rows.prefetch_related("applications__region").order_by("-on", "-pk"))


@require_http_methods(["GET", "HEAD", "POST"])
def announcements(request: HttpRequest, slug: str, pk: int | None = None) -> HttpResponse:
    """The round's waves of results, the three dates of each decision, and the form of a wave."""
    act = Act.RECORD_HANDLING if pk or request.method == "POST" else Act.READ_SCENARIO
    call = call_for(request, slug, act)
    standing = get_object_or_404(Announcement, pk=pk, call=call) if pk else None
    may_record = may_everywhere(request.user, Act.RECORD_HANDLING)
    data = request.POST if request.method == "POST" else None
    form = None
    if may_record:
        choices = decisions_to_announce(call, request.user)
        form = AnnouncementForm(data, decisions=choices, initial=start_of_wave(standing))
    refusal, status = None, 200 if data is None else UNPROCESSABLE
    if form and form.is_bound and form.is_valid():
        given = form.cleaned_data | {"decisions": list(map(int, form.cleaned_data["decisions"]))}
        try:
            announce_results(
                call=call,
                content=AnnouncementContent(**given),
                actor=request.user,
                at=request.arrived_at,
                announcement_id=pk,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The announcement has been recorded."))
            return redirect("admin:announcements", slug=slug)
    context = {
        "call": call,
        "crumbs": crumbs_of(call),
        "form": form,
        "standing": standing,
        "refusal": refusal,
        "waves": listed_waves(call),
        "dates": three_dates(call, request.user),
    }
    return render(request, "desk/announcements.html", context, status=status)


def start_of_wave(standing: Announcement | None) -> dict[str, Any]:
    """What stands in the form at first."""
    if standing is None:
        return {}
    names = ("announced_at", "title_fi", "title_sv", "text_fi", "text_sv")
    chosen = [str(pk) for pk in standing.decisions.order_by("pk").values_list("pk", flat=True)]
    return {name: getattr(standing, name) for name in names} | {"decisions": chosen}


def listed_waves(call: Call) -> list[Announcement]:
    """The waves in their order, with how many decisions each told."""
    rows = Announcement.objects.filter(call=call).select_related("recorded_by")
    return list(rows.prefetch_related("decisions").order_by("announced_at", "pk"))


ROUND_PATHS = (
    ("handlings/", handlings, "handlings"),
    ("handlings/<int:pk>/", handlings, "handling"),
    ("announcements/", announcements, "announcements"),
    ("announcements/<int:pk>/", announcements, "announcement"),
)
