"""What a person's start page shows: their applications, and what waits for them first."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import Affiliation, User
from accounts.queries import others_of
from applications.models import Application, Member, MemberDecision, Message, SupplementRequest
from applications.queries.messages import unread_of_each
from applications.queries.status import Duty, Status, status_of

# In the order in which they are told: others wait for an answer, then for a decision, then for the whole.
URGENT = (Duty.SUPPLEMENT, Duty.ANSWER, Duty.DECIDE, Duty.CONFIRM, Duty.CHECK_RECORD, Duty.FINISH)


@dataclass(frozen=True)
class Mine:
    """One application with the member through which this person sees it."""

    application: Application
    member: Member
    status: Status


def applications_of(user: User, *, at: datetime) -> list[Mine]:
    """Everything this person sees as an applicant, newest first; four queries however many there are."""
    return applications_through(user.organisations_now, at=at)


def applications_through(organisations: list[int], *, at: datetime) -> list[Mine]:
    """Everything that the staff of these organisations sees."""
    current = Prefetch("decisions", MemberDecision.objects.current().order_by("pk"), to_attr="newest")
    members = Member.objects.filter(organisation__in=organisations).select_related("organisation")
    own = Prefetch("members", members.prefetch_related(current).order_by("pk"), to_attr="own")
    open_requests = SupplementRequest.objects.filter(application=OuterRef("pk"), state="open").values(
        "due_on"
    )
    found = (
        Application.objects.seen_by(organisations)
        .select_related("call", "region", "lead")
        .annotate(
            unread_messages=unread_of_each(Message.Side.MINISTRY), supplement_due_on=Subquery(open_requests)
        )
        .prefetch_related(own)
        .order_by("-changed_at", "-pk")
    )
    return [seen for application in found for seen in as_seen(application, at=at)]


def as_seen(application: Application, *, at: datetime) -> list[Mine]:
    """An application once for each of the person's organisations to which something waits, or else once."""
    order = {Member.State.ACCEPTED: 0, Member.State.ASKED: 1}
    members = [member for member in application.own if member.is_lead or member.state in order]
    members.sort(key=lambda member: (not member.is_lead, order.get(member.state, 2), member.pk))
    seen = [Mine(application, member, status_for(application, member, at=at)) for member in members]
    waiting = [one for one in seen if one.status.duty]
    return waiting or seen[:1]


def status_for(application: Application, member: Member, *, at: datetime) -> Status:
    """The status as that member's staff read it."""
    decision = member.newest[0] if member.newest else None
    return status_of(application, member=member, decision=decision, at=at)


def waiting(mine: list[Mine]) -> list[Mine]:
    """What waits for this person, the most urgent first."""
    found = [one for one in mine if one.status.duty]
    return sorted(found, key=lambda one: (URGENT.index(one.status.duty), one.application.call.closes_at))


def waiting_elsewhere(user: User, *, at: datetime) -> list[tuple[Affiliation, int]]:
    """The person's organisations besides the one acted for now, with how many things wait for each."""
    others = others_of(user)
    if not others:
        return []
    duties = waiting(applications_through([one.organisation_id for one in others], at=at))
    counted = Counter(one.member.organisation_id for one in duties)
    return [(one, counted[one.organisation_id]) for one in others]
