"""The members as the board shows them: each with its state in words, what it brings, and what may be done."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Act, Role, allows
from applications.models import Application, Member, MemberDecision
from applications.queries.access import roles_on, signs_for, works_for
from applications.queries.board import Board, Row
from applications.queries.coverage import Coverage
from pilots.wording import NOT_JUDGED, VERDICTS, listed
from ui.formatting import day
from ui.parts import Tile


@dataclass
class Viewer:
    """What the person at the page may do here and now."""

    user: User
    application: Application
    at: datetime

    def may(self, act: Act) -> bool:
        return allows(act, self.roles)

    @cached_property
    def roles(self) -> frozenset[Role]:
        return roles_on(self.user, self.application)

    @property
    def edits(self) -> bool:
        """Whether the list of partners can be changed."""
        return self.may(Act.DRAFT_REQUEST) and self.editable

    @property
    def sends(self) -> bool:
        """Whether requests can be sent and members released."""
        return self.may(Act.SEND_REQUEST) and self.editable

    @property
    def editable(self) -> bool:
        return self.application.is_editable(self.at)


@dataclass(frozen=True)
class Line:
    """One row of the table of members. `links` are (words, address); `withdraw` is an address to post to."""

    row: Row
    state: str
    words: str
    details: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    withdraw: str = ""

    @property
    def name(self) -> str:
        return self.row.organisation.name


@dataclass(frozen=True)
class Group:
    """Members in the same position, with what that means."""

    heading: str
    lines: tuple[Line, ...]


def groups_of(board: Board, viewer: Viewer) -> list[Group]:
    """The table of members, grouped by where they stand; empty groups are left out."""
    groups = [
        (_("Decided: they are counted"), board.decided),
        (_("Taking part without a decision: this blocks the sending"), board.undecided),
        (
            _("No answer: they are not counted, and the request lapses when the application is sent"),
            board.unanswered,
        ),
        (_("Not taking part"), board.out),
    ]
    return [Group(words, tuple(line_of(row, viewer) for row in rows)) for words, rows in groups if rows]


def line_of(row: Row, viewer: Viewer) -> Line:
    state, words = state_of(row)
    return Line(
        row,
        state,
        words,
        details_of(row, viewer),
        links_of(row, viewer),
        address(viewer.application, "withdraw-request", row.member)
        if viewer.may(Act.SEND_REQUEST) and row.member.state == Member.State.ASKED
        else "",
    )


def state_of(row: Row) -> tuple[str, str]:
    """The state of a tag and its word."""
    if row.member.state == Member.State.ACCEPTED:
        return decision_state(row.decision)
    return {
        Member.State.LISTED: ("none", _("Not asked yet")),
        Member.State.ASKED: ("wait", _("Asked to join")),
        Member.State.DECLINED: ("bad", _("Declined")),
        Member.State.WITHDRAWN: ("end", _("Request withdrawn")),
        Member.State.LAPSED: ("end", _("Request lapsed")),
        Member.State.LEFT: ("end", _("Has left")),
    }[Member.State(row.member.state)]


def decision_state(decision: MemberDecision | None) -> tuple[str, str]:
    """Where the decision of a member that takes part stands."""
    if decision is None:
        return "info", _("Accepted, no decision")
    if decision.disputed_at:
        return "bad", _("Record disputed")
    if not decision.confirmed_at:
        return "warn", _("Waits for a signatory")
    if decision.result in MemberDecision.APPROVALS:
        unread = decision.conditions and not decision.conditions_acknowledged_at
        return ("warn", _("Decided with conditions")) if unread else ("ok", _("Has decided"))
    rejected = decision.result == MemberDecision.Result.REJECTED
    return ("bad", _("Rejected")) if rejected else ("wait", decision.get_result_display().capitalize())


def details_of(row: Row, viewer: Viewer) -> tuple[str, ...]:
    """Small words under the state: deadline of the reply, what was read, the version that was decided on."""
    member, decision, found = row.member, row.decision, []
    if member.is_lead:
        found.append(_("lead organisation"))
    if member.state == Member.State.ASKED:
        if member.reply_by_on:
            late = member.reply_by_on < timezone.localdate(viewer.at)
            words = _("reply was asked by %(day)s") if late else _("reply by %(day)s")
            found.append(words % {"day": day(member.reply_by_on)})
        found.append(_("has opened the request") if member.seen_at else _("has not opened the request"))
    if decision and member.state == Member.State.ACCEPTED:
        if decision.stands_on != viewer.application.plan_version:
            versions = {"then": decision.stands_on, "now": viewer.application.plan_version}
            found.append(_("decided on version %(then)s of the plan, now version %(now)s") % versions)
        if decision.recorded_for_member:
            found.append(
                _("recorded by the lead, confirmed by the member")
                if decision.acknowledged_at
                else _("recorded by the lead organisation")
            )
    if member.answer_note and member.state in {
        Member.State.DECLINED,
        Member.State.LEFT,
        Member.State.ACCEPTED,
    }:
        found.append(member.answer_note)
    return tuple(found)


def links_of(row: Row, viewer: Viewer) -> tuple[tuple[str, str], ...]:
    """Where one can go from this member."""
    member, application = row.member, viewer.application
    if member.state != Member.State.ACCEPTED:
        return ()
    found = []
    if viewer.may(Act.DRAFT_MEMBER_DECISION):
        own = works_for(viewer.user, member)
        may_write = viewer.editable and (own or viewer.may(Act.RECORD_FOR_MEMBER))
        if row.decision:
            found.append((_("Decision"), address(application, "decision", member)))
        elif may_write:
            found.append((_("Record the decision"), address(application, "decision", member)))
    if viewer.edits:
        found.append((_("Elements"), address(application, "member-elements", member)))
    if viewer.sends and not member.is_lead:
        found.append((_("Release"), address(application, "release", member)))
    if not member.is_lead and viewer.may(Act.LEAVE) and signs_for(viewer.user, member):
        found.append((_("Leave"), address(application, "leave", member)))
    return tuple(found)


def address(application: Application, name: str, member: Member | None = None) -> str:
    """A page of the consortium."""
    more = [member.pk] if member else []
    return reverse(f"applications:{name}", args=[application.pk, *more])


@dataclass(frozen=True)
class CoverageLine:
    """A row of the table of coverages."""

    name: str
    share: str | None
    municipalities: str
    state: str
    words: str


def coverage_line(name: str, coverage: Coverage) -> CoverageLine:
    """One coverage in a row: the share, the municipalities, the verdict."""
    verdict = coverage.verdict
    if verdict is None:
        return CoverageLine(name, None, "–", *NOT_JUDGED)
    counts = f"{verdict.covered_municipalities}/{verdict.region_municipalities}"
    return CoverageLine(name, verdict.share, counts, *VERDICTS[verdict.outcome])


def tiles_of_board(board: Board) -> list[Tile]:
    """The county by where its municipalities stand; one that comes in twice shows its best position."""
    marks = [
        (board.out, "off", "icon:cross"),
        (board.unanswered, "off", "icon:ring"),
        (board.undecided, "tone-3", "icon:half"),
        (board.decided, "tone-1", "icon:check"),
    ]
    shown = {code: (state, mark) for rows, state, mark in marks for row in rows for code in row.codes}
    return [
        Tile(place.tile_col, place.tile_row, place.name, *shown.get(code, ("off", "")))
        for code, place in board.places.items()
    ]


@dataclass(frozen=True)
class Notice:
    """A banner of the board."""

    tone: str
    heading: str
    text: str


def warnings_of(board: Board, viewer: Viewer) -> list[Notice]:
    """What stands in the way, the worst first."""
    found = []
    elements = {element.code: element.name for element, _coverage in board.by_element}
    for clash in board.clashes:
        names = {
            "municipality": board.places[clash.code].name if clash.code in board.places else clash.code,
            "element": elements.get(clash.element, clash.element),
        }
        if clash.sent:
            text = _(
                "%(municipality)s takes part in %(element)s through another application that has been sent."
            )
            found.append(Notice("bad", _("In two consortia: this blocks the sending"), text % names))
        else:
            text = _(
                "%(municipality)s takes part in %(element)s through another draft too. Agree which one goes on."
            )
            found.append(Notice("warn", _("In two consortia"), text % names))
    if board.undecided:
        names = listed([row.organisation.name for row in board.undecided])
        text = _(
            "%(names)s: a member that has accepted but not decided blocks the sending, until it decides or is released."
        )
        found.append(Notice("warn", _("A decision is missing"), text % {"names": names}))
    if not viewer.editable:
        text = _("The call has closed or the case is with the ministry. What was sent stands as it is.")
        found.append(Notice("info", _("The members can no longer be changed"), text))
    return found
