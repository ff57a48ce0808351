"""What passes between the consortium and the ministry: messages, requests for supplements, members' exits."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.models.application import Application
from applications.models.submission import Submission


class SupplementRequest(models.Model):
    """What the ministry asks to be supplemented, and by when (Hallintolaki 434/2003, 22 §).

    `answer` is the consortium's covering letter, drafted until the supplement is sent as `submission`.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for the answer")
        ANSWERED = "answered", _("answered")
        CANCELLED = "cancelled", _("the request was taken back")
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
    answer = models.TextField(blank=True)
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="supplement"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="supplement_requests_are_numbered"
            ),
            models.CheckConstraint(
                condition=Q(state="answered", submission__isnull=False)
                | (~Q(state="answered") & Q(submission=None)),
                name="supplement_is_answered_by_a_submission",
            ),
            models.UniqueConstraint(
                fields=["application"], condition=Q(state="open"), name="one_open_supplement_request"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} / {self.number}"

    @property
    def listed(self) -> list["SupplementItem"]:
        """Its items in their order."""
        return sorted(self.items.all(), key=lambda item: (item.order, item.pk))

    def is_overdue(self, on: date) -> bool:
        """Whether its due date has passed; it can be answered until the officials go on without it."""
        return self.state == self.State.OPEN and on > self.due_on


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

    def __str__(self) -> str:
        return f"{self.author_name}: {self.text[:40]}"


class MessageReading(models.Model):
    """When the other side first read a message; apart from the message, which never changes."""

    message = models.OneToOneField(
        Message, primary_key=True, on_delete=models.PROTECT, related_name="reading"
    )
    read_at = models.DateTimeField()
    read_by = models.CharField(max_length=254)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.read_at}"


class MemberExit(models.Model):
    """A member that has left the consortium, or some of its elements, and what that did to the coverage.

    `elements` are the codes of those it left, empty when it left the whole. `before` and `after` are figures of the
    confirmed coverage (outcome, share, residents, municipalities), empty where it could not be judged.
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="exits")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    elements = models.JSONField(default=list, blank=True)
    reason = models.TextField(blank=True)
    left_at = models.DateTimeField()
    left_by = models.CharField(max_length=254)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    def __str__(self) -> str:
        return f"{self.organisation}: {', '.join(self.elements) or '*'}"

    @property
    def share_before(self) -> str | None:
        """The confirmed share before, as the rules cut it; None where it could not be judged."""
        return self.before.get("share")

    @property
    def share_after(self) -> str | None:
        """The same after."""
        return self.after.get("share")
