"""The three dates of a call's decisions: announced, decided, notified. They are never the same thing."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet

from accounts.models import User
from decisions.models import Announcement, Decision, Disqualification, Service
from pilots.models import Call


@dataclass(frozen=True)
class ThreeDates:
    """When one decision was announced (in the first wave that told it), signed, and noticed to its recipients.

    `noticed_on` is when the first notice was sent, `served_on` when the last recipient had it; None while open.
    """

    decision: Decision
    announced_at: datetime | None
    noticed_on: date | None
    served_on: date | None


def decisions_of(call: Call, user: User) -> QuerySet[Decision]:
    """Every version of a call's decisions but those of cases that the official stands aside from."""
    aside = Disqualification.objects.filter(application=OuterRef("application"), official=user)
    found = Decision.objects.filter(~Exists(aside), application__call=call)
    return found.select_related("application__region", "application__lead").order_by(
        "application__case_number", "version"
    )


def decisions_to_announce(call: Call, user: User) -> list[tuple[str, str]]:
    """The decisions as a list of boxes."""
    found = []
    for row in decisions_of(call, user):
        case = row.application
        found.append(
            (str(row.pk), f"{case.region.name}: {case.lead.name} ({case.case_number}, v{row.version})")
        )
    return found


def three_dates(call: Call, user: User) -> list[ThreeDates]:
    """All decisions of a call with their dates; three queries, however many there are."""
    decisions = list(decisions_of(call, user))
    told = Announcement.objects.filter(call=call).values("decisions").annotate(at=Min("announced_at"))
    announced = dict(told.order_by("decisions").values_list("decisions", "at"))
    rows = Service.objects.filter(decision__in=decisions).values("decision")
    dated = rows.annotate(
        sent=Min("sent_on"), served=Max("served_on"), open=Count("pk", filter=Q(served_on=None))
    )
    served = {
        row["decision"]: (row["sent"], None if row["open"] else row["served"])
        for row in dated.order_by("decision")
    }
    return [ThreeDates(one, announced.get(one.pk), *served.get(one.pk, (None, None))) for one in decisions]
