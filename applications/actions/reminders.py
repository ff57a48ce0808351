"""Reminders before a day passes: each is a row of the outbox, so each is told once, however often one sweeps."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import QuerySet

from applications.actions.asking import told_today
from applications.actions.drafting import locked
from applications.models import Application, Member, MemberDecision, SupplementRequest
from applications.workflow import EDITABLE, State
from ledger.actions import record
from outbox.actions import add
from outbox.models import Row
from outbox.silence import reason_for_silence
from pilots.models import Call
from pilots.moments import helsinki_day, helsinki_moment

REMINDERS = "reminders"
SWEEPER = "reminders"
AT_EIGHT = time(8, 0)
BEFORE_CLOSING = (7, 3, 1)
BEFORE_CLOSING_FOR_DECISIONS = (7, 3)
BEFORE_REPLY = (3, 0)
BEFORE_SUPPLEMENT = (2,)


@transaction.atomic
def plant(*, at: datetime) -> Row:
    """The row of the next morning at eight in Helsinki; planting it again gives the same row."""
    today = helsinki_day(at)
    morning = helsinki_moment(today, AT_EIGHT)
    if at >= morning:
        morning = helsinki_moment(today + timedelta(days=1), AT_EIGHT)
    return add(kind=REMINDERS, reference=f"{helsinki_day(morning):%Y-%m-%d}", available_at=morning)


def stage(last_day: date, today: date, days_before: Iterable[int]) -> int | None:
    """Which reminder is due: the latest of `days_before` that has been reached; None before the first and afterwards.

    A sweep that a standstill of the system left out is made up for by the next one. Days are those of Helsinki's
    calendar, so it does not matter that one in the year has 23 hours and one 25.
    """
    left = (last_day - today).days
    reached = [days for days in days_before if left <= days]
    return min(reached) if reached and left >= 0 else None


def sweep(*, at: datetime) -> int:
    """Leave the reminders that are due today; how many rows were new. Nothing inside a replay."""
    if reason_for_silence():
        return 0
    today, made = helsinki_day(at), 0
    for call in Call.objects.open_at(at).order_by("pk"):
        last_day = helsinki_day(call.closes_at)
        made += sum(remind_lead(one, last_day, today, at=at) for one in unsent(call))
        made += sum(remind_to_decide(one, last_day, today, at=at) for one in undecided(call))
        made += sum(remind_to_answer(one, today, at=at) for one in unanswered(call))
    waiting = SupplementRequest.objects.filter(state=SupplementRequest.State.OPEN).order_by("pk")
    return made + sum(remind_to_supplement(one, today, at=at) for one in waiting)


def unsent(call: Call) -> Iterable[Application]:
    """Drafts that have never been sent."""
    return Application.objects.filter(call=call, state=State.DRAFT).order_by("pk")


def undecided(call: Call) -> Iterable[Member]:
    """Members of drafts that take part without any record of a decision."""
    recorded = MemberDecision.objects.current().values("member")
    taking = Member.objects.taking_part().filter(application__call=call, application__state=State.DRAFT)
    return taking.exclude(pk__in=recorded).select_related("organisation").order_by("pk")


def unanswered(call: Call) -> Iterable[Member]:
    """Requests with a day to answer by, in applications that can still be changed."""
    asked = Member.objects.filter(state=Member.State.ASKED, application__call=call)
    open_still = asked.filter(application__state__in=EDITABLE, reply_by_on__isnull=False)
    return open_still.select_related("organisation").order_by("pk")


def remind_lead(application: Application, last_day: date, today: date, *, at: datetime) -> bool:
    """7, 3 and 1 days before the call closes; once each, also when the closing time moves."""
    due = stage(last_day, today, BEFORE_CLOSING)
    about = {"template": "remind_draft", "application": application.pk}
    return due is not None and remind(application.pk, due, about, at=at)


def remind_to_decide(member: Member, last_day: date, today: date, *, at: datetime) -> bool:
    """7 and 3 days before the call closes."""
    due = stage(last_day, today, BEFORE_CLOSING_FOR_DECISIONS)
    return due is not None and remind_member(member, due, "remind_decision", at=at)


def remind_to_answer(member: Member, today: date, *, at: datetime) -> bool:
    """3 days before the day to answer by, and on it; a request that is sent anew is reminded of anew."""
    due = stage(member.reply_by_on, today, BEFORE_REPLY)
    occasion = f"{member.asked_at:%Y%m%dT%H%M%S}" if member.asked_at else ""
    return due is not None and remind_member(member, f"{occasion}:{due}", "remind_request", at=at)


def remind_to_supplement(request: SupplementRequest, today: date, *, at: datetime) -> bool:
    """2 days before the due date."""
    due = stage(request.due_on, today, BEFORE_SUPPLEMENT)
    about = {"template": "remind_supplement", "request": request.pk}
    return due is not None and remind(request.application_id, due, about, at=at)


@transaction.atomic
def remind_member(member: Member, occasion: object, template: str, *, at: datetime) -> bool:
    """Remind a member, unless it has been asked or reminded today, by the lead's hand too; then the next sweep does."""
    locked(member.application_id)
    standing = Member.objects.filter(pk=member.pk).order_by("pk").first()
    if standing is None or told_today(standing, at):
        return False
    about = {"template": template, "member": member.pk}
    if not remind(member.application_id, occasion, about, at=at, who=member.organisation.name_fi):
        return False
    Member.objects.filter(pk=member.pk).update(reminded_at=at)
    return True


@transaction.atomic
def remind(application_id: int, occasion: object, about: dict, *, at: datetime, who: str = "") -> bool:
    """Leave one reminder and note it in the ledger; False when it has been left before."""
    thing = about.get("member") or about.get("request") or application_id
    reference = f"{about['template']}:{thing}:{occasion}"
    if Row.objects.filter(kind="mail", reference=reference).exists():
        return False
    add(kind="mail", reference=reference, payload=about)
    record(
        kind="reminder.sent",
        reference=f"application:{application_id}",
        actor=SWEEPER,
        at=at,
        data={"what": about["template"], "organisation": who},
    )
    return True


def standing_in(call_slug: str) -> QuerySet[Member]:
    """Who stands in an application of the call that can still be changed."""
    return Member.objects.standing().filter(
        application__call__slug=call_slug, application__state__in=EDITABLE
    )


@transaction.atomic
def tell_moved(*, call_slug: str, moved: str, reasons: Mapping[str, str]) -> int:
    """Tell all who stand in an application of the call that can still be changed; how many.

    `moved` names the move; of `reasons` each hears the one in the own language.
    """
    found = list(standing_in(call_slug).select_related("organisation").order_by("pk"))
    for member in found:
        reason = reasons[member.organisation.language]
        add(
            kind="mail",
            reference=f"deadline_moved:{member.pk}:{moved.partition(':')[2]}",
            payload={"template": "deadline_moved", "member": member.pk, "reason": reason},
        )
    return len(found)
