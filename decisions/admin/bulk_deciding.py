"""Deciding many presented cases of a round: choose, see what would pass and why not the rest, sign once."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from decisions.actions.bulk_deciding import (
    Choice,
    Result,
    decide_many,
    granted_by,
    preflight,
    presented_cases,
)
from decisions.actions.deciding import prove_by_password
from decisions.admin.case_page import UNPROCESSABLE
from decisions.admin.round_access import call_for, crumbs_of
from decisions.forms.bulk import BulkSignForm, choices_of
from decisions.models import Appropriation, CaseFile, Proposal
from ledger.refusal import Refused
from pilots.models import Call


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def decide_round(request: HttpRequest, slug: str) -> HttpResponse:
    """The presented cases of the round; their preflight; and what became of each."""
    call = call_for(request, slug, Act.DECIDE)
    if request.method != "POST":
        return chosen_page(request, call)
    chosen = choices_of(request.POST)
    if not chosen:
        nothing = Refused("nothing_chosen", _("Choose the cases to decide."))
        return chosen_page(request, call, refusal=nothing, status=UNPROCESSABLE)
    if "sign" not in request.POST:
        return preflight_page(request, call, chosen, form=BulkSignForm())
    form = BulkSignForm(request.POST)
    if not form.is_valid():
        return preflight_page(request, call, chosen, form=form, status=UNPROCESSABLE)
    try:
        proof = prove_by_password(
            actor=request.user, password=form.cleaned_data["password"], at=request.arrived_at
        )
    except Refused as refusal:
        form.add_error("password", str(refusal.message))
        return preflight_page(request, call, chosen, form=form, status=UNPROCESSABLE)
    # The page of the preflight sends those that would pass; whatever has changed since is refused case by case.
    results = decide_many(call, chosen, proof=proof, actor=request.user, at=request.arrived_at)
    return result_page(request, call, results)


def base(call: Call) -> dict[str, Any]:
    """What every page of this needs."""
    money = Appropriation.objects.filter(call=call).first()
    return {"call": call, "crumbs": crumbs_of(call), "left_eur": money.left_eur if money else None}


def chosen_page(
    request: HttpRequest, call: Call, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    """Every presented case with a box, and its place in the order."""
    cases = presented_cases(call, request.user)
    proposals = {
        row.application_id: row
        for row in Proposal.objects.filter(application__in=cases, state=Proposal.State.PRESENTED)
        .select_related("presenting_officer")
        .prefetch_related("elements")
    }
    rows = [row_of(case, proposals[case.pk], place) for place, case in enumerate(cases, start=1)]
    context = base(call) | {"rows": rows, "refusal": refusal}
    return render(request, "desk/bulk_choose.html", context, status=status)


def row_of(case: CaseFile, proposal: Proposal, place: int) -> dict[str, Any]:
    """One case of the list."""
    return {"case": case, "proposal": proposal, "granted_eur": granted_by(proposal), "place": place}


def preflight_page(
    request: HttpRequest, call: Call, chosen: list[Choice], *, form: BulkSignForm, status: int = 200
) -> HttpResponse:
    """N of M will pass, and why not the rest; then the signature for those that will."""
    forecast = preflight(call, chosen, actor=request.user, at=request.arrived_at)
    passing = [one for one in forecast if one.passes]
    context = base(call) | {
        "forecast": forecast,
        "passing": passing,
        "granted_eur": sum(one.granted_eur for one in passing),
        "form": form,
    }
    return render(request, "desk/bulk_preflight.html", context, status=status)


def result_page(request: HttpRequest, call: Call, results: list[Result]) -> HttpResponse:
    """What became of each case."""
    decided = [one for one in results if one.decision]
    context = base(call) | {"results": results, "decided": decided}
    return render(request, "desk/bulk_done.html", context, status=200 if decided else 409)


ROUND_PATHS = (("decide/", decide_round, "round-decide"),)
