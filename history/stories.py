"""Stories: what happened to an application, as a file tells it. The files hold facts and texts, no rules."""

import tomllib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from accounts.models import User
from history.people import historic_official, illustrative_signatory, practice_signatory
from pilots.models import Call, Region
from pilots.moments import helsinki_moment

FOLDER = Path(__file__).resolve().parent / "stories"
REAL = ("soite-2018", "uusimaa-2018")
PRACTICE = ("practice-osterbotten", "practice-paijat-hame", "practice-etela-karjala", "practice-etela-savo")


@dataclass(frozen=True)
class Story:
    """One told application. `now` is the moment of loading, from which practice cases count their days back."""

    name: str
    told: dict[str, Any]
    now: datetime

    @cached_property
    def call(self) -> Call:
        return Call.objects.select_related("rule").get(slug=self.told["call"])

    @cached_property
    def county(self) -> Region:
        return Region.objects.get(pk=self.told["county"])

    @property
    def is_practice(self) -> bool:
        return self.name in PRACTICE

    def moment(self, told: datetime | int) -> datetime:
        """A clock time in Helsinki as the file gives it, or that many hours before the loading."""
        if isinstance(told, int):
            return self.now - timedelta(hours=told)
        return helsinki_moment(told.date(), told.time())

    def signatory(self, key: str) -> User:
        """Who signs for an organisation in this story."""
        return (practice_signatory(key) if self.is_practice else None) or illustrative_signatory(key)

    def official(self, told: str) -> User:
        """An official: in practice cases a practice account by its address, else an illustrative one by office."""
        return User.objects.get(email=told) if self.is_practice else historic_official(told)


def read_story(name: str, *, now: datetime) -> Story:
    """The story of that name."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return Story(name, tomllib.load(file), now)
