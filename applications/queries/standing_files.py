"""Which files belong to an application as it stands, and how many of each application there are."""

from django.db.models import Count, Exists, JSONField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from applications.models import Attachment, MemberDecision


def standing_files() -> QuerySet[Attachment]:
    """Files without those of messages, and without extracts of records that a newer one has replaced."""
    records = MemberDecision.objects.filter(extract=OuterRef("pk"))
    replaced = Exists(records) & ~Exists(records.filter(superseded_at=None))
    return Attachment.objects.exclude(purpose=Attachment.Purpose.MESSAGE).exclude(replaced)


def files_of_each() -> Subquery:
    """How many files each application of a query has (`all`) and how many the virus scan holds back (`held_back`).

    None where there are no files. Annotated, it costs no query of its own.
    """
    held_back = Count("pk", filter=Q(scan=Attachment.Scan.INFECTED))
    found = standing_files().filter(application=OuterRef("pk")).order_by().values("application")
    counted = found.annotate(counted=JSONObject(all=Count("pk"), held_back=held_back))
    return Subquery(counted.values("counted"), output_field=JSONField())
