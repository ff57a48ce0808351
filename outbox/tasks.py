"""The Celery task: a doorbell that carries a row's id and its claim, harmless when it rings twice."""

import uuid

from celery import shared_task

from outbox.actions import handle


@shared_task(name="outbox.ring")
def ring(row_id: int, claim: str) -> None:
    """Make or tell what the row asks for, unless the claim has passed to another."""
    handle(row_id, uuid.UUID(claim))
