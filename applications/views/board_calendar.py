"""The board calendar in words, as a table and as a step line: where coverage stands, rises to, and what it hangs on."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _

from applications.queries.board import Board
from applications.queries.calendar import Basis, Day, Hinge, Projection
from applications.queries.coverage import Coverage
from applications.queries.picture import drawn
from eligibility import Outcome
from pilots.meter import missing_text, step_text
from pilots.wording import CLAUSES, NOBODY, NOT_JUDGED, VERDICTS, listed, municipalities_of_all
from ui.chart import Point, StepLine
from ui.formatting import day, moment, number, share


@dataclass(frozen=True)
class Headline:
    """The answer of the page: the confirmed figure, and in sentences what it comes to and what it hangs on."""

    share: str | None
    state: str
    words: str | Promise
    note: str
    lead: list[str]
    notes: list[str]


def headline_of(board: Board, projection: Projection, *, nobody: str | Promise) -> Headline:
    """The figure and the sentences on top of the board."""
    verdict = board.confirmed.verdict
    state, words = VERDICTS[verdict.outcome] if verdict else NOT_JUDGED
    if verdict and not board.decided:
        state, words = NOBODY
    places = (
        municipalities_of_all(verdict.covered_municipalities, verdict.region_municipalities)
        if verdict
        else ""
    )
    return Headline(
        verdict.share if verdict else None,
        state,
        words,
        _("confirmed now, %(places)s") % {"places": places} if verdict else _("confirmed now"),
        lead_of(board, projection, nobody=nobody),
        notes_of(board, projection),
    )


def lead_of(board: Board, projection: Projection, *, nobody: str | Promise) -> list[str]:
    """Where the agreed meetings lead, and on which of them it hangs."""
    found = [str(nobody)] if not board.decided else []
    if board.confirmed.verdict is None:
        return [*found, why_not_judged(board.confirmed, board)]
    if not projection.agreed:
        return [*found, nothing_ahead(board)]
    if projection.end.verdict is None:
        text = _("What the agreed meetings lead to cannot be judged.")
        return [*found, f"{text} {why_not_judged(projection.end, board)}"]
    found.append(rise_text(projection, projection.end))
    found += hinge_texts(projection.hinges())
    return found


def rise_text(projection: Projection, end: Coverage) -> str:
    """What the agreed meetings come to, and what that means."""
    return format_html(
        _("With the meetings agreed coverage rises by {day} to {share}, {clause}."),
        day=day(projection.days[-1].on),
        share=format_html('<strong class="nowrap">{}</strong>', share(end.verdict.share)),
        clause=CLAUSES[end.verdict.outcome],
    )


def nothing_ahead(board: Board) -> str:
    """Why nothing is projected."""
    if board.undecided:
        return _("No meeting that would bring more in time is known, so nothing is projected.")
    return _("Nobody who takes part has a decision ahead; the figure stays as it is until somebody joins.")


def hinge_texts(hinges: list[Hinge]) -> list[str]:
    """The meetings without which it would end otherwise."""
    if not hinges:
        return []
    if len(hinges) == 1:
        (one,) = hinges
        return [
            format_html(
                _("Everything hangs on one meeting: {name}, {day}. Without it {rest}"),
                name=one.exit.organisation.name,
                day=day(one.on),
                rest=stays_text(one),
            )
        ]
    names = [
        _("%(name)s %(day)s") % {"name": one.exit.organisation.name, "day": day(one.on)} for one in hinges
    ]
    worst = min(hinges, key=lambda one: (one.exit.outcome is not None, Decimal(one.exit.share or 0)))
    return [
        format_html(
            _("It hangs on each of these meetings: {names}. Without {name} {rest}"),
            names=listed(names),
            name=worst.exit.organisation.name,
            rest=stays_text(worst),
        )
    ]


def stays_text(one: Hinge) -> str:
    """Where coverage stays without a meeting."""
    if one.exit.outcome is None or one.exit.share is None:
        return _("it cannot be judged.")
    return format_html(
        _("coverage stays at {share}, {clause}."),
        share=share(one.exit.share),
        clause=CLAUSES[one.exit.outcome],
    )


def notes_of(board: Board, projection: Projection) -> list[str]:
    """The smaller sentences: the smallest step, those asked with a day, everybody invited, days not known."""
    found = []
    end = projection.end.verdict
    if end is not None and end.outcome not in {Outcome.MEETS, Outcome.NO_RULE}:
        picture = drawn(projection.end, board.places, loaded=True)
        step = picture.step()
        found += [step_text(picture, end, step)] if step else []
    if projection.asked:
        found.append(asked_text(projection))
    invited = board.invited.verdict
    if invited is not None:
        found.append(
            _("Everybody invited: %(share)s. Only confirmed coverage counts.")
            % {"share": share(invited.share)}
        )
    else:
        found.append(_("Only confirmed coverage counts."))
    return found


def asked_text(projection: Projection) -> str:
    """What it comes to when those who have not answered decide on the day that they have told."""
    names = [row.organisation.name for each in projection.asked for row in each.rows]
    verdict = projection.asked[-1].coverage.verdict
    if verdict is None:
        return _("If %(names)s decide too, it cannot be judged.") % {"names": listed(names)}
    return _("If those asked who have told their day decide too (%(names)s), it rises to %(share)s.") % {
        "names": listed(names),
        "share": share(verdict.share),
    }


def why_not_judged(coverage: Coverage, board: Board) -> str:
    """Which figures are missing."""
    return missing_text(drawn(coverage, board.places, advise=False, loaded=True))


@dataclass(frozen=True)
class DayLine:
    """A row of the table of days; `share` None where it cannot be judged."""

    on: date
    who: str
    state: str
    words: str
    inhabitants: str
    municipalities: str
    share: str | None


def day_lines(projection: Projection) -> tuple[list[DayLine], list[DayLine]]:
    """The table of days: what is decided or agreed, and what those who have not answered would add."""
    return [day_line(each) for each in projection.days], [day_line(each) for each in projection.asked]


def day_line(each: Day) -> DayLine:
    state, words = {
        Basis.CONFIRMED: ("ok", _("Confirmed")),
        Basis.AGREED: ("none", _("Projected")),
        Basis.ASKED: ("wait", _("If it joins")),
    }[each.basis]
    verdict = each.coverage.verdict
    return DayLine(
        each.on,
        listed([row.organisation.name for row in each.rows]),
        state,
        words,
        number(verdict.covered_inhabitants) if verdict else "",
        f"{verdict.covered_municipalities}/{verdict.region_municipalities}" if verdict else "",
        verdict.share if verdict else None,
    )


def chart_of(board: Board, projection: Projection) -> StepLine | None:
    """The step line; None while there is nothing to draw, and where a day cannot be judged."""
    if not projection.days or not projection.judged:
        return None
    over = projection.today > projection.closes_on
    return StepLine(
        title=chart_title(projection),
        opens_on=projection.opens_on - room(projection),
        closes_on=max([projection.closes_on, *(each.on for each in projection.days)]),
        points=[
            Point(each.on, each.coverage.verdict.share, each.basis is Basis.CONFIRMED)
            for each in projection.days
            if each.coverage.verdict
        ],
        closes_text=_("the call closes %(moment)s") % {"moment": moment(board.application.call.closes_at)},
        today=None if over else projection.today,
        today_text="" if over else _("today %(day)s") % {"day": short(projection.today)},
        limits=sorted(set(board.confirmed.ruleset.limits or ())),
        ident="calendar",
    )


def room(projection: Projection) -> timedelta:
    """Days before the first rise, so that it does not stand on the names of the limits at the left edge."""
    return timedelta(days=(projection.closes_on - projection.opens_on).days // 7)


def chart_title(projection: Projection) -> str:
    """The line in words."""
    said = [
        f"{day(each.on)}: {share(each.coverage.verdict.share)}"
        for each in projection.days
        if each.coverage.verdict
    ]
    return _("Coverage day by day until the call closes. %(steps)s. The table below it tells the same.") % {
        "steps": "; ".join(said)
    }


def short(on: date) -> str:
    """A day without its year."""
    return f"{on.day}.{on.month}."


def exits_in_words(projection: Projection) -> str:
    """Who may leave without changing the outcome; "" when there is nobody such."""
    if projection.end.verdict is None:
        return ""
    changing = {each.organisation.pk for each in projection.exits()}
    names = [
        s.organisation.name for s in projection.end.shares if s.codes and s.organisation.pk not in changing
    ]
    return _("The exit of these does not change it: %(names)s.") % {"names": listed(names)} if names else ""
