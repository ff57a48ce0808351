"""The presenting officer's acts as pages: take up, write and present the proposal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from decisions.actions import presenting
from decisions.admin.case_page import UNPROCESSABLE, page, status_of
from decisions.admin.case_proposal import forms_of
from decisions.admin.case_turn import officer_of
from decisions.letters import reasons_library
from decisions.models import CaseFile
from decisions.queries.access import case_for
from decisions.queries.proposing import open_proposal
from ledger.refusal import Refused


@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the case up."""
    case = case_for(request.user, pk, Act.TAKE_UP)
    try:
        presenting.take_up(application_id=pk, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        return page(request, case, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The case is yours now."))
    return redirect("admin:case", pk=pk)


@require_POST
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the proposal, put a reason from the library into it, or present it."""
    case = case_for(request.user, pk, Act.PROPOSE)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    standing, sent = open_proposal(case), case.submissions.order_by("-number").first()
    data = request.POST
    if "insert" in data:
        return page(request, case, forms=forms_of(case, sent, standing, data=with_reason(case, data)))
    forms = forms_of(case, sent, standing, data=data)
    if not forms.is_valid():
        return page(request, case, forms=forms, status=UNPROCESSABLE)
    content = forms.content(illustrative=standing.illustrative if standing else [])
    act: dict[str, Any] = {"application_id": pk, "actor": request.user, "at": request.arrived_at}
    try:
        presenting.save_proposal(content=content, **act)
        if "present" in data:
            presenting.present(**act)
    except Refused as refusal:
        return page(request, case, refusal=refusal, forms=forms, status=status_of(refusal))
    if "present" in data:
        messages.success(request, _("The proposal has been presented to the decision-maker."))
    else:
        messages.success(request, _("The proposal has been saved."))
    return redirect("admin:case", pk=pk)


def with_reason(case: CaseFile, data: QueryDict) -> QueryDict:
    """What was typed, with the chosen reason of the library after the reasons of one element."""
    code, filled = data["insert"], data.copy()
    outcome, _colon, key = data.get(f"{code}-reason_key", "").partition(":")
    texts = {reason.key: reason.text for reason in reasons_library(case.language)}
    if key in texts:
        written = data.get(f"{code}-reasons", "").rstrip()
        filled[f"{code}-reasons"] = f"{written}\n{texts[key]}" if written else texts[key]
        if not data.get(f"{code}-outcome"):
            filled[f"{code}-outcome"] = outcome
    return filled


PATHS = (
    ("take-up/", take_up, "take-up"),
    ("proposal/", proposal, "proposal"),
)
