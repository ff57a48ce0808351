"""What passes between the consortium and the ministry about a case: messages and requests for supplements."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from applications.models.application import Application


class SupplementRequest(models.Model):
    """What the ministry asks to be supplemented, and by when (Hallintolaki 434/2003, 22 §)."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        ANSWERED = "answered", _("answered")
        CANCELLED = "cancelled", _("cancelled")
        OVERDUE = "overdue", _("the due date has passed")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="supplement_requests")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=254)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=254, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="supplement_requests_are_numbered"
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="one_open_supplement_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.number}"


class SupplementItem(models.Model):
    """One thing to be supplemented. `section` is the key of the section it unlocks, "" when it needs none."""

    request = models.ForeignKey(SupplementRequest, on_delete=models.CASCADE, related_name="items")
    section = models.CharField(max_length=60, blank=True)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return self.text[:60]


class Message(models.Model):
    """A message on a case between the consortium and the ministry; never changed afterwards."""

    class Side(models.TextChoices):
        APPLICANT = "applicant", _("the consortium")
        MINISTRY = "ministry", _("the ministry")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="messages")
    side = models.CharField(max_length=10, choices=Side.choices)
    author = models.CharField(max_length=254)
    author_name = models.CharField(max_length=200)
    sent_at = models.DateTimeField()
    text = models.TextField()
    read_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"
