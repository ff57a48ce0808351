"""A verdict with its calculation laid open: who is covered through whom, the sums, the limits, the sources."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from eligibility import Ruleset, Verdict, least_inhabitants
from pilots.models import Municipality

DIVISIONS: dict[str, str | Promise] = {
    "reform": _("the 18 counties of the regional government reform"),
    "statistical": _("the regions of the statistics of 2018"),
}


@dataclass(frozen=True)
class Covered:
    """A covered municipality; None inhabitants where only the sum of a pair is known."""

    name: str
    inhabitants: int | None
    through: str


@dataclass(frozen=True)
class Limit:
    """A limit of the rule in residents: the smallest whole number that reaches it, and how far away it is."""

    percent: int
    least: int
    gap: int

    @property
    def holds(self) -> bool:
        return self.gap >= 0

    @property
    def distance(self) -> int:
        return abs(self.gap)


@dataclass(frozen=True)
class Calculation:
    """Everything by which a consortium was judged. `others` is the rest of the county, `pairs` sums of two."""

    verdict: Verdict
    ruleset: Ruleset
    covered: tuple[Covered, ...]
    others: tuple[Covered, ...]
    pairs: tuple[Covered, ...]
    limits: tuple[Limit, ...]
    half: int
    division: str | Promise
    population_on: date
    organised_on: date


def calculation_of(stored: dict[str, Any]) -> Calculation:
    """The calculation behind a stored verdict, or behind one that is about to be stored. One query, for names."""
    verdict = Verdict.from_json(stored)
    covered = {row["code"] for row in stored["municipalities"]}
    together = [code for pair in stored["known_sums"] for code in pair["codes"]]
    figures = stored["region_figures"]
    places = Municipality.objects.in_bulk({*figures, *together})
    rest = sorted((code for code in places if code not in covered), key=lambda code: -figures.get(code, 0))
    ruleset = Ruleset(name=stored["rule"], binding=stored["binding"], **(stored["limits"] or {}))
    return Calculation(
        verdict=verdict,
        ruleset=ruleset,
        covered=tuple(
            Covered(spoken(row["name"]), row["inhabitants"], spoken(row["through"]))
            for row in stored["municipalities"]
        ),
        others=tuple(Covered(places[code].name, figures.get(code), "") for code in rest),
        pairs=tuple(
            Covered(" + ".join(places[code].name for code in pair["codes"]), pair["inhabitants"], "")
            for pair in stored["known_sums"]
        ),
        limits=tuple(limits_of(ruleset, verdict)),
        half=-(-verdict.region_municipalities // 2),
        division=DIVISIONS.get(stored["division"], stored["division"]),
        population_on=date.fromisoformat(stored["population_on"]),
        organised_on=date.fromisoformat(stored["organised_on"]),
    )


def limits_of(ruleset: Ruleset, verdict: Verdict) -> Iterable[Limit]:
    """Each limit of the rule, the highest first; none where the call has no rule."""
    for percent in ruleset.limits or ():
        least = least_inhabitants(percent, verdict.region_inhabitants)
        yield Limit(percent, least, verdict.covered_inhabitants - least)


def spoken(names: dict[str, str]) -> str:
    """A frozen name in the language of the page; the Finnish one where it has no other."""
    return names.get(str(get_language())) or names["fi"]
