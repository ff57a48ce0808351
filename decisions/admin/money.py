"""The appropriations: what each call may give, and its changes, which take two decision-makers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import money
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.desk import bar_of
from decisions.admin.lists import DeskList
from decisions.forms.acts import AppropriationForm
from decisions.models import AppropriationChange
from decisions.queries.standing import standings
from ledger.refusal import Refused
from pilots.models import Call
from pilots.models.calls import Status


class AppropriationAdmin(DeskList):
    """All calls with their money on one page."""

    act, folder, route = Act.LIST_CASES, "money", "money"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(overview), name="money"),
            path("<slug:slug>/", view(put_forward), name="money-change"),
            path("changes/<int:pk>/confirm/", view(confirm), name="money-confirm"),
        ]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Every published call: what is decided, proposed, kept and left, and the changes so far."""
    if not may_everywhere(request.user, Act.LIST_CASES):
        raise PermissionDenied
    return render(request, "desk/money.html", overview_context(request))


def overview_context(request: HttpRequest) -> dict[str, Any]:
    """Calls with their bars and changes; three queries and one."""
    calls = list(Call.objects.filter(status=Status.PUBLISHED).order_by("-closes_at", "pk"))
    changes: dict[int, list[AppropriationChange]] = {}
    rows = AppropriationChange.objects.select_related("put_forward_by", "confirmed_by").order_by(
        "-put_forward_at", "-pk"
    )
    for change in rows:
        changes.setdefault(change.call_id, []).append(change)
    return {
        "may_set": may_everywhere(request.user, Act.SET_APPROPRIATION),
        "refusal": None,
        "calls": [
            {
                "standing": one,
                "bar": bar_of(one),
                "ident": f"money-{one.call.slug}",
                "changes": changes.get(one.call.pk, []),
            }
            for one in standings(calls)
        ],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def put_forward(request: HttpRequest, slug: str) -> HttpResponse:
    """Put a new total and reserve forward; another decision-maker confirms it."""
    if not may_everywhere(request.user, Act.SET_APPROPRIATION):
        raise PermissionDenied
    call = get_object_or_404(Call, slug=slug)
    (standing,) = standings([call])
    present = standing.appropriation
    initial = {
        "total_eur": present.total_eur if present else call.appropriation_eur,
        "reserve_eur": present.reserve_eur if present else 0,
    }
    posted = request.method == "POST"
    form = AppropriationForm(request.POST if posted else None, initial=initial)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            money.put_forward(call=call, actor=request.user, at=request.arrived_at, **form.cleaned_data)
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Put forward. Another decision-maker confirms it."))
            return redirect("admin:money")
    context = {"form": form, "standing": standing, "bar": bar_of(standing), "refusal": refusal}
    return render(request, "desk/money_change.html", context, status=status)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm what another decision-maker put forward."""
    if not may_everywhere(request.user, Act.SET_APPROPRIATION):
        raise PermissionDenied
    get_object_or_404(AppropriationChange, pk=pk)
    try:
        money.confirm_change(change_id=pk, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        context = overview_context(request) | {"refusal": refusal}
        return render(request, "desk/money.html", context, status=status_of(refusal))
    messages.success(request, _("The appropriation is in force."))
    return redirect("admin:money")
