"""The ledger's two tables: events that are only ever added, and the head of their chain."""

from django.db import models


class Event(models.Model):
    """One thing that happened. `number` runs without gaps; `digest` seals this event and all before it."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    kind = models.CharField(max_length=60)
    reference = models.CharField(max_length=120, db_index=True)
    data = models.JSONField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="event_number_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.reference}"


class Head(models.Model):
    """The last event's number and digest; the row that is locked while an event is added."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="ledger_has_one_head")]

    def __str__(self) -> str:
        return f"head at {self.number}"
