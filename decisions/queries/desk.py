"""What waits for an official, and how each call stands: the desk in a fixed number of queries."""

from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from applications.models import MemberExit, Message, SupplementRequest
from applications.queries.messages import unread_of_each
from applications.workflow import OVER, State
from decisions.models import (
    AppropriationChange,
    CaseFile,
    Decision,
    Hearing,
    Proposal,
    RectificationClaim,
    Review,
    Statement,
)
from decisions.queries.officers import suggested
from outbox.models import Row
from pilots.models import CallReviewCriterion
from pilots.moments import helsinki_day

NOTHING = Decimal(0)
MOST_AT_ONCE = 50


def days_since(since: datetime | None, at: datetime) -> int | None:
    """Whole days that something has waited."""
    return None if since is None else max((at - since).days, 0)


def cases_of(user: User) -> QuerySet[CaseFile]:
    """The cases of this official's lists, with people and figures."""
    return CaseFile.objects.for_official(user).with_people().with_figures().waiting_longest_first()


def to_take_up(user: User, at: datetime) -> list[CaseFile]:
    """Cases that nobody has taken up yet, and that may be."""
    return list(cases_of(user).to_take_up(at)[:MOST_AT_ONCE])


def ties_of(user: User) -> list[CaseFile]:
    """Cases in which an own organisation takes part, until the person has looked at it; no query without any tie."""
    if not user.home_municipality_id and not user.every_affiliation:
        return []
    return list(suggested(user, cases_of(user).exclude(state__in=[*OVER, State.DECIDED]))[:MOST_AT_ONCE])


def own_under_review(user: User) -> list[CaseFile]:
    """The presenting officer's own cases that want a proposal; `note` tells why one came back."""
    mine = (
        cases_of(user)
        .with_screening()
        .filter(state__in=[State.UNDER_REVIEW, State.RE_EXAMINED], case__presenting_officer=user)[
            :MOST_AT_ONCE
        ]
    )
    rows = list(mine)
    drafts = Proposal.objects.filter(application__in=[row.pk for row in rows], state=Proposal.State.DRAFT)
    notes = dict(drafts.order_by("pk").values_list("application", "note"))
    for row in rows:
        row.note = notes.get(row.pk)
    return rows


def with_news(user: User, at: datetime) -> list[CaseFile]:
    """Cases in which something has come up: `is_late`, its supplement was due before today; `unread`, how many of the
    consortium's messages wait; `was_left`, a member has left since the decision; how many `claims` wait, hearings are
    answered (`heard`) and expert statements have been given (`stated`). One query.

    The own cases, and of messages also those of cases that nobody has taken up. A case that a member left stays until
    it is taken up again.
    """
    late = SupplementRequest.objects.filter(
        application=OuterRef("pk"), state=SupplementRequest.State.OPEN, due_on__lt=helsinki_day(at)
    )
    decided = Decision.objects.filter(application=OuterRef("application")).order_by("-version")
    exits = MemberExit.objects.filter(
        application=OuterRef("pk"),
        application__state=State.DECIDED,
        elements=[],
        left_at__gt=Subquery(decided.values("decided_at")[:1]),
    )
    open_claims = RectificationClaim.objects.exclude(
        state__in=[RectificationClaim.State.DECIDED, RectificationClaim.State.WITHDRAWN]
    )
    heard = Hearing.objects.filter(answered_at__isnull=False, re_examination__closed_at=None)
    found = cases_of(user).annotate(
        is_late=Exists(late),
        was_left=Exists(exits),
        unread=unread_of_each(Message.Side.APPLICANT),
        claims=count_of(open_claims, "decision__application"),
        heard=count_of(heard, "re_examination__application"),
        stated=count_of(Statement.objects.filter(state=Statement.State.GIVEN), "application"),
    )
    counts = Q(unread__gt=0) | Q(claims__gt=0) | Q(heard__gt=0) | Q(stated__gt=0, state=State.UNDER_REVIEW)
    news = Q(is_late=True) | Q(was_left=True) | counts
    mine = Q(case__presenting_officer=user) | Q(case__presenting_officer=None)
    return list(found.filter(news, mine)[:MOST_AT_ONCE])


def to_decide(user: User) -> list[CaseFile]:
    """Presented cases that somebody else presents."""
    waiting = Proposal.objects.filter(application=OuterRef("pk"), state=Proposal.State.PRESENTED)
    presented = cases_of(user).filter(Exists(waiting))
    return list(presented.exclude(case__presenting_officer=user)[:MOST_AT_ONCE])


def changes_to_confirm(user: User) -> list[AppropriationChange]:
    """Changes of appropriations that another decision-maker has put forward."""
    waiting = AppropriationChange.objects.filter(confirmed_by=None).exclude(put_forward_by=user)
    return list(
        waiting.select_related("call", "put_forward_by").order_by("put_forward_at", "pk")[:MOST_AT_ONCE]
    )


def parked_rows() -> list[Row]:
    """What the outbox gave up on."""
    return list(Row.objects.exclude(parked_at=None).order_by("parked_at", "pk")[:MOST_AT_ONCE])


def to_review(user: User) -> list[CaseFile]:
    """Cases under review that the person has not reviewed; `is_begun` where the own review is half written."""
    mine = Review.objects.filter(application=OuterRef("pk"), reviewer=user)
    asked = CallReviewCriterion.objects.filter(call=OuterRef("call"))
    waiting = cases_of(user).filter(
        Exists(asked), ~Exists(mine.filter(Q(given_at__isnull=False) | Q(waived_at__isnull=False))),
        state__in=[State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED],
    )  # fmt: skip
    return list(waiting.annotate(is_begun=Exists(mine))[:MOST_AT_ONCE])


def count_of(rows: QuerySet, case: str) -> Coalesce:
    """How many of the rows belong to a case; `case` leads from a row to it."""
    counted = rows.filter(**{case: OuterRef("pk")}).order_by().values(case).annotate(count=Count("pk"))
    return Coalesce(Subquery(counted.values("count")), 0)
