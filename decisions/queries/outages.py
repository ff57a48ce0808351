"""The register of outages: which of them fell into the time between a sending and its arrival."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from decisions.models import Outage

# Whoever met an outage may have given up a while after it; the ruling is a person's.
AROUND = timedelta(days=1)


def outages_at(at: datetime, *, until: datetime) -> QuerySet[Outage]:
    """The outages that touch the time from a day before `at` to `until`, newest first."""
    lasts = Q(until_at=None) | Q(until_at__gte=at - AROUND)
    return Outage.objects.filter(lasts, from_at__lte=until).order_by("-from_at", "-pk")
