"""Calls at the desk: all of them, one of them with its lists, and what is done with it as a whole."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import calls as acts
from decisions.admin import call_lists
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList
from decisions.admin.round_access import call_for
from decisions.forms.calls import CopyForm, DetailsForm, initial_of
from decisions.models import CallPublication
from decisions.queries.calls import (
    PARTS,
    basics_of,
    grouped,
    has_opened,
    rows_of,
    stage,
    stamp_of,
    stamp_of_all,
    why_closed,
)
from decisions.queries.preflight import Lack, missing, name_of, worth_a_look
from ledger.refusal import Refused
from pilots.call_page import call_context
from pilots.models import Call
from pilots.models.calls import Status


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every call: in preparation, open and closed."""
    if not may_everywhere(request.user, Act.READ_CALLS):
        raise PermissionDenied(_("Your role does not allow this."))
    at = request.arrived_at
    calls = list(
        Call.objects.select_related("publication__drafted_by", "publication__published_by").order_by(
            "-closes_at", "slug"
        )
    )
    headings = {"coming": _("In preparation"), "open": _("Open"), "closed": _("Closed")}
    groups = [
        (headings[key], [(call, *stage(call, at), publication_of(call)) for call in found])
        for key, found in grouped(calls, at).items()
    ]
    context = {"groups": groups, "may_draft": may_everywhere(request.user, Act.DRAFT_CALL)}
    return render(request, "desk/calls.html", context)


def publication_of(call: Call) -> CallPublication | None:
    """Who drafted and published it; None of a call that came with the reference data."""
    return call.publication if hasattr(call, "publication") else None


@require_safe
def call_page(request: HttpRequest, slug: str) -> HttpResponse:
    """One call: how it stands, what is missing, its lists."""
    return show(request, call_for(request, slug, Act.READ_CALLS))


def show(request: HttpRequest, call: Call, *, refusal: Refused | None = None) -> HttpResponse:
    """The call's page at the desk, also after a refusal."""
    at, draft = request.arrived_at, call.status == Status.DRAFT
    tag_state, words = stage(call, at)
    context = {
        "call": call,
        "stage": (tag_state, words),
        "publication": publication_of(call),
        "draft": draft,
        "parts": [
            (part, kind.name, len(rows_of(call, part)), not why_closed(call, part))
            for part, kind in PARTS.items()
        ],
        "lacks": linked(call, missing(call, at)) if draft else [],
        "looks": linked(call, worth_a_look(call, at)) if draft else [],
        "why": why_closed(call),
        "may_draft": may_everywhere(request.user, Act.DRAFT_CALL),
        "may_publish": may_everywhere(request.user, Act.PUBLISH_CALL),
        "may_postpone": call.status == Status.PUBLISHED and at < call.closes_at,
        "may_take_back": call.status == Status.PUBLISHED and not call.from_files and not has_opened(call, at),
        "refusal": refusal,
    }
    return render(request, "desk/call.html", context, status=status_of(refusal) if refusal else 200)


def linked(call: Call, lacks: list[Lack]) -> list[tuple[Any, str, Any]]:
    """Each with the page that mends it."""
    return [
        (
            lack.text,
            reverse("admin:call-list", args=[call.slug, lack.part])
            if lack.part
            else reverse("admin:call-details", args=[call.slug]),
            name_of(lack.part),
        )
        for lack in lacks
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft on the base of a call."""
    base = call_for(request, slug, Act.DRAFT_CALL)
    posted = request.method == "POST"
    form = CopyForm(request.POST if posted else None)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            made = acts.copy_call(
                base=slug, content=form.cleaned_data, actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The draft has been made. Only officials see it."))
            return redirect("admin:call", slug=made.slug)
    context = {"call": base, "form": form, "refusal": refusal}
    return render(request, "desk/call_copy.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, slug: str) -> HttpResponse:
    """The call's own fields; read-only where they cannot change, with the reason."""
    posted = request.method == "POST"
    call = call_for(request, slug, Act.DRAFT_CALL if posted else Act.READ_CALLS)
    seen = stamp_of(basics_of(call))
    form = DetailsForm(request.POST if posted else None, initial=initial_of(call) | {"seen": seen})
    refusal, status = None, UNPROCESSABLE if posted else 200
    why = why_closed(call)
    if posted and (why or form.is_valid()):
        content = form.cleaned_data if form.is_valid() else {}
        try:
            saved = acts.save_details(
                slug=slug,
                content=content,
                seen=content.get("seen", ""),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:call-details", slug=saved.slug)
    writes = not why and may_everywhere(request.user, Act.DRAFT_CALL)
    context = {
        "call": call,
        "form": form if writes else None,
        "why": why,
        "facts": [] if writes else call_lists.facts_of(DetailsForm(initial=initial_of(call))),
        "refusal": refusal,
    }
    return render(request, "desk/call_details.html", context, status=status)


@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The call's public page as it will be once it has been published; nothing is written."""
    call = call_for(request, slug, Act.READ_CALLS)
    call.status = Status.PUBLISHED
    return render(request, "desk/call_preview.html", call_context(call, request.arrived_at))


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What is missing, then the publishing; by a second person."""
    call = call_for(request, slug, Act.PUBLISH_CALL)
    refusal = None
    if request.method == "POST":
        try:
            acts.publish(
                slug=slug, seen=request.POST.get("seen", ""), actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The call has been published."))
            return redirect("admin:call", slug=slug)
    at = request.arrived_at
    context = {
        "call": call,
        "publication": publication_of(call),
        "own": writers_own(call, request),
        "lacks": linked(call, missing(call, at)),
        "looks": linked(call, worth_a_look(call, at)),
        "seen": stamp_of_all(call),
        "refusal": refusal,
        "draft": call.status == Status.DRAFT,
    }
    return render(request, "desk/call_publish.html", context, status=status_of(refusal) if refusal else 200)


def writers_own(call: Call, request: HttpRequest) -> bool:
    """Whether this person has written the draft."""
    found = publication_of(call)
    return bool(found and found.editors.filter(pk=request.user.pk).exists())


@require_POST
def take_back(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a draft again of a call that has not opened."""
    call = call_for(request, slug, Act.DRAFT_CALL)
    try:
        acts.take_back(slug=slug, actor=request.user, at=request.arrived_at)
    except Refused as refused:
        return show(request, call, refusal=refused)
    messages.success(request, _("The call is a draft again."))
    return redirect("admin:call", slug=slug)


class CallAdmin(DeskList):
    """Calls and what is done with them."""

    act, folder, route = Act.READ_CALLS, "calls", "calls"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(listing), name="calls"),
            path("<slug:slug>/", view(call_page), name="call"),
            path("<slug:slug>/copy/", view(copy), name="call-copy"),
            path("<slug:slug>/details/", view(details), name="call-details"),
            path("<slug:slug>/lists/<slug:part>/", view(call_lists.one_list), name="call-list"),
            path("<slug:slug>/preview/", view(preview), name="call-preview"),
            path("<slug:slug>/publish/", view(publish), name="call-publish"),
            path("<slug:slug>/draft-again/", view(take_back), name="call-take-back"),
            path("<slug:slug>/closing/", view(call_lists.postpone), name="call-postpone"),
        ]
