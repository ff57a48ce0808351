"""Which files belong to an application as it stands, and how many of each application there are."""

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from applications.models import Attachment, MemberDecision


def standing_files() -> QuerySet[Attachment]:
    """Files without those of messages, and without extracts of records that a newer one has replaced."""
    records = MemberDecision.objects.filter(extract=OuterRef("pk"))
    replaced = Exists(records) & ~Exists(records.filter(superseded_at=None))
    return Attachment.objects.exclude(purpose=Attachment.Purpose.MESSAGE).exclude(replaced)


def files_of_each(**which: str) -> Coalesce:
    """How many files each application of a query has; annotated, it costs no query of its own."""
    found = standing_files().filter(application=OuterRef("pk"), **which).order_by().values("application")
    counted = Subquery(found.annotate(count=Count("pk")).values("count"))
    return Coalesce(counted, Value(0), output_field=IntegerField())
