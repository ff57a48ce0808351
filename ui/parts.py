"""Plain objects that pages hand to the components of `ui.templatetags.ui`."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

Text = Any  # str, a lazy translation or a SafeString


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of a case: done, now or ahead."""

    text: Text
    state: str

    def __post_init__(self) -> None:
        if self.state not in {"done", "now", "ahead"}:
            raise ValueError(f"no such state of a step: {self.state!r}")


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a plan with a link, its state (as of a tag) and that state in words."""

    name: Text
    url: str
    state: str
    status: Text
    current: bool = False


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry of a timeline; a day without a clock stays a day."""

    at: datetime | date
    text: Text
    detail: Text = ""
    url: str = ""

    @property
    def is_moment(self) -> bool:
        return isinstance(self.at, datetime)


@dataclass(frozen=True, slots=True)
class Task:
    """What waits for the reader: a link, a few words, how long it has waited or a tag."""

    text: Text
    url: str
    detail: Text = ""
    aside: Text = ""
    state: str = ""
    status: Text = ""


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """A slice of an appropriation; tone 1-3 by what it is, 0 for what is left."""

    key: str
    label: Text
    amount_eur: Decimal
    tone: int

    def __post_init__(self) -> None:
        if self.tone not in {0, 1, 2, 3}:
            raise ValueError(f"no such tone: {self.tone!r}")


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """An appropriation and its slices in order."""

    total_eur: Decimal
    parts: list[MoneyPart]


TILE_STATES = {"tone-1", "tone-2", "tone-3", "ghost", "off", "late"}


@dataclass(frozen=True, slots=True)
class Tile:
    """One municipality near its place on the map; key is a mark above the name, or `icon:check` and so on."""

    col: int
    row: int
    name: str
    state: str
    key: str = ""

    def __post_init__(self) -> None:
        if self.state not in TILE_STATES:
            raise ValueError(f"no such state of a tile: {self.state!r}")
