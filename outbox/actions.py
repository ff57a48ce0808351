"""Rows are added by acts, claimed by one worker at a time, and end done or parked."""

import logging
import traceback
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from outbox.handlers import HANDLERS, Gone
from outbox.models import Row
from outbox.silence import reason_for_silence

log = logging.getLogger(__name__)
LONGEST_ERROR = 4_000
BROKER_PAUSE = timedelta(seconds=2)


def add(
    *, kind: str, reference: str, payload: dict | None = None, available_at: datetime | None = None
) -> Row:
    """Leave a row for the dispatcher. Adding the same kind and reference again returns the first row.

    Inside `outbox.silence.silently` the row is settled from the beginning and nobody is told.
    """
    now, silence = timezone.now(), reason_for_silence(kind)
    row, _ = Row.objects.get_or_create(
        kind=kind,
        reference=reference,
        defaults={
            "payload": payload or {},
            "available_at": available_at or now,
            "done_at": now if silence else None,
            "last_error": silence,
        },
    )
    return row


def hand_out(row_id: int, *, at: datetime) -> uuid.UUID | None:
    """Claim a waiting row for one try; None when somebody else has it, or it has ended."""
    claim = uuid.uuid4()
    waiting = Row.objects.waiting(at).filter(pk=row_id, attempts__lt=settings.OUTBOX_MOST_ATTEMPTS)
    return claim if waiting.update(claim=claim, claimed_at=at) else None


def begin(row_id: int, claim: uuid.UUID, *, at: datetime) -> Row | None:
    """Begin a try: count it, and let the claim run from now; None when the claim has passed to another.

    Counted here and not when the row is handed out: a task that only stood in a long queue has not been tried,
    and one that begins late still has its whole time before another worker may take the row.
    """
    held = Row.objects.open().filter(pk=row_id, claim=claim)
    return held.first() if held.update(claimed_at=at, attempts=F("attempts") + 1) else None


def handle(row_id: int, claim: uuid.UUID) -> bool:
    """Run the handler of a claimed row and mark it done; False when the claim is stale or the handler failed.

    A row about what is no longer there ends at once, with that noted: another try would find no more.
    """
    row = begin(row_id, claim, at=timezone.now())
    if row is None:
        return False
    ending = ""
    try:
        HANDLERS[row.kind](row)
    except Gone as gone:
        log.info("outbox row %s (%s) has nothing to do: %s", row.pk, row, gone)
        ending = str(gone)
    except Exception:
        log.exception("outbox row %s (%s) failed", row.pk, row)
        free_again(row, traceback.format_exc())
        return False
    # Whoever holds the claim by now: what was told or made stays so.
    Row.objects.open().filter(pk=row_id).update(done_at=timezone.now(), last_error=ending)
    return True


def free_again(row: Row, error: str) -> None:
    """After a failed try: wait a little longer each time, or park the row for an administrator."""
    now = timezone.now()
    tries = Row.objects.open().filter(pk=row.pk, claim=row.claim)
    if row.attempts >= settings.OUTBOX_MOST_ATTEMPTS:
        tries.update(parked_at=now, last_error=error[-LONGEST_ERROR:])
    else:
        pause = timedelta(seconds=2**row.attempts)
        tries.update(claim=None, claimed_at=None, available_at=now + pause, last_error=error[-LONGEST_ERROR:])


def give_back(row_id: int, claim: uuid.UUID, *, at: datetime) -> None:
    """Undo a claim that reached no worker (the broker was away)."""
    Row.objects.open().filter(pk=row_id, claim=claim).update(
        claim=None, claimed_at=None, available_at=at + BROKER_PAUSE
    )


@transaction.atomic
def park_worn_out(*, at: datetime) -> int:
    """Park the rows whose workers died on them as often as a row may be tried."""
    return Row.objects.worn_out(at).update(parked_at=at)


@transaction.atomic
def requeue(*, row_id: int, at: datetime) -> bool:
    """Give a parked row a fresh set of attempts."""
    return bool(
        Row.objects.filter(pk=row_id)
        .exclude(parked_at=None)
        .update(parked_at=None, claimed_at=None, claim=None, attempts=0, available_at=at)
    )
