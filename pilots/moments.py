"""Helsinki time: the days and the clock times of a call are always told in it."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")
CLOSING_TIME = time(16, 15)


def helsinki_moment(on: date, at: time) -> datetime:
    """Return the moment of a clock time in Helsinki; ValueError where the clock skips or repeats it."""
    moment = datetime.combine(on, at, tzinfo=HELSINKI)
    if moment.utcoffset() != moment.replace(fold=1).utcoffset():
        raise ValueError(f"{on} {at} is skipped or shown twice by the clock in Helsinki")
    return moment


def helsinki_day(moment: datetime) -> date:
    """Return the day on the calendar of Helsinki."""
    return moment.astimezone(HELSINKI).date()


def closing_after(at: datetime, *, days: int) -> datetime:
    """Return 16:15 that many calendar days after a moment; a day may be 23 or 25 hours long."""
    return helsinki_moment(helsinki_day(at) + timedelta(days=days), CLOSING_TIME)
