"""Turns one field's text into a value; each parser raises ValueError in words for the terminal."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

Parser = Callable[[str], Any]


def text(raw: str) -> str:
    if not raw:
        raise ValueError("is empty")
    if any(ord(letter) < ord(" ") for letter in raw):
        raise ValueError("holds a control character")
    return raw


def text_or_empty(raw: str) -> str:
    return text(raw) if raw else ""


def code(length: int) -> Parser:
    """A code of that many digits, leading zeros kept."""

    def parse(raw: str) -> str:
        if not re.fullmatch(rf"[0-9]{{{length}}}", raw):
            raise ValueError(f"must be {length} digits, not {raw!r}")
        return raw

    return parse


def code_or_empty(length: int) -> Parser:
    return lambda raw: code(length)(raw) if raw else ""


def slug(raw: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", raw):
        raise ValueError(f"must be small letters, digits and hyphens, not {raw!r}")
    return raw


def whole_number(raw: str) -> int:
    """At most nine digits: more people than that live nowhere in Finland."""
    if not re.fullmatch(r"0|[1-9][0-9]{0,8}", raw):
        raise ValueError(f"must be a whole number, not {raw!r}")
    return int(raw)


def day(raw: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", raw):
        raise ValueError(f"must be a date such as 2016-12-31, not {raw!r}")
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"is no date of the calendar: {raw!r}") from None


def day_or_none(raw: str) -> date | None:
    return day(raw) if raw else None


def yes_or_no(raw: str) -> bool:
    if raw not in {"0", "1"}:
        raise ValueError(f"must be 0 or 1, not {raw!r}")
    return raw == "1"


def one_of(*choices: str) -> Parser:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}, not {raw!r}")
        return raw

    return parse


def codes(raw: str) -> list[str]:
    """Two or more municipality codes joined by semicolons, returned sorted."""
    found = [code(3)(part) for part in raw.split(";")]
    if len(set(found)) < 2 or len(set(found)) != len(found):  # noqa: PLR2004 - a sum of one is no sum
        raise ValueError(f"must be two or more different codes, not {raw!r}")
    return sorted(found)
