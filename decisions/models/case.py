"""A submitted application as the officials handle it: whose it is, who must not touch it, and what they note."""

from decimal import Decimal

from django.db import models
from django.db.models import Q

from accounts.models import User
from applications.models import Application


class Case(models.Model):
    """A case that a presenting officer has taken up; without one when the officer stepped aside: free to take up.

    `committed_eur` is what the case holds of its call's appropriation: the sum of its decision in force.
    """

    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.PROTECT, related_name="case"
    )
    presenting_officer = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="presented_cases"
    )
    taken_up_at = models.DateTimeField()
    committed_eur = models.DecimalField(max_digits=14, decimal_places=2, default=Decimal(0))

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(committed_eur__gte=0), name="a_case_never_holds_less_than_nothing"
            ),
        ]

    def __str__(self) -> str:
        return str(self.application)


class Assignment(models.Model):
    """A case that was handed to a presenting officer: taken up, handed on, or handed on by one who stepped aside."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="assignments")
    presenting_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.application}: {self.presenting_officer}"


class Disqualification(models.Model):
    """An official who may not handle a case (Hallintolaki 434/2003 § 28), by the official's own word."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="disqualifications")
    official = models.ForeignKey(User, on_delete=models.PROTECT, related_name="disqualifications")
    reason = models.TextField()
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "official"], name="disqualified_for_a_case_once"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.application}"


class Consideration(models.Model):
    """An official saw what the system suggested as a ground of disqualification, and finds that it is none."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="considerations")
    official = models.ForeignKey(User, on_delete=models.PROTECT, related_name="considerations")
    reason = models.TextField()
    considered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "official"], name="a_suggestion_is_considered_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="a_consideration_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.official}: {self.application}"


class InternalNote(models.Model):
    """What an official wrote on a case for the other officials; it never reaches an applicant."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="internal_notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:60]


class SavedView(models.Model):
    """A list of cases that an official keeps under a name: the filters, order and columns of its address."""

    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="a_persons_views_have_different_names"),
        ]

    def __str__(self) -> str:
        return self.name
