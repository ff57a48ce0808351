"""Ways out of a consortium: the lead takes a request back or lets a partner go, a partner leaves, or some elements."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from applications.actions.consortium import release, withdraw_request
from applications.actions.leaving import elements_of, leave
from applications.actions.leaving import leave_elements as go
from applications.forms.consortium import LeaveForm
from applications.forms.correspondence import LeaveElementsForm
from applications.models import Application, Member
from applications.queries.access import signs_for
from applications.queries.coverage import confirmed_coverage, coverage_of
from applications.views.board_links import address
from applications.views.board_rows import coverage_line
from applications.views.consortium import own_member
from applications.views.effects import Effect, effects_of
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs_of_members
from ledger.refusal import Refused
from pilots.models import CallElement

STAYS = gettext_noop(
    "Nothing is deleted: the decision that has been recorded stays readable. The other side is told by mail."
)


@with_application
def leave_elements(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """Choose the elements, see what leaving each does to its coverage, confirm."""
    member = own_partner(request, application, member_id)
    mine = list(elements_of(member).order_by("order"))
    form = LeaveElementsForm(request.POST if request.method == "POST" else None, offered=mine)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            go(
                member_id=member.pk,
                codes=form.cleaned_data["elements"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Your organisation has left the elements. The lead has been told."))
            return redirect(address(application, "members"))
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "member": member,
        "form": form,
        "refusal": refusal,
        "effects": [effect_in(application, member, element) for element in mine],
    }
    valid = not form.is_bound or form.is_valid()
    return render(
        request, "applications/leave_elements.html", context, status=status_of(refusal, valid=valid)
    )


def effect_in(application: Application, member: Member, element: CallElement) -> Effect:
    """The confirmed coverage of one element with this member and without it."""
    including = confirmed_coverage(application, element=element.code)
    others = [
        share.organisation for share in including.shares if share.organisation.pk != member.organisation_id
    ]
    without = coverage_of(
        application.call, application.region, others, special_grounds=application.has_grounds
    )
    return Effect(element.name, coverage_line(element.name, without), coverage_line(element.name, including))


def own_partner(request: HttpRequest, application: Application, member_id: int) -> Member:
    """The partner that this person signs for; nobody else leaves in its name."""
    member = own_member(application, member_id)
    if not signs_for(request.user, member) or member.is_lead:
        raise PermissionDenied
    return member


@dataclass(frozen=True)
class Question:
    """What the page asks once more before somebody goes; `press` is empty where a form has its own button."""

    title: str
    heading: str
    lead: str
    press: str = ""


@with_application
def withdraw_asked(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """The lead takes a request back before it is answered; asked once more, with what it does to the coverage."""
    member = own_member(application, member_id)
    name = {"name": member.organisation.name}
    refusal = None
    if request.method == "POST":
        try:
            withdraw_request(member_id=member.pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The request to %(name)s was withdrawn.") % name)
            return redirect(address(application, "members"))
    question = Question(
        _("Withdraw the request"),
        _("Withdraw the request to %(name)s?") % name,
        _("The organisation is told by mail, and its people no longer see the draft. You can ask it again."),
        _("Withdraw the request"),
    )
    return show_exit(request, application, member, question=question, refusal=refusal)


@with_application
def release_member(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """The lead lets a partner go; asked once more, with what it does to the coverage."""
    member = own_member(application, member_id)
    name = {"name": member.organisation.name}
    refusal = None
    if request.method == "POST":
        try:
            release(member_id=member.pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(name)s was released.") % name)
            return redirect(address(application, "members"))
    question = Question(
        _("Release a member"), _("Release %(name)s?") % name, _(STAYS), _("Release the member")
    )
    return show_exit(request, application, member, question=question, refusal=refusal)


@with_application
def leave_consortium(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """A partner leaves; the reason is asked and the effect is shown."""
    member = own_partner(request, application, member_id)
    form = LeaveForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            leave(
                member_id=member.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("Your organisation has left the consortium."))
            return redirect("applications:start")
    question = Question(_("Leave the consortium"), _("Leave the consortium?"), _(STAYS))
    return show_exit(request, application, member, question=question, refusal=refusal, form=form)


def show_exit(
    request: HttpRequest,
    application: Application,
    member: Member,
    *,
    question: Question,
    refusal: Refused | None,
    form: LeaveForm | None = None,
) -> HttpResponse:
    """The page that asks once more before a member goes."""
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "member": member,
        "question": question,
        "effects": effects_of(application, member),
        "form": form,
        "refusal": refusal,
        "back": address(application, "members"),
    }
    valid = form is None or not form.is_bound or form.is_valid()
    return render(request, "applications/exit.html", context, status=status_of(refusal, valid=valid))
