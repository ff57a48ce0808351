"""The proposal as a page: saved, completed from the library, presented; refused with everything typed kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from decisions.actions import presenting
from decisions.admin.case_page import UNPROCESSABLE, page, status_of
from decisions.admin.case_proposal import forms_of
from decisions.admin.case_turn import officer_of
from decisions.forms.proposal import ProposalForms
from decisions.forms.proposal_faults import differences, show_faults
from decisions.letters import reasons_library
from decisions.models import CaseFile, Proposal
from decisions.queries.access import case_for
from decisions.queries.happened import whose_now
from decisions.queries.proposing import open_proposal
from ledger.refusal import Refused


@require_POST
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Save the proposal, put a reason from the library into it, or present it."""
    case = case_for(request.user, pk, Act.PROPOSE)
    standing, sent = open_proposal(case), case.submissions.order_by("-number").first()
    data = request.POST
    if "insert" in data:
        data = with_reason(case, data)
    forms = forms_of(case, sent, standing, data=data)
    if officer_of(case) != request.user:
        return page(request, case, refusal=of_another(case), forms=forms, status=403)
    if "insert" in data:
        return page(request, case, forms=forms)
    if not forms.is_valid():
        return page(request, case, forms=forms, status=UNPROCESSABLE)
    try:
        presented = kept(request, case, forms, standing)
    except Refused as refusal:
        return refused(request, case, refusal, forms=forms)
    told = (
        _("The proposal has been presented to the decision-maker.")
        if presented
        else _("The proposal has been saved.")
    )
    messages.success(request, told)
    return redirect("admin:case", pk=pk)


def kept(request: HttpRequest, case: CaseFile, forms: ProposalForms, standing: Proposal | None) -> bool:
    """Save, and present when that was pressed. What is saved stays saved when presenting is refused."""
    act: dict[str, Any] = {"application_id": case.pk, "actor": request.user, "at": request.arrived_at}
    content = forms.content(illustrative=standing.illustrative if standing else [])
    # A page without the field (of an older version of the site) is not held to it.
    seen = {"seen": forms.seen} if "seen" in request.POST else {}
    presenting.save_proposal(content=content, **seen, **act)
    if "present" not in request.POST:
        return False
    presenting.present(**act)
    return True


def refused(request: HttpRequest, case: CaseFile, refusal: Refused, *, forms: ProposalForms) -> HttpResponse:
    """The page again: each fault next to its field, or what somebody else saved beside what was typed."""
    saved, sent = open_proposal(case), case.submissions.order_by("-number").first()
    meanwhile: list = []
    if refusal.code == "saved_meanwhile" and saved is not None:
        meanwhile = list(differences(forms, forms_of(case, sent, saved)))
    # What stands now, perhaps saved just now, is what the next press writes over.
    shown = forms_of(case, sent, saved, data=over(request.POST, saved))
    if isinstance(refusal, presenting.ProposalRefused):
        shown.is_valid()
        show_faults(shown, refusal.faults)
    status = status_of(refusal)
    return page(request, case, refusal=refusal, forms=shown, meanwhile=meanwhile, status=status)


def over(data: QueryDict, saved: Proposal | None) -> QueryDict:
    """What was typed, now written over the draft that stands."""
    typed = data.copy()
    typed["seen"] = saved.saved_at.isoformat() if saved else ""
    return typed


def of_another(case: CaseFile) -> Refused:
    """The case has been handed on, or was never this person's."""
    return Refused(
        "not_your_case",
        _("Another presenting officer has this case."),
        details=(whose_now(case),),
        way_out=_("What you wrote is kept on this page; nothing of it has been saved."),
    )


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


PATHS = (("proposal/", proposal, "proposal"),)
