"""What each load of the reference data changed, from which files, when and by whom."""

from django.db import models


class DataLoad(models.Model):
    """One load. `checksums`: SHA-256 by file; `changes`: by table how many rows were added and so on.

    `details` names every row that was changed, removed or left as it was on purpose.
    """

    loaded_at = models.DateTimeField()
    actor = models.CharField(max_length=254)
    checksums = models.JSONField()
    changes = models.JSONField()
    details = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.loaded_at:%Y-%m-%d %H:%M} {self.actor}"
