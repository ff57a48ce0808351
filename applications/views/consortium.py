"""The page of the members: the board, the list of partners, the live meter, and sending requests."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Organisation
from applications.actions.consortium import list_partners, send_requests
from applications.forms.consortium import RequestForm
from applications.models import Application, Member
from applications.queries.board import Board, board_of
from applications.queries.calendar import projection_of
from applications.queries.consortium import drafted_request
from applications.queries.picture import drawn, ticked_picture
from applications.views.board_calendar import chart_of, day_lines, exits_in_words, headline_of
from applications.views.board_links import Viewer, address, reminds
from applications.views.board_notices import notices_of
from applications.views.board_rows import coverage_line, groups_of, not_asked_of, tiles_of_board
from applications.views.gate import status_of, with_application
from applications.views.parts import NOBODY_DECIDED
from applications.views.section_page import crumbs, crumbs_of_members
from ledger.refusal import Refused
from pilots.meter import meter_of
from pilots.wording import VERDICTS

LARGEST_ID_DIGITS = 18


@with_application
def members(request: HttpRequest, application: Application) -> HttpResponse:
    """The board; posting sets whom the lead means to ask."""
    if request.method != "POST":
        return show_board(request, application)
    try:
        list_partners(
            application_id=application.pk,
            organisation_ids=ticked(request.POST.getlist("organisation")) | standing(application),
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show_board(request, application, refusal=refusal)
    messages.success(request, _("The list was saved."))
    onward = "#requests" if "save_next" in request.POST else ""
    return redirect(address(application, "members") + onward)


def standing(application: Application) -> set[int]:
    """Who has been asked or takes part: their boxes are locked, so they are not in what is posted."""
    locked = Member.STANDING
    return {member.organisation_id for member in application.members.all() if member.state in locked}


def ticked(values: list[str]) -> set[int]:
    """The ids among what was sent; anything else is nobody."""
    return {
        int(value)
        for value in values
        if value.isascii() and value.isdigit() and len(value) < LARGEST_ID_DIGITS
    }


@require_safe
def meter(request: HttpRequest, pk: int) -> HttpResponse:
    """The live meter of who is ticked. Whoever sees an application may read it, so seeing is the whole check."""
    picture = ticked_picture(request.user, pk, ticked(request.GET.getlist("organisation")))
    if picture is None:
        raise Http404
    drawn = render_to_string("applications/ticked_meter.html", {"meter": meter_of(picture, ident="ticked")})
    return HttpResponse(drawn)


@require_POST
@with_application
def send(request: HttpRequest, application: Application) -> HttpResponse:
    """Show who will be asked and with what words; ask them once that is confirmed."""
    board = board_of(application)
    form = request_form(request, application, board, request.POST)
    if "edit" in request.POST or not form.is_valid():
        return show_board(request, application, board=board, form=form)
    chosen = {int(pk) for pk in form.cleaned_data["organisation"]}
    if "confirmed" not in request.POST:
        names = [row.organisation for row in board.listed if row.organisation.pk in chosen]
        action = address(application, "send-requests")
        return confirm_requests(request, application, form, names=names, action=action)
    try:
        asked = send_requests(
            application_id=application.pk,
            organisation_ids=chosen,
            message=form.cleaned_data["message"],
            reply_by_on=form.cleaned_data["reply_by_on"],
            actor=request.user,
            at=request.arrived_at,
        )
    except Refused as refusal:
        return show_board(request, application, form=form, refusal=refusal)
    return requests_sent(request, application, asked)


def confirm_requests(
    request: HttpRequest,
    application: Application,
    form: RequestForm,
    *,
    names: list[Organisation],
    action: str,
) -> HttpResponse:
    """Everybody who will be asked by name, and the words, once more before they go."""
    context = {
        "application": application,
        "crumbs": crumbs_of_members(application),
        "asked": names,
        "form": form,
        "action": action,
    }
    return render(request, "applications/requests_confirm.html", context)


def requests_sent(request: HttpRequest, application: Application, asked: list[Member]) -> HttpResponse:
    """Back to the board, with how many were asked."""
    words = ngettext("%(count)s request was sent.", "%(count)s requests were sent.", len(asked))
    messages.success(request, words % {"count": len(asked)})
    return redirect(address(application, "members"))


def own_member(application: Application, member_id: int) -> Member:
    """A member of this very application; anything else does not exist."""
    found = [member for member in application.members.all() if member.pk == member_id]
    if not found:
        raise Http404
    return found[0]


def request_form(
    request: HttpRequest, application: Application, board: Board, data: Any = None
) -> RequestForm:
    """The form of the message to whoever is on the list and has not been asked; an editor can only draft it."""
    sends = Viewer(request.user, application, request.arrived_at).sends
    form = RequestForm(
        data,
        listed=board.listed,
        at=request.arrived_at,
        closes_at=application.call.closes_at,
        drafted=drafted_request(application),
        sends=sends,
        draft_action=address(application, "draft-requests"),
    )
    if sends:
        form.helper.form_action = address(application, "send-requests")
    return form


def show_board(
    request: HttpRequest,
    application: Application,
    *,
    board: Board | None = None,
    form: RequestForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page of the members, also after something was refused or has to be mended."""
    if refusal is not None or board is None:
        board = board_of(application)
    viewer = Viewer(request.user, application, request.arrived_at)
    asks = viewer.edits and board.listed
    valid = form is None or form.is_valid()
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "refusal": refusal,
        "board": board,
        "form": (form or request_form(request, application, board)) if asks else None,
        **figures(board),
        **positions(board, viewer),
    }
    return render(request, "applications/members.html", context, status=status_of(refusal, valid=valid))


def figures(board: Board) -> dict[str, object]:
    """The live meter of everybody invited, and the table of figures."""
    return {
        "invited": meter_of(drawn(board.invited, board.places, loaded=True), ident="ticked"),
        "coverages": [
            coverage_line(_("Confirmed: this governs"), board.confirmed),
            coverage_line(_("Everybody invited"), board.invited),
        ],
        "elements": [coverage_line(element.name, coverage) for element, coverage in board.by_element],
    }


def positions(board: Board, viewer: Viewer) -> dict[str, object]:
    """Who stands where, what the calendar promises, what stands in the way, and what may be done about it."""
    projection = projection_of(board, at=viewer.at)
    days, asked_days = day_lines(projection)
    return {
        "viewer": viewer,
        "headline": headline_of(board, projection, nobody=NOBODY_DECIDED),
        "projection": projection,
        "chart": chart_of(board, projection),
        "days": days,
        "asked_days": asked_days,
        "exits": [(each, VERDICTS[each.outcome] if each.outcome else None) for each in projection.exits()],
        "others": exits_in_words(projection),
        "notices": notices_of(board, projection, viewer),
        "groups": groups_of(board, viewer),
        "not_asked": not_asked_of(board, viewer),
        "tiles": tiles_of_board(board),
        "reminded": [row for row in board.asked if viewer.sends and reminds(row, viewer)],
    }
