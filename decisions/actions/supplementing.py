"""Asking for a supplement (Hallintolaki 434/2003, 22 §), ending a request, and writing to the consortium."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import locked
from applications.actions.messages import SIDE, mark_read, tell_consortium, write
from applications.actions.supplements import open_request
from applications.models import Application, Message, SupplementItem, SupplementRequest
from applications.queries.access import require
from applications.queries.supplements import unlockable
from applications.workflow import Event, State
from decisions.actions.assigning import qualified
from decisions.actions.presenting import own_case
from decisions.models import Case
from ledger.refusal import refuse_unless
from outbox.actions import add
from pilots.moments import helsinki_day

# The law asks for a reasonable time; fewer days than these never are.
LEAST_DAYS = 5


@transaction.atomic
def request_supplement(
    *,
    application_id: int,
    text: str,
    items: Sequence[tuple[str, str]],
    due_on: date,
    actor: User,
    at: datetime,
) -> SupplementRequest:
    """Ask the consortium to supplement named things by a day; only the sections that the items name are opened.

    `items` are (key of the section or "", what is asked). Refused without an item, with a section that the case does
    not have, or with fewer than five days' time.
    """
    application = own_case(application_id, actor=actor)
    require(actor, Act.REQUEST_SUPPLEMENT, application)
    refuse_request(application, items, due_on, at=at)
    # The move is noted in the ledger, whose lock comes last.
    number = application.supplement_requests.count() + 1
    request = SupplementRequest.objects.create(
        application=application, number=number, text=text, due_on=due_on, asked_at=at, asked_by=actor.email
    )
    SupplementItem.objects.bulk_create(
        SupplementItem(request=request, section=key, text=asked.strip(), order=order)
        for order, (key, asked) in enumerate(items)
    )
    add(
        kind="mail",
        reference=f"supplement:{request.pk}",
        payload={"template": "supplement", "request": request.pk},
    )
    application.move(Event.REQUEST_SUPPLEMENT, role=Role.PO, actor=actor, at=at, note=text)
    return request


def refuse_request(
    application: Application, items: Sequence[tuple[str, str]], due_on: date, *, at: datetime
) -> None:
    """Refuse what cannot be asked, with the reason."""
    refuse_unless(
        State(application.state) is State.UNDER_REVIEW,
        "not_under_review",
        _("A supplement can be asked for while the case is under review."),
    )
    refuse_unless(
        items and all(asked.strip() for _key, asked in items),
        "no_item",
        _("Name at least one thing to be supplemented."),
    )
    known = {"", *unlockable(application)}
    refuse_unless(
        all(key in known for key, _asked in items), "unknown_section", _("The case has no such section.")
    )
    refuse_unless(
        due_on >= earliest_due(at),
        "due_too_soon",
        _("Give at least five days: the law asks for a reasonable time."),
    )


def earliest_due(at: datetime) -> date:
    """The first day that gives the consortium a reasonable time."""
    return helsinki_day(at) + timedelta(days=LEAST_DAYS)


@transaction.atomic
def end_supplement(*, application_id: int, note: str, actor: User, at: datetime) -> SupplementRequest:
    """Go on without the supplement: the request is cancelled, or after its due date noted as overdue."""
    application = own_case(application_id, actor=actor)
    require(actor, Act.REQUEST_SUPPLEMENT, application)
    request = open_request(application)
    overdue = request.is_overdue(helsinki_day(at))
    request.state = SupplementRequest.State.OVERDUE if overdue else SupplementRequest.State.CANCELLED
    request.closed_at, request.closed_by = at, actor.email
    request.save(update_fields=["state", "closed_at", "closed_by"])
    add(
        kind="mail",
        reference=f"supplement_ended:{request.pk}",
        payload={"template": "supplement_ended", "request": request.pk},
    )
    application.move(Event.RESUME, role=Role.PO, actor=actor, at=at, note=note)
    return request


@transaction.atomic
def send_to_consortium(*, application_id: int, text: str, actor: User, at: datetime) -> Message:
    """Write to the consortium; its lead's registry is told that a message waits, not what it says."""
    application = locked(application_id)
    roles = require(actor, Act.EXCHANGE_MESSAGES, application)
    refuse_unless(roles & {Role.PO, Role.RV}, "not_allowed", _("Your role does not allow this."))
    qualified(application, actor)
    message = write(application, SIDE.MINISTRY, text, actor=actor, at=at)
    tell_consortium(message)
    return message


@transaction.atomic
def read_by_ministry(*, application: Application, actor: User, at: datetime) -> None:
    """The presenting officer of the case has read it; while there is none, any of them.

    Whoever else looks in leaves the messages waiting for the one whose case it is.
    """
    officer = Case.objects.filter(application=application.pk).values_list("presenting_officer", flat=True)
    taken = officer.first()
    if taken == actor.pk or (taken is None and "presenting_officer" in actor.office_roles):
        mark_read(application=application, side=SIDE.APPLICANT, actor=actor, at=at)
