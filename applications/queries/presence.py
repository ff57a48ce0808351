"""Who else is writing an application now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from accounts.models import Affiliation, User
from applications.models import Application, Presence

# A browser tells of itself every half a minute; who has been silent for this long is not counted any more.
STAYS = timedelta(minutes=2)


@dataclass(frozen=True)
class Other:
    """Somebody else at work: a name, for whom, in which section, and when last."""

    name: str
    organisation: str
    key: str
    seen_at: datetime


def others_at_work(application: Application, *, but: User, at: datetime) -> list[Other]:
    """Everybody but one who has had a section of this application open within two minutes; one to three queries."""
    taking = {member.organisation_id for member in application.members.all()}
    for_whom = Affiliation.objects.filter(organisation__in=taking).select_related("organisation")
    rows = (
        Presence.objects.filter(application=application, seen_at__gt=at - STAYS)
        .exclude(user=but)
        .select_related("user")
        .prefetch_related(Prefetch("user__affiliations", for_whom.order_by("pk"), to_attr="for_whom"))
    )
    return [
        Other(
            str(row.user), ", ".join(one.organisation.name for one in row.user.for_whom), row.key, row.seen_at
        )
        for row in rows.order_by("-seen_at", "pk")
    ]
