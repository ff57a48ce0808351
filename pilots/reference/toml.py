"""TOML files with the lines of their keys, so that a wrong value can be pointed at."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from pilots.moments import helsinki_moment
from pilots.reference import values
from pilots.reference.rows import BrokenFile

LARGEST_DIGITS = 12


def parse_toml(file: str, content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+)", str(error))
        line = int(place.group(1)) if place else content.count("\n") + 1
        raise BrokenFile(file, line, str(error)) from None


@dataclass
class Section:
    """A table of a TOML file whose values are taken one by one; what is left over at the end is an error."""

    file: str
    content: str
    values: Mapping[str, Any]
    header: str = ""

    def __post_init__(self) -> None:
        self.taken: set[str] = set()
        if not isinstance(self.values, Mapping):
            raise self.broken("must be a table", self.header)

    @property
    def line(self) -> int:
        """The line of the section's header; 1 for the top of the file."""
        if not self.header:
            return 1
        header = re.escape(self.header)
        place = re.search(rf"^[ \t]*\[\s*['\"]?{header}['\"]?\s*\]", self.content, re.MULTILINE)
        return self.content.count("\n", 0, place.start()) + 1 if place else 1

    def line_of(self, key: str) -> int:
        """The line of a key of this section; the section's own line where the key is not there."""
        lines = self.content.splitlines()
        for number, line in enumerate(lines[self.line - 1 :], start=self.line):
            if re.match(rf"\s*['\"]?{re.escape(key)}['\"]?\s*=", line):
                return number
            if self.header and number > self.line and line.startswith("["):
                break
        return self.line

    def broken(self, problem: str, key: str = "") -> BrokenFile:
        return BrokenFile(self.file, self.line_of(key) if key else self.line, f"{key} {problem}".strip())

    def take(self, key: str, kind: type, *, default: Any = None) -> Any:
        """Return a value of exactly that kind; without a default it must be there."""
        self.taken.add(key)
        if key not in self.values:
            if default is None:
                raise self.broken(f"{key} is missing")
            return default
        value = self.values[key]
        if type(value) is not kind:
            raise self.broken(f"must be {kind.__name__}, not {value!r}", key)
        return value

    def text(self, key: str, parse: values.Parser = values.text, *, default: str | None = None) -> str:
        value = self.take(key, str, default=default)
        if value == default:
            return value
        try:
            return parse(value)
        except ValueError as error:
            raise self.broken(str(error), key) from None

    def number(self, key: str, *, least: int, most: int) -> int:
        value = self.take(key, int)
        if not least <= value <= most:
            raise self.broken(f"must be {least}–{most}, not {value}", key)
        return value

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        return self.take(key, bool, default=default)

    def day(self, key: str) -> date:
        return self.take(key, date)

    def moment(self, key: str) -> datetime:
        """Return a moment; one without an offset is Helsinki time."""
        value = self.take(key, datetime)
        if value.tzinfo is not None:
            return value
        try:
            return helsinki_moment(value.date(), value.time())
        except ValueError as error:
            raise self.broken(str(error), key) from None

    def euros(self, key: str) -> Decimal:
        raw = self.take(key, str)
        try:
            amount = Decimal(raw) if re.fullmatch(r"[0-9]+\.[0-9]{2}", raw) else None
        except InvalidOperation:
            amount = None
        if amount is None or amount >= 10**LARGEST_DIGITS:
            raise self.broken(f'must be euros and cents such as "100.00", not {raw!r}', key)
        return amount

    def listed(self, key: str, kind: type) -> list:
        """Return a list of different values of one kind, at least one."""
        found = self.take(key, list)
        if not found or any(type(value) is not kind for value in found):
            raise self.broken(f"must be a list of {kind.__name__}", key)
        if len(set(found)) != len(found):
            raise self.broken("names something twice", key)
        return found

    def finish(self) -> None:
        for key in self.values:
            if key not in self.taken:
                raise self.broken("is not known here", key)
