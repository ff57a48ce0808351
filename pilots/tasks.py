"""What the outbox asks of this room: to keep the practice call open, day after day."""

from django.utils import timezone

from outbox.handlers import handles
from outbox.models import Row
from pilots.actions import WATCH, keep_practice_open


@handles(WATCH)
def keep_open(_row: Row) -> None:
    """Move the practice call's deadline when it comes near; harmless when done twice."""
    keep_practice_open(at=timezone.now(), actor="practice call")
