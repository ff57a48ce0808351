"""The presenting officer's acts as pages: take a case up."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from decisions.actions import presenting
from decisions.admin.case_page import page, status_of
from decisions.queries.access import case_for
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


PATHS = (("take-up/", take_up, "take-up"),)
