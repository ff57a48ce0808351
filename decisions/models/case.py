"""A submitted application as the officials handle it: whose it is, and who must not touch it."""

from django.db import models

from accounts.models import User
from applications.models import Application


class Case(models.Model):
    """A case that a presenting officer has taken up."""

    application = models.OneToOneField(
        Application, primary_key=True, on_delete=models.PROTECT, related_name="case"
    )
    presenting_officer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="presented_cases")
    taken_up_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.application)


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
