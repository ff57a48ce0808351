"""Asking without a list first: one organisation, somebody anew, or the whole county at once; reminders."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from applications.actions.asking import ask_partners, draft_requests
from applications.actions.asking import remind as remind_members
from applications.forms.consortium import RequestForm
from applications.models import Application, Member
from applications.queries.board import Board, Candidate, board_of
from applications.queries.consortium import drafted_request
from applications.views.board_links import address
from applications.views.consortium import (
    confirm_requests,
    request_form,
    requests_sent,
    show_board,
    ticked,
)
from applications.views.gate import status_of, with_application
from applications.views.section_page import crumbs_of_members
from ledger.refusal import Refused

NEVER_ASKED = frozenset({"", Member.State.LISTED})


@with_application
def ask(request: HttpRequest, application: Application) -> HttpResponse:
    """Whom to ask and with what words; then once more all of them by name; then they are asked."""
    board = board_of(application)
    possible = board.choosable
    form = asking_form(request, application, board)
    if request.method != "POST" or "edit" in request.POST or not form.is_valid():
        return show_asking(request, application, form)
    chosen = {int(pk) for pk in form.cleaned_data["organisation"]}
    if "confirmed" not in request.POST:
        names = [each.organisation for each in possible if each.organisation.pk in chosen]
        return confirm_requests(request, application, form, names=names, action=address(application, "ask"))
    try:
        asked = ask_partners(
            application_id=application.pk,
            organisation_ids=chosen,
            message=form.cleaned_data["message"],
            reply_by_on=form.cleaned_data["reply_by_on"],
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show_asking(request, application, form, refusal=refusal)
    return requests_sent(request, application, asked)


@require_POST
@with_application
def draft(request: HttpRequest, application: Application) -> HttpResponse:
    """Keep the words of requests that are sent later: an editor writes them, a signatory sends them."""
    board = board_of(application)
    form = request_form(request, application, board, request.POST)
    if not form.is_valid():
        return show_board(request, application, board=board, form=form)
    try:
        drafted = draft_requests(
            application_id=application.pk,
            organisation_ids={int(pk) for pk in form.cleaned_data["organisation"]},
            message=form.cleaned_data["message"],
            reply_by_on=form.cleaned_data["reply_by_on"],
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show_board(request, application, form=form, refusal=refusal)
    words = ngettext(
        "The draft of %(count)s request was saved. A signatory of the lead organisation sends it.",
        "The draft of %(count)s requests was saved. A signatory of the lead organisation sends them.",
        drafted,
    )
    messages.success(request, words % {"count": drafted})
    return redirect(address(application, "members") + "#requests")


def asking_form(request: HttpRequest, application: Application, board: Board) -> RequestForm:
    """The form with everybody who has not been asked ticked; with `only` in the address, that one alone.

    A municipality that comes in through a joint authority is said to do so, and is left to be ticked by hand.
    What an editor has drafted for the list stands in it already.
    """
    possible = board.choosable
    only = ticked(request.GET.getlist("only"))
    form = RequestForm(
        request.POST if request.method == "POST" else None,
        listed=possible,
        at=request.arrived_at,
        closes_at=application.call.closes_at,
        drafted=drafted_request(application, next(iter(only), None)),
    )
    form.fields["organisation"].choices = [
        (str(each.organisation.pk), label_of(each, board.through)) for each in possible
    ]
    form.fields["organisation"].initial = [
        str(each.organisation.pk)
        for each in possible
        if (each.organisation.pk in only if only else is_to_ask(each, board.through))
    ]
    form.helper.form_action = address(application, "ask")
    return form


def is_to_ask(one: Candidate, through: Mapping[str, str]) -> bool:
    """Whether somebody is ticked at first: never asked, and not in already through an authority."""
    return one.state in NEVER_ASKED and not authority_of(one, through)


def authority_of(one: Candidate, through: Mapping[str, str]) -> str:
    """The joint authority through which a municipality comes in already, or ""."""
    return through.get(one.organisation.municipality_id or "", "")


def label_of(one: Candidate, through: Mapping[str, str]) -> str:
    """The name, and through whom a municipality comes in already."""
    names = {"name": one.organisation.name, "authority": authority_of(one, through)}
    return _("%(name)s (comes in through %(authority)s)") % names if names["authority"] else names["name"]


def show_asking(
    request: HttpRequest, application: Application, form: RequestForm, *, refusal: Refused | None = None
) -> HttpResponse:
    """The form of the request, also with what has to be mended."""
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "form": form,
        "refusal": refusal,
        "open": application.is_editable(request.arrived_at),
    }
    valid = not form.is_bound or form.is_valid()
    return render(request, "applications/ask.html", context, status=status_of(refusal, valid=valid))


@require_POST
@with_application
def remind_them(request: HttpRequest, application: Application) -> HttpResponse:
    """Remind one member, or all those who are named by the button for all."""
    try:
        reminded = remind_members(
            application_id=application.pk,
            member_ids=ticked(request.POST.getlist("member")),
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show_board(request, application, refusal=refusal)
    words = ngettext(
        "%(count)s reminder was sent: %(names)s.", "%(count)s reminders were sent: %(names)s.", len(reminded)
    )
    names = ", ".join(member.organisation.name for member in reminded)
    messages.success(request, words % {"count": len(reminded), "names": names})
    return redirect(address(application, "members"))
