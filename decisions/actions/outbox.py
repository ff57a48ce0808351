"""The administrator's act on what the outbox gave up on."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import requeue


@transaction.atomic
def requeue_parked(*, row_id: int, actor: User, at: datetime) -> None:
    """Let a parked row be tried again from the first attempt; Refused for a row that is not parked."""
    refuse_unless(may_everywhere(actor, Act.READ_OUTBOX), "not_allowed", _("Your role does not allow this."))
    refuse_unless(requeue(row_id=row_id, at=at), "not_parked", _("The row is not parked."))
    record(kind="outbox.requeued", reference=f"outbox:{row_id}", actor=actor, at=at)
