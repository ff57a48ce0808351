"""A single member's pages: the request as the asked organisation reads it, and its elements."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.actions.consortium import answer_request, see_request, set_elements
from applications.forms.consortium import AnswerForm, MemberElementsForm
from applications.models import Application, Member
from applications.queries.access import may, prepares_for, signs_for, works_for
from applications.queries.board import board_of
from applications.queries.budget import lines_of
from applications.queries.calendar import projection_of
from applications.queries.draft import Draft
from applications.views.board_calendar import chart_of, day_lines
from applications.views.board_links import Viewer, address
from applications.views.board_rows import state_of
from applications.views.consortium import own_member
from applications.views.effects import effects_of, effects_on
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs, crumbs_of_members
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
    valid = request.method != "POST" or form.is_valid()
    context = {
        **whole_draft(request, application, member),
        "form": form if answers_for(request, member, application) else None,
        "refusal": refusal,
    }
    return render(request, "applications/request.html", context, status=status_of(refusal, valid=valid))


def answers_for(request: HttpRequest, member: Member, application: Application) -> bool:
    """Whether this person answers the request, and it still waits for that."""
    signs = signs_for(request.user, member) and may(request.user, Act.ANSWER_REQUEST, application)
    return signs and member.state == Member.State.ASKED


def whole_draft(request: HttpRequest, application: Application, member: Member) -> dict[str, object]:
    """Everything that the own body needs to know: plan, elements, budget, members, calendar, coverage, package."""
    draft, board = Draft(application), board_of(application)
    projection = projection_of(board, at=request.arrived_at)
    days, asked_days = day_lines(projection)
    viewer = Viewer(request.user, application, request.arrived_at)
    return {
        "application": application,
        "crumbs": crumbs(application),
        "member": member,
        "draft": draft,
        "elements": [(plan, draft.asked[plan.element.code]) for plan in draft.plans],
        "lines": lines_of(application),
        "others": [
            (row, *state_of(row, application.call.closing_day))
            for row in board.rows
            if row.member.state in Member.INVITED
        ],
        "effects": effects_on(board, member),
        "days": days,
        "asked_days": asked_days,
        "chart": chart_of(board, projection),
        "projection": projection,
        "package": may(request.user, Act.MAKE_PACKAGE, application) and prepares_for(request.user, member),
        "dates": viewer.dates(member),
        "open": viewer.editable,
    }


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
        "crumbs": crumbs_of_members(application),
        "member": member,
        "form": form,
        "refusal": refusal,
    }
    valid = request.method != "POST" or form.is_valid()
    return render(
        request, "applications/member_elements.html", context, status=status_of(refusal, valid=valid)
    )
