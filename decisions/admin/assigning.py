"""Stepping aside from a case, telling why a suggested ground does not hold, and handing a case on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from decisions.actions import assigning as acts
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.case_turn import officer_of
from decisions.forms.assigning import AssignForm, ConsiderForm, StepAsideForm
from decisions.models import CaseFile
from decisions.queries.access import case_for
from decisions.queries.officers import grounds_suggested, officers_for
from ledger.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
def step_aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare oneself disqualified; after that the case is closed to the person, and the own case goes to another."""
    case = case_for(request.user, pk, Act.STEP_ASIDE)
    own = officer_of(case) == request.user
    others = officers_for(case).exclude(pk=request.user.pk) if own else None
    form = StepAsideForm(request.POST or None, officers=others)
    status = UNPROCESSABLE if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            acts.declare_disqualified(
                application_id=pk,
                reason=form.cleaned_data["reason"],
                hand_to=form.hand_to,
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.message))
            status = status_of(refusal)
        else:
            messages.success(request, _("You no longer handle the case, and you no longer see it."))
            return redirect("admin:index")
    return stepping_page(request, case, form=form, status=status)


@require_POST
def consider(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell why a suggested ground does not disqualify."""
    case = case_for(request.user, pk, Act.STEP_ASIDE)
    form = ConsiderForm(request.POST, action=reverse("admin:consider", args=[pk]))
    if not form.is_valid():
        return stepping_page(request, case, considering=form, status=UNPROCESSABLE)
    acts.consider_qualified(
        application_id=pk, reason=form.cleaned_data["why"], actor=request.user, at=request.arrived_at
    )
    messages.success(request, _("Your reason has been kept with the case."))
    return redirect("admin:case", pk=pk)


def stepping_page(
    request: HttpRequest,
    case: CaseFile,
    *,
    form: StepAsideForm | None = None,
    considering: ConsiderForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page with both ways, the second only where the system suggests a ground."""
    grounds = grounds_suggested(request.user, case)
    own = officer_of(case) == request.user
    others = officers_for(case).exclude(pk=request.user.pk) if own else None
    context = {
        "case": case,
        "grounds": grounds,
        "form": form or StepAsideForm(officers=others),
        "considering": considering
        or (ConsiderForm(action=reverse("admin:consider", args=[case.pk])) if grounds else None),
    }
    return render(request, "desk/step_aside.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the case on to another presenting officer."""
    case = case_for(request.user, pk, Act.ASSIGN)
    posted, officer = request.method == "POST", officer_of(case)
    others = officers_for(case).exclude(pk=officer.pk if officer else None)
    form = AssignForm(request.POST if posted else None, officers=others)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        given = {"to": int(form.cleaned_data["to"]), "reason": form.cleaned_data["reason"]}
        try:
            acts.assign(application_id=pk, actor=request.user, at=request.arrived_at, **given)
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The case has been handed on."))
            return redirect("admin:case", pk=pk)
    context = {
        "case": case,
        "form": form,
        "refusal": refusal,
        "assignments": case.assignments.select_related("presenting_officer", "assigned_by").order_by("-pk"),
    }
    return render(request, "desk/assign.html", context, status=status)


PATHS = (
    ("step-aside/", step_aside, "step-aside"),
    ("step-aside/considered/", consider, "consider"),
    ("assign/", assign, "assign"),
)
