"""Carrying an earlier application forward, and the list of what did not fit."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.actions.carrying import carry_forward, dismiss_misfits
from applications.forms.carrying import CarryForm
from applications.models import Application
from applications.queries.access import may
from applications.queries.carrying import earlier_applications
from applications.views.gate import status_of, with_application
from applications.views.parts import address
from applications.views.section_page import crumbs
from ledger.refusal import Refused
from pilots.models import Call
from ui.formatting import day, euros

WHY = {
    "division": gettext_lazy("The division into counties is another one: check the municipalities."),
    "member_outside": gettext_lazy("does not belong to the county in this call"),
    "member_changed": gettext_lazy("covers other municipalities than in the earlier call"),
    "question_gone": gettext_lazy("this call does not ask this"),
    "question_changed": gettext_lazy("this call asks this in another way"),
    "too_long": gettext_lazy("longer than this call allows"),
    "option_gone": gettext_lazy("this call has no such choice"),
    "element_gone": gettext_lazy("this call has no such element"),
    "starts_on": gettext_lazy("the start is outside the limits of this call"),
    "ends_on": gettext_lazy("the end is outside the limits of this call"),
    "line_year": gettext_lazy("budget line of a year that this call does not have"),
    "line_element": gettext_lazy("budget line of an element that this call does not have"),
    "line_owner": gettext_lazy("budget line of an organisation that has not joined yet"),
    "grounds": gettext_lazy("special grounds are written anew for each call"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def carry(request: HttpRequest) -> HttpResponse:
    """Choose what is carried forward and where to."""
    if not may_everywhere(request.user, Act.START_APPLICATION):
        raise PermissionDenied
    sources = list(earlier_applications(request.user))
    calls = list(Call.objects.open_at(request.arrived_at).order_by("closes_at", "slug"))
    typed = request.POST if request.method == "POST" else None
    initial = {"source": request.GET.get("from", ""), "call": request.GET.get("call", "")}
    form = CarryForm(typed, sources=sources, calls=calls, initial=initial)
    refusal = None
    if typed is not None and form.is_valid():
        try:
            draft = carry_forward(**form.chosen(), actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(address(draft, "carried"))
    context = {"form": form if sources and calls else None, "refusal": refusal}
    status = status_of(refusal, valid=not form.is_bound)
    return render(request, "applications/carry.html", context, status=status)


@with_application
def carried(request: HttpRequest, application: Application) -> HttpResponse:
    """What was carried from where and what did not fit; the lead sets the list aside when it has been seen."""
    refusal = None
    if request.method == "POST":
        try:
            dismiss_misfits(application_id=application.pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(address(application, "overview"))
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "misfits": [told(one) for one in application.misfits],
        "may_dismiss": may(request.user, Act.EDIT_COMMON, application)
        and application.is_editable(request.arrived_at),
        "refusal": refusal,
    }
    return render(request, "applications/carried.html", context, status=status_of(refusal))


def told(misfit: dict[str, Any]) -> dict[str, str]:
    """One thing that did not fit: what, why, and what it said."""
    language = get_language() or "fi"
    name = misfit.get("name") or {}
    what = name.get(language) or name.get("fi", "")
    text = misfit.get("text", "")
    if misfit["code"] in {"starts_on", "ends_on"}:
        text = day(date.fromisoformat(text))
    if "asked_eur" in misfit:
        owner = misfit["owner"] or {}
        whose = owner.get(language) or owner.get("fi") or _("common")
        text = f"{misfit['year']}, {whose}: {euros(misfit['asked_eur'], cents=True)} {text}".strip()
    if misfit["code"] in {"grounds", "division"} and not what:
        what = _("Special grounds") if misfit["code"] == "grounds" else text
    return {"what": what, "why": str(WHY[misfit["code"]]), "text": text}
