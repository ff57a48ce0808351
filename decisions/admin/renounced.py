"""The finding on an award that its recipient has given up: proposed by the case's presenting officer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from decisions.actions.ruling import propose_on_renounced
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.rulings import RenouncedForm
from decisions.queries.access import case_for
from decisions.queries.rulings import renounced as told_of
from ledger.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def renounced(request: HttpRequest, pk: int) -> HttpResponse:
    """When and why the award was given up, and the proposal to confirm it."""
    case = case_for(request.user, pk, Act.PROPOSE)
    if officer_of(case) != request.user:
        raise PermissionDenied(_("Another presenting officer has this case."))
    form = RenouncedForm(request.POST if request.method == "POST" else None)
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            propose_on_renounced(
                application_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The ruling has been presented to the decision-maker."))
            return redirect("admin:case", pk=pk)
    context = {"case": case, "form": form, "refusal": refusal, "told": told_of(case)}
    return render(request, "desk/renounced.html", context, status=status)


PATHS = (("renounced/", renounced, "renounced"),)
