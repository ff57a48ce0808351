"""Reads numbers, days and moments as people in Finland write them; anything else is a ValueError."""

import re
from datetime import date, datetime, time
from decimal import Decimal

# Digits are 0-9 only: \d would let in fullwidth and Arabic digits, which nobody here types on purpose.
NUMBER = re.compile(
    r"(?P<sign>[-\u2212]?)(?P<whole>[0-9]{1,3}(?: [0-9]{3})+|[0-9]+)(?:[.,](?P<decimals>[0-9]+))?"
)
DAY = re.compile(r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[0-9]{4})")
ISO_DAY = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})[.:](?P<minute>[0-9]{2})(?:[.:](?P<second>[0-9]{2}))?")
BETWEEN = re.compile(r"[T\s]+(?:klo|kl\.?|at)?\s*", re.IGNORECASE)
SPACES = str.maketrans(dict.fromkeys("\u00a0\u202f\u2009\u2007", " "))
LONGEST = 40
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


def read_number(text: str) -> Decimal:
    """`1 000,50` with any usual space, or `1000.50`. Minus zero is refused: nobody means it."""
    plain = text.translate(SPACES).strip().removesuffix("€").strip()
    found = NUMBER.fullmatch(plain) if len(plain) <= LONGEST else None
    if found is None:
        raise ValueError("not a number")
    whole, decimals = found["whole"].replace(" ", ""), found["decimals"]
    value = Decimal(f"{whole}.{decimals}" if decimals else whole)
    if not found["sign"]:
        return value
    if not value:
        raise ValueError("minus zero")
    return value.copy_negate()


def read_day(text: str) -> date:
    """`16.5.2018`, `16. 5. 2018` or `2018-05-16`; years 1900-2199."""
    plain = text.translate(SPACES).strip()
    found = DAY.fullmatch(plain) or ISO_DAY.fullmatch(plain)
    if found is None or not EARLIEST_YEAR <= int(found["year"]) <= LATEST_YEAR:
        raise ValueError("not a day")
    return date(int(found["year"]), int(found["month"]), int(found["day"]))


def read_moment(text: str) -> datetime:
    """`16.5.2018 15.42`, also with `klo`, seconds or ISO; naive, the caller knows the time zone."""
    plain = text.translate(SPACES).strip()
    parts = BETWEEN.split(plain[:LONGEST]) if len(plain) <= LONGEST else []
    days, clock = (parts[0], parts[-1]) if len(parts) == 2 else ("", "")  # noqa: PLR2004 - a day and a time
    found = CLOCK.fullmatch(clock)
    if found is None:
        raise ValueError("not a moment")
    return datetime.combine(
        read_day(days), time(int(found["hour"]), int(found["minute"]), int(found["second"] or 0))
    )
