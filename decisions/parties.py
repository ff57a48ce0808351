"""What the parties of a decision do after it: answer a hearing, or give the award up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.permissions import Act
from applications.models import Application
from applications.queries.access import application_for, may
from decisions.actions.hearing import answer_hearing
from decisions.actions.renouncing import renounce as give_up
from decisions.forms.answers import AnswerForm, RenounceForm
from decisions.models import Hearing
from decisions.queries.payable import in_force
from ledger.refusal import Refused
from pilots.moments import helsinki_day

UNPROCESSABLE, CONFLICT = 422, 409


@require_http_methods(["GET", "HEAD", "POST"])
def hearing(request: HttpRequest, pk: int, hearing_id: int) -> HttpResponse:
    """What the ministry asks a party before it decides anew, and the party's answer."""
    application = permitted(request, pk, Act.ANSWER_HEARING)
    found = get_object_or_404(
        Hearing.objects.select_related("organisation", "re_examination").order_by("pk"),
        pk=hearing_id,
        re_examination__application=pk,
        organisation__in=request.user.organisations_now,
    )
    form = AnswerForm(request.POST if request.method == "POST" else None, asks_consent=found.asks_consent)
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            answer_hearing(
                hearing_id=found.pk, actor=request.user, at=request.arrived_at, **form.cleaned_data
            )
        except Refused as refused:
            refusal, status = refused, CONFLICT
        else:
            messages.success(request, _("The answer has been sent to the ministry."))
            return redirect("decisions:hearing", pk=pk, hearing_id=hearing_id)
    context = {
        "application": application,
        "hearing": found,
        "form": form,
        "refusal": refusal,
        "overdue": found.due_on < helsinki_day(request.arrived_at),
        "crumbs": crumbs_of(application, _("Hearing")),
    }
    return render(request, "decisions/hearing.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def renounce(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the award up, with a reason and a confirmation."""
    application = permitted(request, pk, Act.RENOUNCE)
    decision = in_force(application)
    if decision is None:
        raise Http404
    form = RenounceForm(request.POST if request.method == "POST" else None)
    refusal, status = None, UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            give_up(application_id=pk, reason=reason, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal, status = refused, CONFLICT
        else:
            messages.success(request, _("The award has been given up. The ministry confirms it by a letter."))
            return redirect("decisions:letter", pk=pk)
    context = {
        "application": application,
        "decision": decision,
        "form": form,
        "refusal": refusal,
        "crumbs": crumbs_of(application, _("Give the award up")),
    }
    return render(request, "decisions/renounce.html", context, status=status)


def permitted(request: HttpRequest, pk: int, act: Act) -> Application:
    """The application for somebody whom the table lets do this; else 404, or 403 where it is seen."""
    application = application_for(request.user, pk)
    if not may(request.user, act, application):
        raise PermissionDenied
    return application


def crumbs_of(application: Application, here: str) -> list[tuple[str, str]]:
    """Where a page below an application's decision is."""
    return [
        (_("Our applications"), reverse("applications:start")),
        (application.region.name, reverse("applications:overview", args=[application.pk])),
        (_("Decision"), reverse("decisions:letter", args=[application.pk])),
        (here, ""),
    ]
