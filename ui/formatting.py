"""Amounts, shares, days and moments in words, the Finnish way in all three languages."""

from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.translation import gettext, pgettext

NO_BREAK = "\N{NO-BREAK SPACE}"
CENT = Decimal("0.01")
KILOBYTE, MEGABYTE = 1000, 1_000_000


def number(value: int | Decimal | str) -> str:
    """Thousands parted by no-break spaces, a decimal comma: `1 638 293`, `1 000,5`."""
    if isinstance(value, int) and value >= 0:
        return f"{value:,}".replace(",", NO_BREAK)
    exact = Decimal(value)
    whole, _, decimals = f"{abs(exact):f}".partition(".")
    sign = "\N{MINUS SIGN}" if exact < 0 else ""
    grouped = f"{int(whole):,}".replace(",", NO_BREAK)
    return f"{sign}{grouped},{decimals}" if decimals else f"{sign}{grouped}"


def euros(amount: Decimal | int | str, *, cents: bool = False) -> str:
    """`2 000 000 €`; cents only where there are some, or where they are asked for."""
    exact = Decimal(amount).quantize(CENT, rounding=ROUND_HALF_UP)
    shown = exact if cents or exact % 1 else exact.quantize(Decimal(1))
    return f"{number(shown)}{NO_BREAK}€"


def share(percent: Decimal | int | str | None) -> str:
    """`64,04 %`, as cut by the rules; an en dash where no share is known."""
    if percent is None:
        return "–"
    return f"{number(percent)}{NO_BREAK}%"


def day(value: date) -> str:
    """`16.5.2018`; a moment gives its day in Helsinki."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return f"{local.day}.{local.month}.{local.year}"


def moment(at: datetime, *, seconds: bool = False) -> str:
    """`14.3.2018 klo 15.42` in Helsinki time; `at` must be aware (ValueError otherwise)."""
    return f"{day(at)} {clock(at, seconds=seconds)}"


def clock(at: datetime, *, seconds: bool = False) -> str:
    """`klo 15.42` in Helsinki time; `at` must be aware (ValueError otherwise)."""
    local = timezone.localtime(at)
    shown = f"{local.hour}.{local.minute:02d}" + (f".{local.second:02d}" if seconds else "")
    before = pgettext("before a time of day", "at")
    return f"{before}{NO_BREAK}{shown}"


def time_left(until: datetime, at: datetime) -> str:
    """How long it still is: `2 d 3 h`, in the last day `3 h 5 min`, in the last hour `5 min`; "" when it is over.

    A day is 24 hours that really pass, also where the clock is turned in between.
    """
    minutes = int((until.astimezone(UTC) - at.astimezone(UTC)).total_seconds() // 60)
    if until <= at:
        return ""
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = (
        [(days, gettext("d")), (hours, gettext("h"))]
        if days
        else [(hours, gettext("h")), (rest, gettext("min"))]
    )
    told = [f"{number(count)}{NO_BREAK}{unit}" for count, unit in parts if count]
    return " ".join(told) or gettext("less than a minute")


def file_size(size: int) -> str:
    """`44 kB` (`kt` in Finnish), rounded up; from a million bytes `1,4 MB`. `size` in bytes."""
    if size >= MEGABYTE:
        tenths = -(-size * 10 // MEGABYTE)
        return gettext("%(size)s MB") % {"size": number(Decimal(tenths) / 10)}
    return gettext("%(size)s kB") % {"size": number(-(-size // KILOBYTE))}
