"""A single member's pages: the request as the asked organisation reads it, its elements, leaving and releasing."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.actions.consortium import answer_request, release, see_request, set_elements
from applications.actions.leaving import leave
from applications.forms.consortium import AnswerForm, LeaveForm, MemberElementsForm
from applications.models import Application, Member
from applications.queries.access import may, signs_for, works_for
from applications.queries.board import Ground, Row, ground_of, rows_of
from applications.queries.budget import lines_of
from applications.queries.draft import Draft
from applications.views.board_links import address
from applications.views.board_rows import CoverageLine, coverage_line
from applications.views.consortium import own_member
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs
from ledger.refusal import Refused


@with_application
def read_request(request: HttpRequest, application: Application) -> HttpResponse:
    """The message, the whole draft, what the own membership does to the coverage, and the answer."""
    member = asked_member(request, application)
    form = AnswerForm(request.POST or None)
    refusal = None
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        accept = form.cleaned_data["answer"] == "accept"
        if not accept and "confirmed" not in request.POST:
            return confirm_decline(request, application, member, form)
        try:
            answer_request(
                member_id=member.pk,
                accept=accept,
                answer_note=form.cleaned_data["note"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            return answered(request, application, member, accept=accept)
    elif member.state == Member.State.ASKED:
        see_request(member_id=member.pk, actor=request.user, at=request.arrived_at)
    draft = Draft(application)
    answers = signs_for(request.user, member) and may(request.user, Act.ANSWER_REQUEST, application)
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "member": member,
        "draft": draft,
        "lines": lines_of(application),
        "others": [each for each in application.members.all() if each.state in Member.INVITED],
        "effects": effects_of(application, member),
        "refusal": refusal,
        "form": form if answers and member.state == Member.State.ASKED else None,
        "open": application.is_editable(request.arrived_at),
    }
    valid = request.method != "POST" or form.is_valid()
    return render(request, "applications/request.html", context, status=status_of(refusal, valid=valid))


def confirm_decline(
    request: HttpRequest, application: Application, member: Member, form: AnswerForm
) -> HttpResponse:
    """Declining is asked once more, with what it does to the coverage; whoever declines no longer sees the draft."""
    if not (signs_for(request.user, member) and member.state == Member.State.ASKED):
        raise PermissionDenied
    context = {
        "application": application,
        "crumbs": [*crumbs(application), (_("Partnership request"), address(application, "request"))],
        "member": member,
        "form": form,
        "effects": effects_of(application, member),
    }
    return render(request, "applications/decline.html", context)


def asked_member(request: HttpRequest, application: Application) -> Member:
    """The membership of one's own that waits for an answer; else one that has accepted. Not the lead's."""
    mine = [m for m in application.members.all() if works_for(request.user, m) and not m.is_lead]
    order = {Member.State.ASKED: 0, Member.State.ACCEPTED: 1}
    mine = sorted((m for m in mine if m.state in order), key=lambda m: (order[Member.State(m.state)], m.pk))
    if not mine:
        raise Http404
    return mine[0]


def answered(request: HttpRequest, application: Application, member: Member, *, accept: bool) -> HttpResponse:
    """Whoever accepts goes on to the own decision; whoever declines no longer sees the draft."""
    if accept:
        messages.success(
            request, _("You have accepted the request. Record your own body's decision when it is made.")
        )
        return redirect(address(application, "decision", member))
    messages.success(request, _("You have declined the request. The lead organisation has been told."))
    return redirect("applications:start")


@dataclass(frozen=True)
class Effect:
    """What one membership does to a coverage."""

    name: str
    without: CoverageLine
    including: CoverageLine


def effects_of(application: Application, member: Member) -> list[Effect]:
    """The confirmed and the invited coverage, each with and without this member."""
    ground = ground_of(application)
    rows = rows_of(application, ground)
    own = [row for row in rows if row.member.pk == member.pk]
    others = [row for row in rows if row.member.pk != member.pk]
    return [
        effect(_("Of those who have decided"), ground, [row for row in others if row.decided], own),
        effect(
            _("Of everybody invited"),
            ground,
            [row for row in others if row.member.state in Member.INVITED],
            own,
        ),
    ]


def effect(name: str, ground: Ground, others: list[Row], own: list[Row]) -> Effect:
    return Effect(
        name, coverage_line(name, ground.coverage(others)), coverage_line(name, ground.coverage(others + own))
    )


@with_application
def member_elements(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """In which elements a member takes part."""
    member = own_member(application, member_id)
    offered = list(application.call.elements.order_by("order"))
    chosen = list(member.elements.order_by("order").values_list("code", flat=True))
    form = MemberElementsForm(request.POST or None, offered=offered, chosen=chosen)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            set_elements(
                member_id=member.pk,
                codes=form.cleaned_data["elements"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(
                request, _("The elements of %(name)s were saved.") % {"name": member.organisation.name}
            )
            return redirect(address(application, "members"))
    context = {
        "application": application,
        "crumbs": [*crumbs(application), (_("Members"), address(application, "members"))],
        "member": member,
        "form": form,
        "refusal": refusal,
    }
    valid = request.method != "POST" or form.is_valid()
    return render(
        request, "applications/member_elements.html", context, status=status_of(refusal, valid=valid)
    )


@with_application
def release_member(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """The lead lets a partner go; asked once more, with what it does to the coverage."""
    member = own_member(application, member_id)
    refusal = None
    if request.method == "POST":
        try:
            release(member_id=member.pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("%(name)s was released.") % {"name": member.organisation.name})
            return redirect(address(application, "members"))
    return show_exit(request, application, member, refusal=refusal)


@with_application
def leave_consortium(request: HttpRequest, application: Application, member_id: int) -> HttpResponse:
    """A partner leaves; the reason is asked and the effect is shown."""
    member = own_member(application, member_id)
    if not signs_for(request.user, member) or member.is_lead:
        raise PermissionDenied
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
    return show_exit(request, application, member, refusal=refusal, form=form)


def show_exit(
    request: HttpRequest,
    application: Application,
    member: Member,
    *,
    refusal: Refused | None,
    form: LeaveForm | None = None,
) -> HttpResponse:
    """The page that asks once more before a member goes."""
    context = {
        "application": application,
        "crumbs": [*crumbs(application), (_("Members"), address(application, "members"))],
        "member": member,
        "effects": effects_of(application, member),
        "form": form,
        "refusal": refusal,
        "back": address(application, "members"),
    }
    valid = form is None or not form.is_bound or form.is_valid()
    return render(request, "applications/exit.html", context, status=status_of(refusal, valid=valid))
