"""The members as the board shows them: each with its state in words, what it brings, and what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.models import Member, MemberDecision
from applications.queries.board import Board, Candidate, Row
from applications.queries.calendar import is_late
from applications.queries.coverage import Coverage
from applications.views.board_links import Press, Viewer, asking_address, links_of, presses_of
from pilots.wording import NOBODY, NOT_JUDGED, VERDICTS, municipalities
from ui.formatting import day
from ui.parts import Tile

LONGEST_OPEN = 6  # lines: longer groups of those who owe nobody an act are folded
ANSWERED = frozenset({Member.State.DECLINED, Member.State.LEFT, Member.State.ACCEPTED})


@dataclass(frozen=True)
class Line:
    """One row of the table of members. `links` are (words, address); `inspected` is a day or words."""

    ident: str
    name: str
    state: str
    words: str
    details: tuple[str, ...]
    codes: frozenset[str]
    inhabitants: int | None
    share: str | None
    body: str = ""
    meets_on: date | None = None
    inspected: str = ""
    links: tuple[tuple[str, str], ...] = ()
    presses: tuple[Press, ...] = ()

    waits: bool = False

    @property
    def front(self) -> Press | None:
        """The button that stands in the open: whoever owes an answer is reminded; the rest is folded."""
        return next((press for press in self.presses if self.waits), None)

    @property
    def first(self) -> tuple[str, str] | None:
        """The link that stands in the open where no button does."""
        return self.links[0] if self.links and not self.front else None

    @property
    def folded_links(self) -> tuple[tuple[str, str], ...]:
        return self.links[1:] if self.first else self.links

    @property
    def folded_presses(self) -> tuple[Press, ...]:
        return tuple(press for press in self.presses if press != self.front)


@dataclass(frozen=True)
class Group:
    """Members in the same position, with what that means; a long group may be folded."""

    heading: str
    note: str
    lines: tuple[Line, ...]
    folds: bool = False


def groups_of(board: Board, viewer: Viewer) -> list[Group]:
    """The table of members, grouped by where they stand; empty groups are left out."""
    groups = [
        (_("Decided: they are counted"), board.decided),
        (_("Taking part without a decision: this blocks the sending"), board.undecided),
        (
            _("No answer: they are not counted, and the request lapses when the application is sent"),
            board.asked,
        ),
        (_("On the list, not asked yet"), board.listed),
        (_("Not taking part"), board.out),
    ]
    return [
        Group(
            words,
            counted(rows),
            tuple(line_of(row, viewer) for row in rows),
            folds=rows == board.asked and len(rows) > LONGEST_OPEN,
        )
        for words, rows in groups
        if rows
    ]


def not_asked_of(board: Board, viewer: Viewer) -> Group:
    """Everybody of the county who is not on the list, municipalities and joint authorities; perhaps nobody."""
    through = board.through
    lines = tuple(line_of_candidate(each, viewer, through) for each in board.not_asked)
    return Group(_("Not asked"), counted(board.not_asked), lines)


def counted(rows: Sequence[Row | Candidate]) -> str:
    """How many organisations, and how many municipalities of the county they bring."""
    number = len(rows)
    words = ngettext("%(count)s organisation", "%(count)s organisations", number) % {"count": number}
    return f"{words}, {municipalities(len(frozenset[str]().union(*(row.codes for row in rows))))}"


def line_of(row: Row, viewer: Viewer) -> Line:
    """A member of any state."""
    decision, meeting = row.decision, row.meeting
    current = decision if row.member.state == Member.State.ACCEPTED else None
    body = current.body if current else meeting.body if meeting else ""
    return Line(
        f"member-{row.member.pk}",
        row.organisation.name,
        *state_of(row, viewer.closes_on),
        details_of(row, viewer),
        row.codes,
        row.inhabitants,
        row.share,
        body=f"{body} § {current.section}" if current and current.section else body,
        meets_on=current.decided_on if current else meeting.meets_on if meeting else None,
        inspected=inspected_of(row),
        links=links_of(row, viewer),
        presses=presses_of(row, viewer),
        waits=row.member.state == Member.State.ASKED,
    )


def line_of_candidate(one: Candidate, viewer: Viewer, through: Mapping[str, str]) -> Line:
    """Somebody of the county who has not been asked; it may come in through an authority that takes part."""
    names = {through[code] for code in one.codes if code in through}
    details = [_("comes in through %(name)s") % {"name": name} for name in sorted(names)]
    if one.covers:
        details.append(", ".join(one.covers))
    ask = (_("Ask"), asking_address(viewer.application, one.organisation))
    return Line(
        f"organisation-{one.organisation.pk}",
        one.organisation.name,
        "none",
        _("Not asked"),
        tuple(details),
        one.codes,
        one.inhabitants,
        one.share,
        links=(ask,) if viewer.sends else (),
    )


def inspected_of(row: Row) -> str:
    """The day on which the minutes are inspected, or that this has happened, or that it waits."""
    decision, meeting = row.decision, row.meeting
    if meeting and meeting.inspected_on:
        return day(meeting.inspected_on)
    if row.member.state != Member.State.ACCEPTED or decision is None:
        return ""
    return _("inspected") if decision.minutes_inspected else _("waits")


def state_of(row: Row, closes_on: date) -> tuple[str, str]:
    """The state of a tag and its word."""
    if is_late(row, closes_on):
        return "warn", _("Decides too late")
    if row.member.state == Member.State.ACCEPTED:
        return decision_state(row.decision)
    return {
        Member.State.LISTED: ("none", _("Not asked yet")),
        Member.State.ASKED: ("wait", _("Has read it"))
        if row.member.seen_at
        else ("none", _("Asked to join")),
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
    """Small words under the state: what was asked, read and answered, and the version that was decided on."""
    member, found = row.member, []
    if member.is_lead:
        found.append(_("lead organisation"))
    found += request_details(row, viewer)
    if row.decision and member.state == Member.State.ACCEPTED:
        found += decision_details(row.decision, viewer)
    if member.answer_note and member.state in ANSWERED:
        found.append(member.answer_note)
    return tuple(found)


def request_details(row: Row, viewer: Viewer) -> list[str]:
    """How far the request has come, in one line."""
    member, found = row.member, []
    if member.state == Member.State.LISTED and member.message:
        found.append(_("the request has been drafted"))
    if member.state == Member.State.ASKED:
        if member.asked_at:
            found.append(_("asked %(day)s") % {"day": day(member.asked_at)})
        found.append(
            _("has opened the request %(day)s") % {"day": day(member.seen_at)}
            if member.seen_at
            else _("has not opened the request")
        )
        if member.reply_by_on and member.reply_by_on < timezone.localdate(viewer.at):
            found.append(_("reply was asked by %(day)s") % {"day": day(member.reply_by_on)})
        elif member.reply_by_on:
            found.append(_("reply by %(day)s") % {"day": day(member.reply_by_on)})
    if member.state == Member.State.DECLINED and member.answered_at:
        found.append(_("answered %(day)s") % {"day": day(member.answered_at)})
    if member.state in Member.STANDING and not row.decided:
        if member.reminded_at:
            found.append(_("reminded %(day)s") % {"day": day(member.reminded_at)})
        if member.state == Member.State.ACCEPTED and not row.meeting:
            found.append(_("no meeting day"))
    return [", ".join(found)] if found else []


def decision_details(decision: MemberDecision, viewer: Viewer) -> list[str]:
    """On which version the decision stands, and who recorded it."""
    found = []
    if decision.stands_on != viewer.application.plan_version:
        versions = {"then": decision.stands_on, "now": viewer.application.plan_version}
        found.append(_("decided on version %(then)s of the plan, now version %(now)s") % versions)
    if decision.recorded_for_member:
        found.append(
            _("recorded by the lead, confirmed by the member")
            if decision.acknowledged_at
            else _("recorded by the lead organisation")
        )
    return found


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
    words = VERDICTS[verdict.outcome] if verdict.covered_municipalities else NOBODY
    return CoverageLine(name, verdict.share, counts, *words)


def tiles_of_board(board: Board) -> list[Tile]:
    """The county by where its municipalities stand; one that comes in twice shows its best position."""
    closes_on = board.application.call.closing_day
    late = [row for row in board.undecided if is_late(row, closes_on)]
    marks = [
        (board.out, "off", "icon:cross"),
        (board.listed, "off", ""),
        (board.asked, "off", "icon:ring"),
        (late, "late", "icon:warn"),
        ([row for row in board.undecided if row not in late], "tone-3", "icon:half"),
        (board.decided, "tone-1", "icon:check"),
    ]
    shown = {code: (state, mark) for rows, state, mark in marks for row in rows for code in row.codes}
    return [
        Tile(place.tile_col, place.tile_row, place.name, *shown.get(code, ("off", "")))
        for code, place in board.places.items()
    ]
