"""Rounds: many cases of one call told in one file, what they share told once."""

import tomllib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from history.people import organisation
from history.stories import FOLDER, Story
from pilots.models import Call, Region

ROUNDS = ("round-voucher-2016", "round-counties-2018")


@dataclass(frozen=True)
class Round:
    """A told round. `told` has what its cases share ("common"), the cases, handlings and the announcement."""

    name: str
    told: dict[str, Any]
    now: datetime

    @cached_property
    def call(self) -> Call:
        return Call.objects.get(slug=self.told["call"])

    @cached_property
    def stories(self) -> list[Story]:
        """Each case as a story of its own, in the order in which they were sent: so are they numbered."""
        told = [story_of(self, case) for case in self.told["cases"]]
        return sorted(told, key=lambda story: story.told["submitted_at"])


def read_round(name: str, *, now: datetime) -> Round:
    """The round of that name."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return Round(name, tomllib.load(file), now)


def story_of(told_in: Round, case: dict[str, Any]) -> Story:
    """One case with what all share, as a story is told elsewhere."""
    names = {
        "county": Region.objects.get(pk=case["county"]).name_fi,
        "applicant": organisation(case["lead"]).name_fi,
    }
    common = filled(told_in.told["common"], names)
    told = merged(common, case) | {"call": told_in.told["call"]}
    told["elements"] = [
        {"code": code} | merged(common.get("elements", {}).get(code, {}), own)
        for code, own in case["elements"].items()
    ]
    join(told)
    return Story(f"{told_in.name}/{case['lead']}", told, told_in.now)


def filled(told: Any, names: dict[str, str]) -> Any:
    """The shared texts with the names of the case in their {places}."""
    if isinstance(told, dict):
        return {key: filled(value, names) for key, value in told.items()}
    if isinstance(told, list):
        return [filled(value, names) for value in told]
    return told.format_map(names) if isinstance(told, str) else told


def merged(common: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """What all share, with the case's own in its place; a list adds to a list of the same name."""
    together = dict(common)
    for key, value in own.items():
        shared = common.get(key)
        if isinstance(shared, dict) and isinstance(value, dict):
            together[key] = merged(shared, value)
        elif isinstance(shared, list) and isinstance(value, list):
            together[key] = [*shared, *value]
        else:
            together[key] = value
    return together


def join(told: dict[str, Any]) -> None:
    """Members in short: those who were asked all accepted, and everybody's body decided at the shared moments."""
    partners, decision = told.pop("members", []), told.pop("decision")
    told["decisions"] = [{"organisation": key} | decision for key in (told["lead"], *partners)]
    answer = told.pop("answer", {})
    told["partners"] = [{"organisation": key} | answer for key in partners]
    request = told.pop("request", {})
    if partners:
        told["request"] = request | {"organisations": partners}
