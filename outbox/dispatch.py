"""The dispatcher's loop: claims rows and hands them on, to itself (embedded) or to the Celery workers."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from outbox.actions import give_back, hand_out, handle, park_worn_out
from outbox.models import Row
from outbox.tasks import ring

log = logging.getLogger(__name__)
AT_ONCE = 50


def dispatch_once() -> int:
    """One round over the waiting rows; returns how many were handed on."""
    now = timezone.now()
    park_worn_out(at=now)
    waiting = Row.objects.waiting(now).order_by("available_at", "pk").values_list("pk", flat=True)
    hand_on = to_worker if settings.REDIS_URL else to_self
    return sum(hand_on(row_id) for row_id in list(waiting[:AT_ONCE]))


def to_self(row_id: int) -> bool:
    """Embedded: this process runs the handler."""
    claim = hand_out(row_id, at=timezone.now())
    if claim is None:
        return False
    handle(row_id, claim)
    return True


def to_worker(row_id: int) -> bool:
    """Production: the claim travels with the task, so a task that Redis delivers twice finds it spent."""
    claim = hand_out(row_id, at=timezone.now())
    if claim is None:
        return False
    try:
        ring.apply_async((row_id, str(claim)), retry=False)
    except ring.OperationalError as error:
        log.warning("the broker does not answer: %s", error)
        give_back(row_id, claim, at=timezone.now())
        return False
    return True


def run(*, stop: Callable[[], bool], pause: Callable[[], object]) -> None:
    """Dispatch until told to stop, resting only when there was nothing to hand on."""
    while not stop():
        if not dispatch_once():
            pause()
