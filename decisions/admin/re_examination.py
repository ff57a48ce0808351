"""The re-examination of a decided case on one page: why, who is heard and what they answered, and what comes of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from applications.workflow import State
from decisions.actions import hearing, presenting, re_examining
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.re_examination import HearingForm, OpenForm, OutcomeForm
from decisions.models import CaseFile, Kind, ReExamination
from decisions.queries.access import case_for
from decisions.queries.payable import in_force
from decisions.queries.proposing import open_proposal
from decisions.queries.re_examined import before_and_after, hearings_of
from decisions.queries.recipients import parties_of
from decisions.queries.rulings import exits_since, open_re_examination
from ledger.refusal import Refused
from pilots.moments import helsinki_day


@require_http_methods(["GET", "HEAD", "POST"])
def re_examination(request: HttpRequest, pk: int) -> HttpResponse:
    """The page; a post takes the case up again."""
    case = own(request, pk)
    if request.method != "POST":
        return page(request, case)
    form = opening(case, request.POST)
    if not form.is_valid():
        return page(request, case, opened=form, status=UNPROCESSABLE)
    try:
        re_examining.re_examine(
            application_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data
        )
    except Refused as refusal:
        return page(request, case, opened=form, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The case is being re-examined. Payments wait; the award stands meanwhile."))
    return redirect("admin:re-examination", pk=pk)


@require_POST
def hear(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a party."""
    case = own(request, pk)
    form = HearingForm(request.POST, parties=parties_to_hear(case))
    if not form.is_valid():
        return page(request, case, heard=form, status=UNPROCESSABLE)
    try:
        hearing.ask_hearing(application_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data)
    except Refused as refusal:
        if refusal.code in {"due_too_soon", "consent_of_lead"}:
            form.add_error(
                "due_on" if refusal.code == "due_too_soon" else "asks_consent", str(refusal.message)
            )
            return page(request, case, heard=form, status=UNPROCESSABLE)
        return page(request, case, heard=form, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The party has been asked; it is told by mail."))
    return redirect("admin:re-examination", pk=pk)


@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what comes of it, and present it where nothing of the award is written anew."""
    case = own(request, pk)
    form = choosing(case, request.POST)
    if not form.is_valid():
        return page(request, case, chosen=form, status=UNPROCESSABLE)
    who: dict[str, Any] = {"application_id": pk, "actor": request.user, "at": request.arrived_at}
    try:
        re_examining.choose_outcome(outcome=re_examining.Outcome(**form.cleaned_data), **who)
        if "present" in request.POST:
            presenting.present(**who)
    except Refused as refusal:
        return page(request, case, chosen=form, refusal=refusal, status=status_of(refusal))
    if "present" in request.POST:
        messages.success(request, _("The proposal has been presented to the decision-maker."))
        return redirect("admin:case", pk=pk)
    messages.success(request, _("The outcome has been saved."))
    return redirect("admin:re-examination", pk=pk)


def own(request: HttpRequest, pk: int) -> CaseFile:
    """The case, for its own presenting officer."""
    case = case_for(request.user, pk, Act.RE_EXAMINE)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    return case


def opening(case: CaseFile, data: Any = None) -> OpenForm:
    """The form that opens, with a member's withdrawal as its ground where one has left."""
    decision = in_force(case)
    left = bool(decision and exits_since(decision))
    initial = {"ground": ReExamination.Ground.MEMBER_LEFT} if left else {}
    return OpenForm(data, somebody_left=left, initial=initial)


def choosing(case: CaseFile, data: Any = None) -> OutcomeForm:
    """The form of the outcome as it was saved."""
    found, draft = open_re_examination(case), open_proposal(case)
    initial: dict[str, Any] = {}
    if draft and draft.kind != Kind.GRANT:
        initial = {
            "kind": draft.kind,
            "ground": draft.ground,
            "from_reserve": draft.from_reserve,
            **draft.basis,
        }
    is_claim = found is not None and found.ground == ReExamination.Ground.CLAIM
    return OutcomeForm(data, claim=is_claim, initial=initial)


def parties_to_hear(case: CaseFile) -> Any:
    """The parties of the decision that have not been asked yet."""
    found = open_re_examination(case)
    asked = found.hearings.values("organisation") if found else []
    return parties_of(case).exclude(pk__in=asked)


def page(
    request: HttpRequest,
    case: CaseFile,
    *,
    opened: OpenForm | None = None,
    heard: HearingForm | None = None,
    chosen: OutcomeForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, also after a refusal, with everything that was typed."""
    found, decision, draft = open_re_examination(case), in_force(case), open_proposal(case)
    state = State(case.state)
    writes = state is State.RE_EXAMINED
    context = {
        "case": case,
        "found": found,
        "decision": decision,
        "draft": draft,
        "picture": before_and_after(found.decision if found else decision, draft) if decision else None,
        "hearings": hearings_of(found, helsinki_day(request.arrived_at)) if found else [],
        "opening": (opened or opening(case)) if decision and (state is State.DECIDED or opened) else None,
        "hearing": (heard or HearingForm(parties=parties_to_hear(case))) if writes or heard else None,
        "choosing": (chosen or choosing(case)) if writes or chosen else None,
        "refusal": refusal,
        "faulty": opened or heard or chosen,
    }
    return render(request, "desk/re_examination.html", context, status=status)


PATHS = (
    ("re-examination/", re_examination, "re-examination"),
    ("re-examination/hear/", hear, "re-examination-hear"),
    ("re-examination/outcome/", outcome, "re-examination-outcome"),
)
