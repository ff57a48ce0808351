"""Figures as Finnish and Swedish print them: 2 000 000,50 · 16.5.2018 · klo 16.15, with no-break spaces."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

NBSP = "\u00a0"
_HELSINKI = ZoneInfo("Europe/Helsinki")
_CLOCK = {"fi": "klo", "sv": "kl."}


def whole(number: int) -> str:
    """Thousands apart: 1 638 293."""
    return f"{number:,}".replace(",", NBSP)


def euros(amount: Decimal | str) -> str:
    """An amount without its sign; cents only when there are any."""
    value = Decimal(amount)
    text = f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.2f}"
    return text.replace(",", NBSP).replace(".", ",")


def percent(share: str) -> str:
    """A share that comes cut to two decimals ("64.04"): 64,04 %."""
    return share.replace(".", ",") + NBSP + "%"


def day(value: str) -> str:
    """An ISO date as 16.5.2018."""
    on = date.fromisoformat(value)
    return f"{on.day}.{on.month}.{on.year}"


def moment(value: str, language: str) -> str:
    """An ISO moment in Helsinki time, to the second where it is not a full minute."""
    at = datetime.fromisoformat(value).astimezone(_HELSINKI)
    clock = f"{at.hour}.{at.minute:02d}"
    if at.second or at.microsecond:
        clock += f".{at.second:02d}"
    return f"{at.day}.{at.month}.{at.year} {_CLOCK[language]}{NBSP}{clock}"


def helsinki_date(value: str) -> date:
    """The date in Helsinki at an ISO moment."""
    return datetime.fromisoformat(value).astimezone(_HELSINKI).date()


def series(names: list[str], joiner: str) -> str:
    """a, b ja c."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {joiner} {names[-1]}"


def kept_together(text: str) -> str:
    """A section sign never starts a line, and a figure never loses its euro."""
    return text.replace(" §", NBSP + "§").replace(" euro", NBSP + "euro")
