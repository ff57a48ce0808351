"""What waits for this person: one line for each thing to do, the most pressing first."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.workflow import State
from decisions.admin.case_columns import waited_words
from decisions.models import CaseFile
from decisions.queries.desk import (
    changes_to_confirm,
    days_since,
    own_under_review,
    parked_rows,
    ties_of,
    to_decide,
    to_review,
    to_take_up,
    with_news,
)
from ui.parts import Task


def own_ties(request: HttpRequest) -> Iterator[Task]:
    """Cases from which the person may have to step aside."""
    if may_everywhere(request.user, Act.STEP_ASIDE):
        words = _("you may be disqualified: declare it, or tell why not")
        for row in ties_of(request.user):
            yield case_task(row, words, request.arrived_at, page="step-aside")


def decisions(request: HttpRequest) -> Iterator[Task]:
    """Proposals to decide on, and appropriations to confirm."""
    user, at = request.user, request.arrived_at
    if not may_everywhere(user, Act.DECIDE):
        return
    yield from (case_task(row, _("decide on the proposal"), at) for row in to_decide(user))
    for change in changes_to_confirm(user):
        days = waited_words(days_since(change.put_forward_at, at) or 0)
        words = _("confirm the change of the appropriation")
        yield Task(change.call.name, reverse("admin:money"), detail=words, aside=days)


def news(request: HttpRequest) -> Iterator[Task]:
    """What consortia, experts and parties have left undone, written or answered; members that left; claims."""
    user, at = request.user, request.arrived_at
    if not may_everywhere(user, Act.PROPOSE):
        return
    for row in with_news(user, at):
        if row.was_left:
            yield case_task(row, _("a member has left after the decision: look at it again"), at)
        if row.claims:
            words = ngettext(
                "%(count)s rectification claim waits", "%(count)s rectification claims wait", row.claims
            )
            yield case_task(row, words % {"count": row.claims}, at)
        if row.heard:
            words = ngettext("%(count)s hearing answered", "%(count)s hearings answered", row.heard)
            yield case_task(row, words % {"count": row.heard}, at)
        if row.is_late:
            yield case_task(row, _("the supplement is overdue"), at, page="supplement")
        if row.stated and State(row.state) is State.UNDER_REVIEW:
            words = ngettext(
                "%(count)s expert statement came", "%(count)s expert statements came", row.stated
            )
            yield case_task(row, words % {"count": row.stated}, at, page="statements")
        if row.unread:
            words = ngettext("%(count)s new message", "%(count)s new messages", row.unread)
            yield case_task(row, words % {"count": row.unread}, at, page="messages")


def own_cases(request: HttpRequest) -> Iterator[Task]:
    """The person's own cases that want screening or a proposal, and those that nobody has taken up."""
    user, at = request.user, request.arrived_at
    if not may_everywhere(user, Act.PROPOSE):
        return
    for row in own_under_review(user):
        if row.points_found < row.points and row.note is None:
            words = _("screen it: %(found)s of %(points)s points found")
            told = words % {"found": row.points_found, "points": row.points}
            yield case_task(row, told, at, page="screening")
        else:
            yield case_task(row, words_of_own(row), at)
    yield from (case_task(row, _("take up"), at) for row in to_take_up(user, at))


def reviews(request: HttpRequest) -> Iterator[Task]:
    """Cases that a reviewer has not reviewed yet."""
    user = request.user
    if may_everywhere(user, Act.SCORE) and not may_everywhere(user, Act.PROPOSE):
        for row in to_review(user):
            words = _("complete the review") if row.is_begun else _("review the case")
            yield case_task(row, words, request.arrived_at, page="review")


def parked(request: HttpRequest) -> Iterator[Task]:
    """What the outbox gave up on."""
    if may_everywhere(request.user, Act.READ_OUTBOX):
        for row in parked_rows():
            days = waited_words(days_since(row.parked_at, request.arrived_at) or 0)
            words = _("was not made; look at the error")
            yield Task(str(row), reverse("admin:outbox"), detail=words, aside=days)


# In the order of the page; whoever makes people wait for something adds a finder here.
FINDERS: tuple[Callable[[HttpRequest], Iterator[Task]], ...] = (
    own_ties,
    decisions,
    news,
    own_cases,
    reviews,
    parked,
)


def waits_for(request: HttpRequest) -> list[Task]:
    """Everything that this person is to do."""
    return [task for found in FINDERS for task in found(request)]


def words_of_own(row: CaseFile) -> str:
    """What a presenting officer's own case wants: nothing written yet, half written, or sent back."""
    if row.note:
        return _("the decision-maker sent the proposal back: %(note)s") % {"note": row.note}
    return _("make the proposal") if row.note is None else _("complete the proposal and present it")


def case_task(row: CaseFile, what: str, at: datetime, *, page: str = "case") -> Task:
    """A case with its act and how long it has waited."""
    days = days_since(row.since_at, at) or 0
    return Task(
        f"{row.region.name} · {row.lead.name}",
        reverse(f"admin:{page}", args=[row.pk]),
        detail=what,
        aside=_("waited %(days)s") % {"days": waited_words(days)} if days else _("today"),
    )
