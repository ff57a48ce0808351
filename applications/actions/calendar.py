"""The board calendar: when a member's own body meets, when its minutes are inspected, and when that is final."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.consortium import member_of, note
from applications.actions.drafting import editable
from applications.models import BoardMeeting, Member
from applications.queries.access import works_for
from ledger.refusal import refuse_unless


@dataclass(frozen=True, kw_only=True)
class MeetingContent:
    """The body and its days; the days after the meeting may not be known yet."""

    body: str
    meets_on: date
    inspected_on: date | None = None
    final_on: date | None = None


@transaction.atomic
def set_meeting(*, member_id: int, content: MeetingContent, actor: User, at: datetime) -> BoardMeeting:
    """Keep the day on which a member's own body takes the matter up; the last one that is told stands."""
    member = calendar_member(member_id, actor=actor, at=at)
    meeting, _created = BoardMeeting.objects.update_or_create(
        member=member, defaults={**asdict(content), "saved_at": at, "saved_by": actor.email}
    )
    note(member, "meeting.set", actor=actor, at=at)
    return meeting


@transaction.atomic
def clear_meeting(*, member_id: int, actor: User, at: datetime) -> None:
    """The day fell through and no other is known."""
    member = calendar_member(member_id, actor=actor, at=at)
    BoardMeeting.objects.filter(member=member).delete()
    note(member, "meeting.cleared", actor=actor, at=at)


def calendar_member(member_id: int, *, actor: User, at: datetime) -> Member:
    """The member whose day this person may tell: the lead's staff any, others their own organisation's."""
    member, application = member_of(member_id)
    _application, roles = editable(application.pk, act=Act.EDIT_MEETING, actor=actor, at=at)
    refuse_unless(
        roles & {Role.ED, Role.SI} or works_for(actor, member),
        "not_allowed",
        _("Your role does not allow this."),
    )
    refuse_unless(
        member.state in Member.STANDING,
        "not_a_partner",
        _("The organisation has not been asked, or no longer takes part."),
    )
    return member
