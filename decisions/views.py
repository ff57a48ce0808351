"""Decisions as applicants and the public see them."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from applications.models import Application
from applications.queries.access import application_for, may
from applications.workflow import State
from decisions.actions.lettering import hand_out
from decisions.models import Decision, Letter
from decisions.queries.re_examined import hearings_for
from decisions.queries.told import public_facts, told
from ledger.refusal import Refused


def readable(request: HttpRequest, pk: int) -> Application:
    """The application of somebody who may read its letter; else 404, or 403 where the application is seen."""
    application = application_for(request.user, pk)
    if not may(request.user, Act.READ_LETTER, application):
        raise PermissionDenied
    return application


@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """The decisions of one application, the newest first, each with its letter once it is made."""
    application = readable(request, pk)
    rows = told(application)
    if not rows:
        raise Http404
    context = {
        "application": application,
        "rows": rows,
        "hearings": hearings_for(request.user, application),
        "may_renounce": may(request.user, Act.RENOUNCE, application)
        and State(application.state) is State.DECIDED
        and rows[0].decision.granted_eur > 0,
        "note": f"{application.case_number or ''} · {application.call.name}",
        "crumbs": [
            (_("Our applications"), reverse("applications:start")),
            (application.region.name, reverse("applications:overview", args=[pk])),
            (_("Decision"), ""),
        ],
    }
    return render(request, "decisions/decision.html", context)


@require_safe
def letter_pdf(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """The stored letter, as a download."""
    application = readable(request, pk)
    letter = get_object_or_404(
        Letter.objects.select_related("decision__application"),
        decision__application=application,
        decision__version=version,
    )
    try:
        pdf = hand_out(letter=letter, actor=request.user, at=request.arrived_at, why="read")
    except Refused as refusal:
        return render(
            request, "decisions/refused.html", {"refusal": refusal, "application": application}, status=409
        )
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{letter.filename}"'},
    )


@login_not_required
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a decision letter's code is known, and whether the decision is in force."""
    found = Decision.objects.filter(verify_code=code.upper()).select_related("application").first()
    newer = (
        found and found.application.decisions.filter(version__gt=found.version).order_by("-version").first()
    )
    context = {"code": code, "decision": found, "newer": newer, "facts": public_facts(found) if found else []}
    return render(request, "decisions/verify.html", context, status=200 if found else 404)
