"""Whose a case is: handed to another presenting officer, or let go by one who is disqualified for it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import locked
from applications.actions.telling import tell_ministry
from applications.models import Application
from applications.queries.access import require
from applications.workflow import OVER, State
from decisions.models import Assignment, Case, Consideration, Disqualification
from decisions.queries.happened import last_told
from decisions.queries.officers import officers_for
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless


def qualified(application: Application, actor: User) -> None:
    """Refuse an official who has declared to be disqualified for the case."""
    stands_aside = Disqualification.objects.filter(application=application, official=actor).exists()
    refuse_unless(
        not stands_aside, "disqualified", _("You have declared yourself disqualified for this case.")
    )


def give(application: Application, *, to: User | None, actor: User, at: datetime, reason: str = "") -> Case:
    """Make the case somebody's, or nobody's; whoever gets it from another is told by mail.

    The caller holds the application's lock and has judged who may.
    """
    case, _created = Case.objects.update_or_create(
        application=application, defaults={"presenting_officer": to, "taken_up_at": at}
    )
    if to is not None:
        Assignment.objects.create(
            application=application, presenting_officer=to, assigned_by=actor, assigned_at=at, reason=reason
        )
    if to not in {None, actor}:
        tell_ministry(application, "assigned", about=f"{to.pk}:{at.isoformat()}", officer=to.pk)
    return case


@transaction.atomic
def assign(*, application_id: int, to: int, reason: str, actor: User, at: datetime) -> Case:
    """Hand a case on to another presenting officer, with the reason; the new one is told by mail.

    Refused before anybody has taken it up, when it is over, and to somebody who may not handle it.
    """
    application = locked(application_id)
    require(actor, Act.ASSIGN, application)
    qualified(application, actor)
    case = Case.objects.filter(application=application).first()
    if case is None or State(application.state) in OVER:
        raise Refused(
            "not_possible_now",
            _("A case is handed on after it has been taken up and before it is over."),
            details=last_told(application),
        )
    officer = officer_for(application, to)
    refuse_unless(
        officer.pk != case.presenting_officer_id, "same_officer", _("The case is already this person's.")
    )
    refuse_unless(reason.strip(), "reason_missing", _("Tell why the case is handed on."))
    before = case.presenting_officer
    case = give(application, to=officer, actor=actor, at=at, reason=reason)
    note_assigned(application, before, officer, reason, actor=actor, at=at)
    return case


def officer_for(application: Application, pk: int) -> User:
    """A presenting officer who may handle the case, or Refused."""
    found = officers_for(application).filter(pk=pk).first()
    refuse_unless(
        found is not None,
        "no_such_officer",
        _("This person cannot take the case."),
        way_out=_("Choose a presenting officer who has not stepped aside from it."),
    )
    return found


def note_assigned(
    application: Application, before: User | None, after: User, reason: str, *, actor: User, at: datetime
) -> None:
    """Leave in the ledger from whom the case went to whom."""
    data = {"from": before.email if before else None, "to": after.email, "reason": reason}
    record(kind="case.assigned", reference=application.reference, actor=actor, at=at, data=data)


@transaction.atomic
def declare_disqualified(
    *, application_id: int, reason: str, actor: User, at: datetime, hand_to: int | None = None
) -> Disqualification:
    """An official steps aside from a case (Hallintolaki 434/2003 § 27-30); it is logged and blocks the person at once.

    The presenting officer's own case goes to `hand_to` in the same step, else it is free to be taken up.
    """
    application = locked(application_id)
    require(actor, Act.STEP_ASIDE, application)
    refuse_unless(reason.strip(), "reason_missing", _("Tell the ground of the disqualification."))
    row, _created = Disqualification.objects.get_or_create(
        application=application, official=actor, defaults={"reason": reason, "declared_at": at}
    )
    mine = Case.objects.filter(application=application, presenting_officer=actor).exists()
    after = officer_for(application, hand_to) if mine and hand_to else None
    if mine:
        give(application, to=after, actor=actor, at=at)
    data = {"reason": reason, "handed_to": after.email if after else None}
    record(kind="case.disqualified", reference=application.reference, actor=actor, at=at, data=data)
    return row


@transaction.atomic
def consider_qualified(*, application_id: int, reason: str, actor: User, at: datetime) -> Consideration:
    """An official looked at a ground that the system suggested, and tells why it does not disqualify."""
    application = locked(application_id)
    require(actor, Act.STEP_ASIDE, application)
    qualified(application, actor)
    refuse_unless(reason.strip(), "reason_missing", _("Tell why you are not disqualified."))
    row, made = Consideration.objects.get_or_create(
        application=application, official=actor, defaults={"reason": reason, "considered_at": at}
    )
    if made:
        data = {"reason": reason}
        record(kind="case.considered", reference=application.reference, actor=actor, at=at, data=data)
    return row
