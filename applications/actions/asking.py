"""Asking organisations straight away, a whole county at once too, and reminding whoever owes an answer."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.consortium import add_to_list, ask_listed, note
from applications.actions.drafting import editable
from applications.models import Application, Member, MemberDecision
from ledger.refusal import refuse_unless
from outbox.actions import add


@transaction.atomic
def ask_partners(
    *,
    application_id: int,
    organisation_ids: Iterable[int],
    message: str,
    reply_by_on: date | None,
    actor: User,
    at: datetime,
) -> list[Member]:
    """Put organisations on the list and ask them in one go: one of them, all of the county, or somebody anew.

    Whoever has been asked meanwhile or takes part is passed over, so that two who ask at once ask everybody once.
    """
    application, _roles = editable(application_id, act=Act.SEND_REQUEST, actor=actor, at=at)
    wanted = set(organisation_ids) - {application.lead_id}
    add_to_list(application, wanted)
    return ask_listed(application, wanted, message=message, reply_by_on=reply_by_on, actor=actor, at=at)


@transaction.atomic
def draft_requests(
    *,
    application_id: int,
    organisation_ids: Iterable[int],
    message: str,
    reply_by_on: date | None,
    actor: User,
    at: datetime,
) -> int:
    """Keep the words and the day of requests that a signatory sends later; how many organisations they are meant for.

    Nobody is asked by it. Those of the list who are left out lose what was drafted for them.
    """
    application, _roles = editable(application_id, act=Act.DRAFT_REQUEST, actor=actor, at=at)
    listed = application.members.filter(state=Member.State.LISTED)
    listed.exclude(organisation__in=list(organisation_ids)).update(message="", reply_by_on=None)
    meant = listed.filter(organisation__in=list(organisation_ids))
    drafted = meant.update(message=message, reply_by_on=reply_by_on)
    refuse_unless(drafted, "nobody_to_ask", _("Nobody was chosen who has not been asked yet."))
    Application.objects.filter(pk=application.pk).update(changed_at=at)
    return drafted


@transaction.atomic
def remind(*, application_id: int, member_ids: Iterable[int], actor: User, at: datetime) -> list[Member]:
    """Remind members of what they owe: an answer, a decision, or an earlier meeting; each at most once a day.

    Those who owe nothing or have been asked or reminded today are passed over; Refused when nobody is left.
    """
    application, _roles = editable(application_id, act=Act.SEND_REQUEST, actor=actor, at=at)
    owing = [
        (member, template)
        for member in debtors(application, member_ids)
        if (template := reminder_of(member, application)) and not told_today(member, at)
    ]
    refuse_unless(
        owing,
        "nobody_to_remind",
        _("Nobody was left to remind: each is asked or reminded at most once a day."),
        way_out=_("Try again tomorrow."),
    )
    for member, template in owing:
        member.reminded_at = at
        member.save(update_fields=["reminded_at"])
        day = timezone.localdate(at)
        add(
            kind="mail",
            reference=f"{template}:{member.pk}:{day.isoformat()}",
            payload={"template": template, "member": member.pk},
        )
        note(member, f"request.{template}", actor=actor, at=at)
    return [member for member, _template in owing]


def debtors(application: Application, member_ids: Iterable[int]) -> list[Member]:
    """Members that were asked and have not answered, or take part and have no decision that counts."""
    decided = MemberDecision.objects.counted().filter(member__application=application).values("member")
    found = (
        application.members.standing().filter(is_lead=False, pk__in=list(member_ids)).exclude(pk__in=decided)
    )
    return list(found.select_related("organisation", "meeting").order_by("pk"))


def reminder_of(member: Member, application: Application) -> str:
    """The mail that tells a member what it owes."""
    if member.state == Member.State.ASKED:
        return "request_reminder"
    meeting = getattr(member, "meeting", None)
    if meeting is not None and meeting.meets_on > application.call.closing_day:
        return "earlier_meeting"
    return "decision_reminder"


def told_today(member: Member, at: datetime) -> bool:
    """Whether the member has been asked or reminded on this day in Helsinki."""
    today = timezone.localdate(at)
    return any(
        told is not None and timezone.localdate(told) == today
        for told in (member.reminded_at, member.asked_at)
    )
