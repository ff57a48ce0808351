"""A member goes, from the whole or from some elements: noted with the coverage before and after, and told."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions import consortium
from applications.actions.telling import tell_ministry
from applications.actions.verdicts import note_verdict
from applications.models import Application, Member, MemberExit
from applications.queries.access import require, signs_for
from applications.queries.coverage import confirmed_coverage
from applications.workflow import BEFORE_SUBMISSION, OVER, State
from ledger.refusal import refuse_unless
from pilots.models import CallElement

Figures = dict[str, object]


def figures_of(application: Application, elements: Iterable[str] = ()) -> Figures:
    """The confirmed coverage in plain values, empty where it cannot be judged; of some elements also their shares."""
    verdict = confirmed_coverage(application).verdict
    if verdict is None:
        return {}
    told = verdict.as_json()
    del told["reasons"]
    alone = {code: confirmed_coverage(application, element=code).verdict for code in elements}
    return told | {"by_element": {code: part.share for code, part in alone.items() if part}}


@transaction.atomic
def leave(*, member_id: int, actor: User, at: datetime, reason: str) -> Member:
    """A partner leaves the consortium, at any time; nothing is deleted.

    The lead is told, and once the application has been sent also the officials, with the coverage before and after.
    """
    member, application = consortium.member_of(member_id)
    require(actor, Act.LEAVE, application)
    refuse_no_partner(member, application, actor)
    before = figures_of(application)
    member.answer_note = reason
    member.save(update_fields=["answer_note"])
    gone = consortium.turn(member, Member.State.LEFT, "member.left", actor=actor, at=at)
    note_exit(gone, elements=[], reason=reason, before=before, actor=actor, at=at)
    return gone


@transaction.atomic
def leave_elements(*, member_id: int, codes: Iterable[str], actor: User, at: datetime) -> Member:
    """A partner leaves some elements and stays in the others. The coverage is judged anew and everybody is told.

    Refused for whoever would be left with none: that is leaving the consortium.
    """
    member, application = consortium.member_of(member_id)
    require(actor, Act.LEAVE_ELEMENTS, application)
    refuse_no_partner(member, application, actor)
    mine = set(elements_of(member).values_list("code", flat=True))
    left = mine & set(codes)
    refuse_unless(left, "no_element_left", _("Choose the elements that your organisation leaves."))
    refuse_unless(
        mine - left,
        "leaves_everything",
        _("Your organisation would take part in no element. That is leaving the consortium."),
        way_out=_("Leave at least one element, or leave the whole consortium."),
    )
    before = figures_of(application, left)
    member.elements.remove(*member.elements.filter(code__in=left))
    Application.objects.filter(pk=application.pk).update(changed_at=at)
    note_exit(member, elements=sorted(left), reason="", before=before, actor=actor, at=at)
    consortium.tell(member, "member_left_elements", at=at)
    note_verdict(application, "member.left_elements", at=at, organisation=member.organisation)
    consortium.note(member, "member.left_elements", actor=actor, at=at)
    return member


def refuse_no_partner(member: Member, application: Application, actor: User) -> None:
    """Only a signatory of a partner that takes part leaves, and only while there is something to leave."""
    refuse_unless(
        signs_for(actor, member) and member.state == Member.State.ACCEPTED and not member.is_lead,
        "not_a_partner",
        _("Only a partner that takes part can leave."),
    )
    refuse_unless(
        State(application.state) not in OVER, "already_over", _("The application has already ended.")
    )


def elements_of(member: Member) -> QuerySet[CallElement]:
    """The elements in which a member takes part: of those that the application asks for."""
    return member.elements.filter(pk__in=member.application.element_plans.values("element"))


def note_exit(
    member: Member, *, elements: list[str], reason: str, before: Figures, actor: User, at: datetime
) -> None:
    """Keep what the exit did; the officials are told of those after submission."""
    application = member.application
    if State(application.state) in BEFORE_SUBMISSION:
        return
    made = MemberExit.objects.create(
        application=application,
        organisation=member.organisation,
        elements=elements,
        reason=reason,
        left_at=at,
        left_by=actor.email,
        before=before,
        after=figures_of(application, elements),
    )
    tell_ministry(application, "member_left", about=made.pk, exit=made.pk)
