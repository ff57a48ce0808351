"""Screening a case: the checklist, and the rulings on its special grounds and on a late arrival."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from applications.workflow import State
from decisions.actions import screening as acts
from decisions.actions.reading import note_reading
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.screening import ArrivalRulingForm, ChecklistForm, GroundsRulingForm
from decisions.models import Arrival, CaseFile
from decisions.queries.access import case_for
from decisions.queries.outages import outages_at
from decisions.queries.screening import checklist_of, gives_grounds
from decisions.queries.stored import conditions_of, picture_of
from ledger.refusal import Refused
from pilots.meter import meter_of
from ui.formatting import day, moment


def screens(request: HttpRequest, case: CaseFile) -> bool:
    """Whether this person screens the case now: its own presenting officer, while it is under review."""
    return officer_of(case) == request.user and State(case.state) in acts.SCREENED_IN


def for_writing(request: HttpRequest, case: CaseFile) -> None:
    """Refuse whoever posts without the case being the own one."""
    if request.method == "POST" and officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))


@require_http_methods(["GET", "HEAD", "POST"])
def screening(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist: officials read it, the presenting officer of the case fills it in."""
    posted = request.method == "POST"
    case = case_for(request.user, pk, Act.SCREEN if posted else Act.READ_CASE)
    for_writing(request, case)
    checklist = checklist_of(case)
    form = ChecklistForm(request.POST if posted else None, checklist=checklist)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            acts.record_findings(
                application_id=pk, findings=form.findings(), actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("What you found has been saved."))
            return redirect("admin:screening", pk=pk)
    if not posted:
        note_reading(application=case, what="case", actor=request.user, at=request.arrived_at)
    context = {"case": case, "checklist": checklist, "refusal": refusal}
    context["form"] = form if screens(request, case) or posted else None
    return render(request, "desk/screening.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def grounds(request: HttpRequest, pk: int) -> HttpResponse:
    """The special grounds beside the figures, and the officials' ruling on them."""
    posted = request.method == "POST"
    case = case_for(request.user, pk, Act.SCREEN if posted else Act.READ_CASE)
    for_writing(request, case)
    sent = case.submissions.order_by("-number").first()
    form = GroundsRulingForm(
        request.POST if posted else None, language=case.language, initial={"seen": sent.number}
    )
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            acts.rule_on_grounds(
                application_id=pk,
                version=data["seen"],
                accepted=data["ruling"] == "yes",
                reason=data["reason"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
            form = shown_again(form, seen=sent.number)
        else:
            messages.success(request, _("The ruling has been saved. The proposal takes it from here."))
            return redirect("admin:grounds-ruling", pk=pk)
    context = {
        "case": case,
        "sent": sent,
        "gives": gives_grounds(sent),
        "meter": meter_of(picture_of(sent)),
        "conditions": conditions_of(sent.verdict),
        "population_on": day(date.fromisoformat(sent.verdict["population_on"])),
        "rulings": case.grounds_rulings.select_related("ruled_by").order_by("-pk"),
        "form": form if (screens(request, case) and gives_grounds(sent)) or posted else None,
        "refusal": refusal,
    }
    return render(request, "desk/grounds.html", context, status=status)


def shown_again(form: GroundsRulingForm, *, seen: int) -> GroundsRulingForm:
    """The same form with what was typed, about the version that stands now."""
    data = form.data.copy()
    data["seen"] = seen
    again = GroundsRulingForm(data, language=form.fields["reason"].widget.attrs["lang"])
    again.is_valid()
    return again


@require_http_methods(["GET", "HEAD", "POST"])
def arrival(request: HttpRequest, pk: int) -> HttpResponse:
    """How an application that was entered for its lead arrived, and the ruling on a late one."""
    posted = request.method == "POST"
    case = case_for(request.user, pk, Act.RULE_ON_ARRIVAL if posted else Act.READ_CASE)
    for_writing(request, case)
    found = Arrival.objects.filter(application=pk).select_related("registered_by", "ruled_by").first()
    if found is None:
        raise Http404
    form = ArrivalRulingForm(
        request.POST if posted else None,
        language=case.language,
        initial={"ruling": found.ruling, "reason": found.ruling_reason},
    )
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            acts.rule_on_arrival(
                application_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The ruling has been saved. The proposal takes it from here."))
            return redirect("admin:arrival", pk=pk)
    context: dict[str, Any] = {
        "case": case,
        "arrival": found,
        "facts": facts_of(found, case),
        "outages": outages_at(found.sent_at or found.arrived_at, until=found.arrived_at),
        "form": form if (screens(request, case) and found.is_late) or posted else None,
        "refusal": refusal,
    }
    return render(request, "desk/arrival.html", context, status=status)


def facts_of(found: Arrival, case: CaseFile) -> list[tuple[str, object]]:
    """The arrival in a few lines."""
    ruled = f"{found.ruled_by}, {moment(found.ruled_at)}" if found.ruling else ""
    return [
        (_("How it came"), found.get_channel_display()),
        (_("Arrived"), moment(found.arrived_at, seconds=True)),
        (_("Sent"), moment(found.sent_at) if found.sent_at else ""),
        (_("The call closed"), moment(case.call.closes_at)),
        (_("In time"), _("no, late") if found.is_late else _("yes")),
        (_("Note"), found.note),
        (_("Entered by"), f"{found.registered_by}, {moment(found.registered_at)}"),
        (_("Ruling"), found.get_ruling_display() if found.ruling else ""),
        (_("Reason of the ruling"), found.ruling_reason),
        (_("Ruled by"), ruled),
    ]


PATHS = (
    ("screening/", screening, "screening"),
    ("grounds/", grounds, "grounds-ruling"),
    ("arrival/", arrival, "arrival"),
)
