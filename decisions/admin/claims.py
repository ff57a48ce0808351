"""The register of a case: on whom the decision was served and when, and the rectification claims against it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Act
from applications.queries.access import may
from decisions.actions import claims, serving
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.claims import ClaimForm, LateForm, ServiceForm
from decisions.models import CaseFile, RectificationClaim
from decisions.queries.access import case_for
from decisions.queries.claims import claims_of, recipients_with_service, versions_of
from decisions.queries.recipients import recipients_of
from ledger.refusal import Refused

ANSWERS = frozenset({"claim_refused", "claim_late"})


@require_safe
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """The register, for every official who reads letters."""
    return page(request, case_for(request.user, pk, Act.READ_LETTER))


@require_POST
def service(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how and when a version reached a recipient."""
    case = case_for(request.user, pk, Act.REGISTER_SERVICE)
    form = ServiceForm(request.POST, **choices_of(case))
    return entered(
        request, case, form, serving.register_service, key="serving", words=_("The service has been entered.")
    )


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a claim against a version."""
    case = case_for(request.user, pk, Act.REGISTER_CLAIM)
    form = ClaimForm(request.POST, **choices_of(case))
    return entered(
        request, case, form, claims.register_claim, key="claiming", words=_("The claim has been registered.")
    )


def entered(
    request: HttpRequest, case: CaseFile, form: Any, act: Any, *, key: str, words: str
) -> HttpResponse:
    """One act of the registry on a version; everything typed is kept after a refusal."""
    if not form.versions:
        raise Http404
    if not form.is_valid():
        return page(request, case, status=UNPROCESSABLE, **{key: form})
    try:
        act(actor=request.user, at=request.arrived_at, **form.entry())
    except Refused as refusal:
        return page(request, case, refusal=refusal, status=status_of(refusal), **{key: form})
    messages.success(request, words)
    return redirect("admin:case-register", pk=case.pk)


@require_POST
def prepare(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """The presenting officer takes the case up for a claim."""
    case, found = own_claim(request, pk, claim)
    try:
        claims.prepare_claim(claim_id=found.pk, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        return page(request, case, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The case is being re-examined because of the claim."))
    return redirect("admin:re-examination", pk=pk)


@require_POST
def late(request: HttpRequest, pk: int, claim: int) -> HttpResponse:
    """The presenting officer proposes to leave a late claim unexamined."""
    case, found = own_claim(request, pk, claim)
    form = LateForm(request.POST)
    if not form.is_valid():
        return page(request, case, lateness=form, status=UNPROCESSABLE)
    try:
        claims.propose_late(claim_id=found.pk, actor=request.user, at=request.arrived_at, **form.cleaned_data)
    except Refused as refusal:
        return page(request, case, lateness=form, refusal=refusal, status=status_of(refusal))
    messages.success(request, _("The ruling has been presented to the decision-maker."))
    return redirect("admin:case", pk=pk)


def choices_of(case: CaseFile) -> dict[str, Any]:
    """What the entries choose from: the recipients, and the versions with the one in force first."""
    return {"recipients": recipients_of(case), "versions": versions_of(case)}


def own_claim(request: HttpRequest, pk: int, claim: int) -> tuple[CaseFile, RectificationClaim]:
    """A claim against the case, for its own presenting officer."""
    case = case_for(request.user, pk, Act.RE_EXAMINE)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    found = RectificationClaim.objects.filter(decision__application=pk).order_by("pk")
    return case, get_object_or_404(found, pk=claim)


def page(
    request: HttpRequest,
    case: CaseFile,
    *,
    serving: ServiceForm | None = None,
    claiming: ClaimForm | None = None,
    lateness: LateForm | None = None,
    refusal: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    """The register, also after a refusal."""
    choices = choices_of(case)
    decision = next(iter(choices["versions"]), None)
    context = {
        "case": case,
        "decision": decision,
        "versions": [
            (one, recipients_with_service(one, choices["recipients"])) for one in choices["versions"]
        ],
        "answers_claim": decision is not None and "claim" in (decision.snapshot.get("ruling") or {}),
        "claims": claims_of(case),
        "serving": serving or ServiceForm(**choices)
        if decision and may(request.user, Act.REGISTER_SERVICE, case)
        else None,
        "claiming": claiming or ClaimForm(**choices)
        if decision and may(request.user, Act.REGISTER_CLAIM, case)
        else None,
        "lateness": lateness or LateForm(),
        "own": officer_of(case) == request.user,
        "refusal": refusal,
        "faulty": serving or claiming or lateness,
    }
    return render(request, "desk/case_register.html", context, status=status)


PATHS = (
    ("register/", register, "case-register"),
    ("register/service/", service, "register-service"),
    ("register/claim/", claim, "register-claim"),
    ("register/claims/<int:claim>/prepare/", prepare, "claim-prepare"),
    ("register/claims/<int:claim>/late/", late, "claim-late"),
)
