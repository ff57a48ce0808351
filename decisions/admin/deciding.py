"""The decision-maker's acts as pages: send a proposal back, or look at its effect once more and sign."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from decisions.actions import deciding
from decisions.admin.after_panels import basis_facts
from decisions.admin.case_page import UNPROCESSABLE, page, status_of
from decisions.admin.case_proposal import proposal_rows
from decisions.forms.acts import NoteForm, SignForm
from decisions.models import CaseFile, Kind, Proposal
from decisions.models.proposal import WHOLE
from decisions.queries.access import case_for
from decisions.queries.proposing import effect_of, open_proposal
from ledger.refusal import Refused


def presented(case: CaseFile) -> Proposal | None:
    """The proposal that waits for a decision."""
    proposal = open_proposal(case)
    return proposal if proposal and proposal.state == Proposal.State.PRESENTED else None


def nothing_presented() -> Refused:
    """Somebody else was quicker, or the page is old."""
    return Refused("not_possible_now", _("No proposal waits for a decision on this case."))


@require_http_methods(["GET", "HEAD", "POST"])
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the proposal back with a note."""
    case = case_for(request.user, pk, Act.SEND_BACK)
    proposal = presented(case)
    if proposal is None:
        return page(request, case, refusal=nothing_presented(), status=409)
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={"seen": proposal.presented_at}
    )
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            deciding.send_back(
                application_id=pk, **form.cleaned_data, actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
            form = NoteForm(initial={**form.cleaned_data, "seen": proposal.presented_at})
        else:
            messages.success(request, _("The proposal went back to the presenting officer."))
            return redirect("admin:case", pk=pk)
    return render(
        request, "desk/send_back.html", {"case": case, "form": form, "refusal": refusal}, status=status
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposal in short, the money before and after, the password; then it is decided."""
    case = case_for(request.user, pk, Act.DECIDE)
    proposal = presented(case)
    if proposal is None:
        return page(request, case, refusal=nothing_presented(), status=409)
    form = SignForm(
        request.POST if request.method == "POST" else None, initial={"seen": proposal.presented_at}
    )
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            signed(request, pk, **form.cleaned_data)
        except Refused as refused:
            if refused.code == "wrong_password":
                form.add_error("password", str(refused.message))
            else:
                refusal, status = refused, status_of(refused)
                # The page shows what stands now, so it is that which a second press signs.
                form = SignForm(initial={"seen": proposal.presented_at})
        else:
            messages.success(request, _("Decided and signed. The letter is being made."))
            return redirect("admin:case", pk=pk)
    context = {
        "case": case,
        "form": form,
        "refusal": refusal,
        "proposal": proposal,
        "proposed": proposal_rows(proposal) if proposal.kind in WHOLE else [],
        "ruling": basis_facts(proposal) if proposal.kind != Kind.GRANT else [],
        "effect": effect_of(case.call, proposal),
    }
    return render(request, "desk/decide.html", context, status=status)


def signed(request: HttpRequest, pk: int, *, password: str, seen: datetime) -> None:
    """Prove and decide, both at the moment the request arrived."""
    proof = deciding.prove_by_password(actor=request.user, password=password, at=request.arrived_at)
    deciding.decide(application_id=pk, proof=proof, seen=seen, actor=request.user, at=request.arrived_at)


PATHS = (
    ("send-back/", send_back, "send-back"),
    ("decide/", decide, "decide"),
)
