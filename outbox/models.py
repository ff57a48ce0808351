"""The outbox: one row for each thing that has still to be told or made."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class RowQuerySet(models.QuerySet["Row"]):
    """Sets of rows by where they stand."""

    def waiting(self, at: datetime) -> "RowQuerySet":
        """Free to be claimed now: never claimed, or claimed so long ago that its worker must be dead."""
        lost = at - timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
        return self.open().filter(Q(claimed_at=None) | Q(claimed_at__lt=lost), available_at__lte=at)

    def open(self) -> "RowQuerySet":
        """Neither done nor parked."""
        return self.filter(done_at=None, parked_at=None)

    def worn_out(self, at: datetime) -> "RowQuerySet":
        """Tried as often as allowed, and the last try is over or lost."""
        return self.waiting(at).filter(attempts__gte=settings.OUTBOX_MOST_ATTEMPTS)


class Row(models.Model):
    """`kind` names the handler, `reference` the thing it is about; the pair is unique, so nothing is told twice."""

    kind = models.CharField(max_length=40)
    reference = models.CharField(max_length=120)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    available_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    parked_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = RowQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "reference"], name="outbox_tells_each_thing_once"),
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(parked_at=None), name="outbox_row_done_or_parked_not_both"
            ),
        ]
        indexes = [
            models.Index(
                F("available_at"), name="outbox_open_rows", condition=Q(done_at=None, parked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
