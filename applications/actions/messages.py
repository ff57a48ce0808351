"""Messages on a case between the consortium and the ministry: written, told without their content, read."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import locked
from applications.actions.telling import tell_ministry
from applications.models import Application, Message, MessageReading
from applications.queries.access import require
from applications.queries.messages import unread
from applications.workflow import BEFORE_SUBMISSION, State
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add

CONSORTIUM = frozenset({Role.ED, Role.SI, Role.PE, Role.PS})
SIDE = Message.Side


@transaction.atomic
def send_message(*, application_id: int, text: str, actor: User, at: datetime) -> Message:
    """Write to the ministry, by anybody of the consortium, once the application has been sent.

    Before that the ministry sees nothing of a draft.
    """
    application = locked(application_id)
    roles = require(actor, Act.EXCHANGE_MESSAGES, application)
    refuse_unless(roles & CONSORTIUM, "not_allowed", _("Your role does not allow this."))
    message = write(application, SIDE.APPLICANT, text, actor=actor, at=at)
    tell_ministry(application, "message", about=message.pk)
    return message


def write(application: Application, side: Message.Side, text: str, *, actor: User, at: datetime) -> Message:
    """Add a message to a case that has been sent; the caller holds the application's lock."""
    refuse_unless(
        State(application.state) not in BEFORE_SUBMISSION,
        "not_submitted",
        _("Messages begin when the application has been sent: before that the ministry does not see it."),
    )
    refuse_unless(text.strip(), "message_empty", _("Write the message first."))
    message = Message.objects.create(
        application=application,
        side=side,
        author=actor.email,
        author_name=str(actor),
        sent_at=at,
        text=text,
    )
    record(
        kind="message.sent",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"side": side.value, "message": message.pk},
    )
    return message


def tell_consortium(message: Message) -> None:
    """Tell the lead's registry that the ministry has written; the text itself is read in the service."""
    add(
        kind="mail",
        reference=f"message:{message.pk}",
        payload={"template": "message", "application": message.application_id},
    )


def mark_read(*, application: Application, side: Message.Side, actor: User, at: datetime) -> None:
    """Note that the messages of `side` have been read by the other one; the first reading stays."""
    waiting = unread(side).filter(application=application).order_by("pk")
    MessageReading.objects.bulk_create(
        [MessageReading(message=message, read_at=at, read_by=actor.email) for message in waiting],
        ignore_conflicts=True,
    )
