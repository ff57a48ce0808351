"""The desk: what waits for this official first, then how each call stands and what money is left."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.admin.case_columns import waited_words
from decisions.models import CaseFile
from decisions.queries.desk import (
    Standing,
    changes_to_confirm,
    days_since,
    own_under_review,
    parked_rows,
    standings,
    ties_of,
    to_decide,
    to_take_up,
    with_news,
)
from decisions.wording import STATES
from ui.parts import MoneyBar, MoneyPart, Task


def desk(request: HttpRequest) -> HttpResponse:
    """The officials' first page."""
    waiting = list(waits_for(request))
    calls = []
    if may_everywhere(request.user, Act.LIST_CASES):
        calls = [
            {"standing": one, "bar": bar_of(one), "ident": f"money-{one.call.slug}", "states": states_of(one)}
            for one in standings()
        ]
    return render(request, "desk/index.html", {"tasks": waiting, "calls": calls})


def waits_for(request: HttpRequest) -> Iterator[Task]:
    """What this person is to do, most pressing first."""
    user, at = request.user, request.arrived_at
    if may_everywhere(user, Act.STEP_ASIDE):
        words = _("you may be disqualified: declare it, or tell why not")
        yield from (case_task(row, words, at, page="step-aside") for row in ties_of(user))
    if may_everywhere(user, Act.DECIDE):
        yield from (case_task(row, _("decide on the proposal"), at) for row in to_decide(user))
        for change in changes_to_confirm(user):
            days = waited_words(days_since(change.put_forward_at, at) or 0)
            yield Task(
                change.call.name,
                reverse("admin:money"),
                detail=_("confirm the change of the appropriation"),
                aside=days,
            )
    if may_everywhere(user, Act.PROPOSE):
        yield from correspondence_of(request)
        for row in own_under_review(user):
            yield case_task(row, words_of_own(row), at)
        yield from (case_task(row, _("take up"), at) for row in to_take_up(user, at))
    if may_everywhere(user, Act.READ_OUTBOX):
        for row in parked_rows():
            days = waited_words(days_since(row.parked_at, at) or 0)
            yield Task(
                str(row), reverse("admin:outbox"), detail=_("was not made; look at the error"), aside=days
            )


def correspondence_of(request: HttpRequest) -> Iterator[Task]:
    """What the consortia have left undone or written, and members that left after the decision."""
    user, at = request.user, request.arrived_at
    for row in with_news(user, at):
        if row.was_left:
            yield case_task(row, _("a member has left after the decision: look at it again"), at)
        if row.is_late:
            yield case_task(row, _("the supplement is overdue"), at, page="supplement")
        if row.unread:
            words = ngettext("%(count)s new message", "%(count)s new messages", row.unread)
            yield case_task(row, words % {"count": row.unread}, at, page="messages")


def words_of_own(row: CaseFile) -> str:
    """What a presenting officer's own case wants: nothing written yet, half written, or sent back."""
    if row.note:
        return _("the decision-maker sent the proposal back: %(note)s") % {"note": row.note}
    return _("make the proposal") if row.note is None else _("complete the proposal and present it")


def case_task(row: CaseFile, what: str, at: datetime, *, page: str = "case") -> Task:
    """A case with its act and how long it has waited."""
    name = f"{row.region.name} · {row.lead.name}"
    days = days_since(row.since_at, at) or 0
    return Task(
        name,
        reverse(f"admin:{page}", args=[row.pk]),
        detail=what,
        aside=_("waited %(days)s") % {"days": waited_words(days)} if days else _("today"),
    )


def bar_of(one: Standing) -> MoneyBar | None:
    """Where the money of a call is; None while no appropriation has been set."""
    money = one.appropriation
    if money is None:
        return None
    parts = [
        MoneyPart("1", _("Committed"), money.committed_eur, 1),
        MoneyPart("2", _("Proposed"), one.proposed_eur, 2),
        MoneyPart("3", _("Kept in reserve"), money.reserve_eur, 3),
        MoneyPart("4", _("Left"), one.left_eur, 0),
    ]
    return MoneyBar(money.total_eur, parts)


def states_of(one: Standing) -> list[tuple[str, object, int, str]]:
    """How many cases stand where, in the order of a case's life, each with the list that shows them."""
    address = reverse("admin:cases")
    return [
        (
            STATES[state][0],
            STATES[state][1],
            one.states[state],
            f"{address}?call={one.call.slug}&state={state.value}",
        )
        for state in STATES
        if one.states.get(state)
    ]
