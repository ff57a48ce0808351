"""When a decision has been served and when the time for a rectification claim ends. Dates in, dates out.

Valtionavustuslaki 688/2001 § 34, Hallintolaki 434/2003 § 59, laki sähköisestä asioinnista 13/2003 § 19.
"""

from datetime import date, timedelta

CLAIM_DAYS = 30
E_NOTICE_DAYS = 3
SATURDAY, FRIDAY = 5, 4


def served_by_e_notice(sent_on: date) -> date:
    """An electronic notice counts as received on the third day after its sending."""
    return sent_on + timedelta(days=E_NOTICE_DAYS)


def last_day_of_claim(served_on: date) -> date:
    """The last day of a claim: 30 days, the day of service not counted, moved on past days on which offices rest."""
    return next_working_day(served_on + timedelta(days=CLAIM_DAYS))


def next_working_day(on: date) -> date:
    """The day itself, or the first after it on which a time limit may end."""
    while rests(on):
        on += timedelta(days=1)
    return on


def rests(on: date) -> bool:
    """Saturday, Sunday, a church holiday, 1 May, 6 December, Christmas Eve or Midsummer Eve."""
    return on.weekday() >= SATURDAY or on in resting_days(on.year)


def resting_days(year: int) -> frozenset[date]:
    """The days of a year, besides weekends, on which no time limit ends."""
    easter = easter_sunday(year)
    midsummer_eve = next(
        day for day in (date(year, 6, 19 + more) for more in range(7)) if day.weekday() == FRIDAY
    )
    moving = {easter + timedelta(days=days) for days in (-2, 1, 39)}
    fixed = {(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)}
    return frozenset(moving | {midsummer_eve} | {date(year, month, day) for month, day in fixed})


def easter_sunday(year: int) -> date:
    """Easter of the Gregorian calendar (Meeus, Jones and Butcher)."""
    century, of_century = divmod(year, 100)
    leaps, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * (year % 19) + century - leaps - shift + 15) % 30
    quarter, extra = divmod(of_century, 4)
    weekday = (32 + 2 * rest + 2 * quarter - moon - extra) % 7
    late = (year % 19 + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
