"""One list of a call on a page of its own, and the page on which its closing time is moved."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, BooleanField, MultipleChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.actions.reminders import standing_in
from decisions.actions.call_lists import save_list
from decisions.actions.calls import postpone as postpone_call
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.round_access import call_for
from decisions.forms.call_lists import BaseList, list_form, with_more_rows
from decisions.forms.call_rows import ROWS
from decisions.forms.calls import PostponeForm
from decisions.queries.calls import PARTS, rows_of, stamp_of, why_closed
from ledger.refusal import Refused
from pilots.models import Call
from pilots.moments import helsinki_day
from ui.formatting import day

HIDDEN = {"ORDER", "DELETE"}


@require_http_methods(["GET", "HEAD", "POST"])
def one_list(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """Add, change, remove and order the rows; read-only where they cannot change, with the reason."""
    posted = request.method == "POST"
    call = call_for(request, slug, Act.DRAFT_CALL if posted else Act.READ_CALLS)
    if part not in PARTS:
        raise Http404
    why = why_closed(call, part)
    seen = stamp_of(rows_of(call, part))
    if not posted:
        return show(request, call, part, list_form(call, part), seen=seen)
    seen = request.POST.get("seen", "")
    if "more" in request.POST:
        return show(
            request, call, part, list_form(call, part, with_more_rows(request.POST)), seen=seen, more=True
        )
    rows = list_form(call, part, request.POST)
    if not why and not rows.is_valid():
        return show(request, call, part, rows, seen=seen, status=UNPROCESSABLE)
    try:
        save_list(
            slug=slug,
            part=part,
            rows=[] if why else rows.content(),
            seen=seen,
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refused:
        return show(request, call, part, rows, seen=seen, refusal=refused, status=status_of(refused))
    messages.success(request, _("Saved."))
    return redirect("admin:call-list", slug=slug, part=part)


def show(
    request: HttpRequest,
    call: Call,
    part: str,
    rows: BaseList,
    *,
    seen: str,
    refusal: Refused | None = None,
    status: int = 200,
    more: bool = False,
) -> HttpResponse:
    """The page, also after a refusal or with one more row: everything typed is kept."""
    why = why_closed(call, part)
    writes = not why and may_everywhere(request.user, Act.DRAFT_CALL)
    kind = ROWS[part]
    context = {
        "call": call,
        "part": PARTS[part],
        "rows": rows if writes else None,
        # Words of what is wrong would only disturb who asks for another row.
        "wrong": [rows] if writes and not more and rows.is_bound else [],
        "forms": [(form, heading_of(form, kind.heading)) for form in rows.forms] if writes else [],
        "shown": [] if writes else shown(call, part),
        "why": why,
        "late": PARTS[part].late and not why and call.status == "published",
        "seen": seen,
        "refusal": refusal,
    }
    return render(request, "desk/call_list.html", context, status=status)


def heading_of(form: BaseForm, name: str) -> str:
    """What a row is called: its own text as stored, in the language that is active."""
    language = (get_language() or "fi")[:2]
    return str(form.initial.get(f"{name}_{language}") or form.initial.get(f"{name}_fi") or "")


def shown(call: Call, part: str) -> list[tuple[str, list[tuple[Any, Any]]]]:
    """The rows to be read only."""
    stored = rows_of(call, part)
    kind = ROWS[part]
    elements = [(one.code, one.name) for one in call.elements.order_by("order")]
    forms = [kind(initial=kind.initial_of(row, stored), elements=elements) for row in stored]
    return [(heading_of(form, kind.heading), facts_of(form)) for form in forms]


def facts_of(form: BaseForm) -> list[tuple[Any, Any]]:
    """Label and value of every visible field, in words."""
    found = []
    for field in form.visible_fields():
        value = form.initial.get(field.name)
        if field.name in HIDDEN:
            continue
        choices = dict(getattr(field.field, "choices", ()))
        if isinstance(field.field, BooleanField):
            value = _("yes") if value else _("no")
        elif isinstance(field.field, MultipleChoiceField):
            value = ", ".join(str(choices.get(one, one)) for one in value or [])
        elif choices:
            value = choices.get(value, value)
        elif isinstance(value, date):
            value = field.field.prepare_value(value)
        found.append((field.label, value))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for the new closing time and the reason, show whom it concerns, then move it."""
    call = call_for(request, slug, Act.DRAFT_CALL)
    posted = request.method == "POST"
    data = request.POST if posted else None
    form = PostponeForm(data, call=call)
    good = posted and form.is_valid()
    refusal, status = None, UNPROCESSABLE if posted and not good else 200
    if good and "move" in request.POST:
        try:
            postpone_call(
                slug=slug,
                closes_at=form.cleaned_data["closes_at"],
                reasons=form.reasons(),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The closing time has been moved, and every draft is told by mail."))
            return redirect("admin:call", slug=slug)
    confirming = good and "check" in request.POST and not refusal
    context = {
        "call": call,
        "form": PostponeForm(data, call=call, confirming=True) if confirming else form,
        "confirming": confirming,
        "told": told_of(call, form) if confirming else None,
        "refusal": refusal,
    }
    return render(request, "desk/call_postpone.html", context, status=status)


def told_of(call: Call, form: PostponeForm) -> dict[str, Any]:
    """What the move will do, before it is done."""
    standing = standing_in(call.slug)
    closes_at = form.cleaned_data["closes_at"]
    return {
        "closes_at": closes_at,
        "reasons": list(form.reasons().values()),
        "organisations": standing.values("organisation").distinct().order_by().count(),
        "applications": standing.values("application").distinct().order_by().count(),
        "judged_on": day(helsinki_day(closes_at)),
        "day_moves": helsinki_day(closes_at) != call.closing_day,
    }
