"""Screening: what is checked of a case before its review, how it arrived, outages, the ruling on special grounds."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from pilots.models import CallScreeningPoint


class ScreeningFinding(models.Model):
    """What the presenting officer found of one point of the call's checklist."""

    class Result(models.TextChoices):
        HOLDS = "holds", _("holds")
        FAILS = "fails", _("does not hold")
        NOT_APPLICABLE = "na", _("does not concern this case")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="screening_findings")
    point = models.ForeignKey(CallScreeningPoint, on_delete=models.PROTECT, related_name="findings")
    result = models.CharField(max_length=5, choices=Result)
    note = models.TextField(blank=True)
    found_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "point"], name="a_point_is_screened_once"),
            models.CheckConstraint(
                condition=~Q(result="fails") | ~Q(note=""), name="a_failed_point_says_what_is_wrong"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point}: {self.result}"


class GroundsRuling(models.Model):
    """The officials' ruling on the special grounds of a case; `version` is the submission that gave them."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="grounds_rulings")
    version = models.PositiveSmallIntegerField()
    accepted = models.BooleanField()
    reason = models.TextField()
    ruled_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_grounds_ruling_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {'accepted' if self.accepted else 'not accepted'}"


class Arrival(models.Model):
    """How an application that did not come by its lead's own press arrived, and whether it is examined.

    `sent_at` is when the sender sent it, where that is known: it counts when the system was down
    (Laki sähköisestä asioinnista 13/2003 § 10).
    """

    class Channel(models.TextChoices):
        PAPER = "paper", _("on paper")
        MAIL = "mail", _("by e-mail")
        SYSTEM = "system", _("in the system")

    class Ruling(models.TextChoices):
        EXAMINED = "examined", _("examined")
        UNEXAMINED = "unexamined", _("left unexamined")

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="arrival")
    channel = models.CharField(max_length=6, choices=Channel)
    arrived_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField()
    note = models.TextField(blank=True)
    registered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    ruling = models.CharField(max_length=10, choices=Ruling, blank=True)
    ruling_reason = models.TextField(blank=True)
    ruled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ruling="", ruled_by=None, ruled_at=None)
                | (~Q(ruling="") & ~Q(ruling_reason="") & Q(ruled_by__isnull=False, ruled_at__isnull=False)),
                name="an_arrival_ruling_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application}: {self.channel}"


class Outage(models.Model):
    """A time in which the system could not take anything in.

    What was sent meanwhile counts by its sending (Laki sähköisestä asioinnista 13/2003 § 10). `until_at` is None
    while it lasts.
    """

    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    what = models.TextField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")),
                name="an_outage_ends_after_it_began",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_at:%Y-%m-%d %H:%M}: {self.what[:40]}"
