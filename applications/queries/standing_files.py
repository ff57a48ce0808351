"""Which files belong to an application as it stands, and how many there are."""

from django.db.models import QuerySet

from applications.models import Attachment


def standing_files() -> QuerySet[Attachment]:
    """The applications' own files: not those of messages, nor an extract that a newer record has replaced."""
    own = Attachment.objects.exclude(purpose=Attachment.Purpose.MESSAGE)
    return own.filter(proves__superseded_at=None).distinct()
