"""Files that have arrived and belong to nothing yet: kept for a day, so that a form's error does not lose them."""

from datetime import datetime, timedelta

from django.db import models

from accounts.models import User
from applications.models.application import Application

KEPT_FOR = timedelta(days=1)


class KeptUploadQuerySet(models.QuerySet["KeptUpload"]):
    """Sets of kept files."""

    def held_for(self, user: User, application: Application, at: datetime) -> "KeptUploadQuerySet":
        """What this person sent to this application within the day."""
        return self.filter(user=user, application=application, kept_at__gt=at - KEPT_FOR)


class KeptUpload(models.Model):
    """A file that was checked and stored; its random `token` in the form stands for choosing it again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=43, unique=True)
    file = models.FileField(upload_to="attachments/%Y/%m/", max_length=200)
    original_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    kept_at = models.DateTimeField()

    objects = KeptUploadQuerySet.as_manager()

    def __str__(self) -> str:
        return self.original_name
