"""Earlier handlings of a call's cases, the memo that goes to them, and the announcement of results."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.models import Application
from decisions.models.decision import Decision
from pilots.models import Call


class Forum(models.TextChoices):
    """Who handles cases before the decision."""

    WORKING_GROUP = "working_group", _("working group")
    MINISTERS = "ministers", _("ministers")
    FINANCE_COMMITTEE = "finance_committee", _("finance committee")


class Handling(models.Model):
    """What a working group, the ministers or the finance committee said of some cases of a call, and when.

    The outlines are printed in the letters, in the language of the case; the note stays in the house.
    """

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="handlings")
    applications = models.ManyToManyField(Application, related_name="handlings")
    forum = models.CharField(max_length=20, choices=Forum)
    on = models.DateField()
    outline_fi = models.TextField()
    outline_sv = models.TextField()
    note = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(outline_fi="") & ~Q(outline_sv=""), name="a_handling_is_told_in_both_languages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.on}"


class Memo(models.Model):
    """A presentation memo as it was made: its frozen content, from which its files are made again, byte by byte."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="memos")
    forum = models.CharField(max_length=20, choices=Forum)
    language = models.CharField(max_length=2, choices=[("fi", "suomi"), ("sv", "svenska")], default="fi")
    meets_on = models.DateField(null=True, blank=True)
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "number"], name="a_calls_memos_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.call} {self.number}"


class Announcement(models.Model):
    """One wave of a call's results, told to the public; the decisions were public when they were signed."""

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="announcements")
    decisions = models.ManyToManyField(Decision, related_name="announcements")
    announced_at = models.DateTimeField()
    title_fi = models.CharField(max_length=200)
    title_sv = models.CharField(max_length=200)
    text_fi = models.TextField(blank=True)
    text_sv = models.TextField(blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title_fi
