"""What stands in the way on the board, the worst first, each with what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.queries.board import Board, Row
from applications.queries.calendar import Projection
from applications.views.board_links import Press, Viewer, address, reminds
from pilots.wording import listed
from ui.formatting import day, moment


@dataclass(frozen=True)
class Notice:
    """A banner of the board, with buttons and links that mend what it says."""

    tone: str
    heading: str
    text: str
    presses: tuple[Press, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


def notices_of(board: Board, projection: Projection, viewer: Viewer) -> list[Notice]:
    """What stands in the way, the worst first."""
    found = [*clash_notices(board)]
    if viewer.editable:
        found += [late_notice(row, viewer) for row in projection.late]
        found += missing_notices(board, projection)
        found += inspection_notices(projection)
    else:
        text = _("The call has closed or the case is with the ministry. What was sent stands as it is.")
        found.append(Notice("info", _("The members can no longer be changed"), text))
    return found


def clash_notices(board: Board) -> list[Notice]:
    """Municipalities that take part in two consortia."""
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
    return found


def late_notice(row: Row, viewer: Viewer) -> Notice:
    """A member that takes part and meets only after the call has closed."""
    member, application = row.member, viewer.application
    text = _(
        "The meeting is on %(day)s, and the call closes %(closes)s. A member that has accepted but not decided blocks "
        "the sending."
    ) % {"day": day(row.meeting.meets_on), "closes": moment(application.call.closes_at)}
    presses, links = [], []
    if viewer.sends and not member.is_lead:
        if reminds(row, viewer):
            presses.append(Press(_("Ask for an earlier meeting"), address(application, "remind"), member.pk))
        links.append(
            (
                _("Release %(name)s") % {"name": row.organisation.name},
                address(application, "release", member),
            )
        )
    if viewer.dates(member):
        links.append((_("Change the meeting day"), address(application, "meeting", member)))
    heading = _("%(name)s decides too late") % {"name": row.organisation.name}
    return Notice("warn", heading, text, tuple(presses), tuple(links))


def missing_notices(board: Board, projection: Projection) -> list[Notice]:
    """Who has accepted and not decided: a record that is missing, a day that nobody knows, a day to come."""
    if not board.undecided:
        return []
    late = {row.member.pk for row in projection.late}
    others = [row for row in board.undecided if row.member.pk not in late]
    found = []
    if others:
        text = _(
            "%(names)s: a member that has accepted but not decided blocks the sending, until it decides or is released."
        )
        found.append(Notice("warn", _("A decision is missing"), text % {"names": names_of(others)}))
    if projection.open:
        text = _("%(names)s: no day on which the own body can decide is known. Ask for it and enter it.")
        found.append(Notice("warn", _("No meeting day"), text % {"names": names_of(projection.open)}))
    if projection.unrecorded:
        text = _("%(names)s: the day of the meeting has passed. Record what was decided.")
        found.append(
            Notice("warn", _("A meeting without a record"), text % {"names": names_of(projection.unrecorded)})
        )
    return found


def inspection_notices(projection: Projection) -> list[Notice]:
    """Minutes that are inspected only after the closing: the approval counts all the same."""
    if not projection.inspected_late:
        return []
    days = [
        _("%(name)s on %(day)s") % {"name": row.organisation.name, "day": day(row.meeting.inspected_on)}
        for row in projection.inspected_late
    ]
    text = _(
        "%(names)s. The approval counts from the day of the meeting; add the inspected extract when it is there."
    )
    heading = _("Minutes are inspected after the call has closed")
    return [Notice("info", heading, text % {"names": listed(days)})]


def names_of(rows: Iterable[Row]) -> str:
    """The members' names in a row."""
    return listed([row.organisation.name for row in rows])
