"""The desk's side of messages and of requests for supplements."""

from django.contrib import messages as notices
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from applications.forms.correspondence import MessageForm
from applications.queries.messages import messages_of
from applications.queries.supplements import requests_of, unlockable
from applications.workflow import State
from decisions.actions import supplementing
from decisions.actions.reading import note_reading
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.supplement import FREE, EndSupplementForm, SupplementRequestForm
from decisions.models import CaseFile
from decisions.queries.access import case_for
from decisions.queries.screening import to_supplement
from ledger.refusal import Refused
from pilots.moments import helsinki_day


@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest, pk: int) -> HttpResponse:
    """The exchange with the consortium; reading it is an event, and the officer's reading is told to the consortium."""
    case = case_for(request.user, pk, Act.EXCHANGE_MESSAGES)
    form = MessageForm(request.POST if request.method == "POST" else None)
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            supplementing.send_to_consortium(
                application_id=pk,
                text=form.cleaned_data["text"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            notices.success(request, _("The message was sent. The lead's registry is told of it by mail."))
            return redirect("admin:messages", pk=pk)
    exchange = list(messages_of(case))
    if request.method != "POST":
        note_reading(application=case, what="messages", actor=request.user, at=request.arrived_at)
        supplementing.read_by_ministry(application=case, actor=request.user, at=request.arrived_at)
    context = {"case": case, "form": form, "refusal": refusal, "exchange": exchange}
    return render(request, "desk/messages.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a request, see it as the consortium will, send it; while one is open, how it stands."""
    case = own_case(request, pk)
    form = SupplementRequestForm(
        request.POST if request.method == "POST" else None, sections=unlockable(case)
    )
    refusal, status = None, 200
    if request.method == "POST" and not form.is_valid():
        status = UNPROCESSABLE
    if "send" in request.POST and form.is_valid():
        try:
            supplementing.request_supplement(
                application_id=pk,
                text=form.cleaned_data["text"],
                items=form.items(),
                due_on=form.due,
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
            if refused.code == "due_too_soon":
                form.add_error("due_on", str(refused.message))
        else:
            notices.success(request, _("The request was sent to the consortium."))
            return redirect("admin:supplement", pk=pk)
    return supplement_page(request, case, form=form, refusal=refusal, status=status)


@require_POST
def supplement_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without the supplement."""
    case = own_case(request, pk)
    form = EndSupplementForm(request.POST)
    if not form.is_valid():
        return supplement_page(request, case, ending=form, status=UNPROCESSABLE)
    try:
        supplementing.end_supplement(
            application_id=pk, note=form.cleaned_data["note"], actor=request.user, at=request.arrived_at
        )
    except Refused as refusal:
        return supplement_page(request, case, refusal=refusal, status=status_of(refusal))
    notices.success(request, _("The handling goes on without the supplement."))
    return redirect("admin:case", pk=pk)


def own_case(request: HttpRequest, pk: int) -> CaseFile:
    """The case, for its own presenting officer."""
    case = case_for(request.user, pk, Act.REQUEST_SUPPLEMENT)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    return case


def supplement_page(
    request: HttpRequest,
    case: CaseFile,
    *,
    form: SupplementRequestForm | None = None,
    ending: EndSupplementForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    requests = requests_of(case)
    waiting = next((one for one in requests if one.state == one.State.OPEN), None)
    sections = unlockable(case)
    form = form if form and form.is_bound else blank_request(case, sections)
    previewed = form.is_bound and form.is_valid()
    context = {
        "case": case,
        "form": form,
        "writes": State(case.state) is State.UNDER_REVIEW or refusal is not None,
        "ending": ending or EndSupplementForm(),
        "refusal": refusal,
        "waiting": waiting,
        "asked": [(sections.get(item.section, ""), item.text) for item in waiting.listed] if waiting else [],
        "overdue": bool(waiting) and waiting.is_overdue(helsinki_day(request.arrived_at)),
        "preview": [(sections.get(key, ""), text) for key, text in form.items()] if previewed else [],
        "requests": [one for one in requests if one != waiting],
    }
    return render(request, "desk/supplement.html", context, status=status)


def blank_request(case: CaseFile, sections: dict[str, str | Promise]) -> SupplementRequestForm:
    """A new request, begun with the points of the checklist that do not hold."""
    return SupplementRequestForm(sections=sections, initial={FREE: to_supplement(case)})


PATHS = (
    ("messages/", messages, "messages"),
    ("supplement/", supplement, "supplement"),
    ("supplement/end/", supplement_end, "supplement-end"),
)
