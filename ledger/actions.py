"""Adding to the ledger, always inside the transaction of the act it tells of."""

import json
from datetime import datetime

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.utils import timezone

from ledger.chain import content_of, digest_of
from ledger.models import Event, Head


def record(*, kind: str, reference: str, actor: object, at: datetime, data: dict | None = None) -> Event:
    """Append one event to the chain.

    `at` is when it happened (a replay gives the historic moment); the moment of recording is kept beside it.
    The chain's head stays locked until the caller's transaction ends, so an act takes every other lock before
    its first event: two that take them in different orders would wait for each other.
    Raises RuntimeError outside a transaction: an event without its act, or an act without its event, is a defect.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is recorded in the transaction of its act")
    # The stored JSON must be what was sealed, so it goes through the encoder before it is hashed.
    plain = json.loads(json.dumps(data or {}, cls=DjangoJSONEncoder))
    with transaction.atomic():
        head = Head.objects.select_for_update().get(pk=1)
        content = content_of(
            number=head.number + 1,
            at=at,
            recorded_at=timezone.now(),
            actor=name_of(actor),
            kind=kind,
            reference=reference,
            data=plain,
        )
        digest = digest_of(content, head.digest)
        event = Event.objects.create(**content, previous_digest=head.digest, digest=digest)
        head.number, head.digest = event.number, digest
        head.save(update_fields=["number", "digest"])
    return event


def name_of(actor: object) -> str:
    """People are known here as text: the log-in name of a user, or the name of a process."""
    return str(getattr(actor, "email", "") or actor)
