"""The board calendar: confirmed coverage projected day by day until the call closes, and what it hangs on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils import timezone

from applications.models import Member, MemberDecision
from applications.queries.board import Board, Exit, Row, exits_of
from applications.queries.coverage import Coverage
from eligibility import Outcome


class Basis(StrEnum):
    """How sure a day is: decided, planned by a member that takes part, or planned by one that only was asked."""

    CONFIRMED = "confirmed"
    AGREED = "agreed"
    ASKED = "asked"


@dataclass(frozen=True)
class Day:
    """Who decides on a day, and the coverage of everybody up to and with that day."""

    on: date
    basis: Basis
    rows: tuple[Row, ...]
    coverage: Coverage


@dataclass(frozen=True)
class Hinge:
    """A meeting that is still ahead and without which the outcome would be another."""

    on: date
    exit: Exit


@dataclass(frozen=True, kw_only=True)
class Projection:
    """The calendar of one consortium as it looks on `today`.

    `days` are decisions and the meetings agreed by those who take part; `asked` go on from there with those who have
    told their day and have not answered: they count for nothing yet. `end` is the coverage after `days`.
    `late` meet after the call has closed, `open` have told no day that is still ahead, `unrecorded` have met without
    a record, of `inspected_late` only the inspection of the minutes comes after the closing.
    """

    today: date
    closes_on: date
    opens_on: date
    days: tuple[Day, ...]
    asked: tuple[Day, ...]
    late: tuple[Row, ...]
    late_asked: tuple[Row, ...]
    open: tuple[Row, ...]
    unrecorded: tuple[Row, ...]
    inspected_late: tuple[Row, ...]
    end: Coverage

    @property
    def agreed(self) -> list[Day]:
        """The days that are still ahead."""
        return [day for day in self.days if day.basis is Basis.AGREED]

    @property
    def judged(self) -> bool:
        """Whether every day can be judged; where one splits a known sum, nothing is drawn or guessed."""
        return all(day.coverage.verdict is not None for day in self.days)

    def exits(self) -> list[Exit]:
        """Whose exit would change the outcome at the end, largest first."""
        return exits_of(self.end)

    def hinges(self) -> list[Hinge]:
        """The meetings ahead on which the outcome at the end hangs; none where it is not worth keeping."""
        if self.end.verdict is None or self.end.verdict.outcome is Outcome.NOT_ELIGIBLE:
            return []
        ahead = {row.organisation.pk: day.on for day in self.agreed for row in day.rows}
        return [
            Hinge(ahead[each.organisation.pk], each) for each in self.exits() if each.organisation.pk in ahead
        ]


def projection_of(board: Board, *, at: datetime) -> Projection:
    """Project the board from decisions and meetings known at `at`; no query."""
    call = board.application.call
    today, closes_on = timezone.localdate(at), call.closing_day
    agreed = planned(board.undecided, today=today)
    asked = planned(board.asked, today=today)
    days = [
        *steps(board, Basis.CONFIRMED, [(row.decision.decided_on, row) for row in board.decided], ()),
        *steps(board, Basis.AGREED, in_time(agreed, closes_on), board.decided),
    ]
    sure = [*board.decided, *(row for _on, row in in_time(agreed, closes_on))]
    dated = {row.member.pk for _on, row in agreed}
    standing = [*board.decided, *board.undecided]
    return Projection(
        today=today,
        closes_on=closes_on,
        opens_on=min([timezone.localdate(board.application.created_at), *(day.on for day in days)]),
        days=tuple(days),
        asked=tuple(with_asked(board, in_time(asked, closes_on), in_time(agreed, closes_on))),
        late=tuple(row for on, row in agreed if on > closes_on),
        late_asked=tuple(row for on, row in asked if on > closes_on),
        open=tuple(row for row in board.undecided if row.member.pk not in dated),
        unrecorded=tuple(row for _on, row in agreed if has_met(row, today)),
        inspected_late=tuple(row for row in standing if inspected_late(row, closes_on)),
        end=board.ground.coverage(sure),
    )


def planned(rows: Iterable[Row], *, today: date) -> list[tuple[date, Row]]:
    """The day on which each can decide at the earliest, for those whose day is known; in order of the days."""
    found = [(max(on, today), row) for row in rows if (on := planned_on(row, today)) is not None]
    return sorted(found, key=lambda each: (each[0], each[1].organisation.name_fi))


def planned_on(row: Row, today: date) -> date | None:
    """The day of the meeting that is to decide; an approval that only waits for a signatory can come today.

    A body that has rejected, tabled or returned the matter decides at a later meeting, or at none.
    """
    decision, meets_on = row.decision, row.meeting.meets_on if row.meeting else None
    if decision is None:
        return meets_on
    if decision.result in MemberDecision.APPROVALS and not decision.disputed_at:
        return today
    return meets_on if meets_on and meets_on > decision.decided_on else None


def in_time(planned_rows: list[tuple[date, Row]], closes_on: date) -> list[tuple[date, Row]]:
    """Those who meet on the closing day at the latest."""
    return [(on, row) for on, row in planned_rows if on <= closes_on]


def steps(board: Board, basis: Basis, dated: Iterable[tuple[date, Row]], before: Iterable[Row]) -> list[Day]:
    """A step for each day, each on top of whoever came before."""
    by_day: dict[date, list[Row]] = {}
    for on, row in sorted(dated, key=lambda each: each[0]):
        by_day.setdefault(on, []).append(row)
    taken, found = list(before), []
    for on, rows in by_day.items():
        taken = [*taken, *rows]
        found.append(Day(on, basis, tuple(rows), board.ground.coverage(taken)))
    return found


def with_asked(board: Board, asked: list[tuple[date, Row]], agreed: list[tuple[date, Row]]) -> list[Day]:
    """What it would come to on each day on which somebody decides who has not even answered yet."""
    found = []
    for day in steps(board, Basis.ASKED, asked, ()):
        joined = [row for on, row in asked if on <= day.on]
        by_then = [row for on, row in agreed if on <= day.on]
        coverage = board.ground.coverage([*board.decided, *by_then, *joined])
        found.append(Day(day.on, Basis.ASKED, day.rows, coverage))
    return found


def has_met(row: Row, today: date) -> bool:
    """Whether the meeting has been and nothing of it is recorded."""
    met = row.meeting is not None and row.meeting.meets_on < today
    return met and (row.decision is None or row.decision.decided_on < row.meeting.meets_on)


def inspected_late(row: Row, closes_on: date) -> bool:
    """Whether the approval comes in time and only the inspection of its minutes does not."""
    meeting = row.meeting
    uninspected = row.decision is None or not row.decision.minutes_inspected
    return bool(
        meeting
        and uninspected
        and meeting.meets_on <= closes_on
        and meeting.inspected_on
        and meeting.inspected_on > closes_on
    )


def is_late(row: Row, closes_on: date) -> bool:
    """Whether a member that takes part cannot decide before the call closes, by the day that it has told."""
    undecided = row.member.state == Member.State.ACCEPTED and not row.decided
    on = planned_on(row, closes_on) if undecided else None
    return on is not None and on > closes_on
