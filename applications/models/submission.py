"""What was sent: frozen, numbered and checksummed. The database refuses to change it."""

from django.db import models

from applications.models.application import Application


class Submission(models.Model):
    """One sending of an application: the whole content as JSON, its verdict, and when it arrived."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    snapshot = models.JSONField()
    verdict = models.JSONField()
    checksum = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    submitted_by = models.CharField(max_length=254)
    attestation = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "number"], name="submissions_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"{self.application.case_number} v{self.number}"

    @property
    def reference(self) -> str:
        """How the outbox and the ledger name this submission."""
        return f"submission:{self.pk}"
