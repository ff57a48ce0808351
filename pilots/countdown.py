"""How long there is until a moment, in words; days are those of the calendar in Helsinki."""

from datetime import datetime

from django.utils.translation import ngettext

from pilots.moments import helsinki_day

HOUR = 3600
MINUTE = 60


def days_left(at: datetime, until: datetime) -> int:
    """Midnights in Helsinki between the two moments."""
    return (helsinki_day(until) - helsinki_day(at)).days


def time_left(at: datetime, until: datetime) -> str:
    """`in 8 days`; on the last day hours and minutes, `today, in 3 hours`; nothing once the moment has come."""
    seconds = int((until - at).total_seconds())
    if until <= at:
        return ""
    if days := days_left(at, until):
        return ngettext("tomorrow", "in %(count)s days", days) % {"count": days}
    if hours := seconds // HOUR:
        return ngettext("today, in %(count)s hour", "today, in %(count)s hours", hours) % {"count": hours}
    minutes = max(1, seconds // MINUTE)
    return ngettext("in %(count)s minute", "in %(count)s minutes", minutes) % {"count": minutes}
