"""Counties read once: places, residents and who organises there, kept by this process until the next load.

Only loads change them. The key is the newest load, so every process sees a new load with its next request.
For live answers; what is stored with a submission is always read afresh.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from pilots.models import Call, DataLoad, JointAuthority, Municipality
from pilots.queries import County, authorities_of, covering_nobody, places_of

MOST_KEPT = 256


@dataclass(frozen=True)
class World:
    """A county as it is judged: places, residents, who organises for whom, and who may join but covers nobody."""

    places: Mapping[str, Municipality]
    county: County
    blocks: Mapping[JointAuthority, frozenset[str]]
    others: tuple[JointAuthority, ...]


def world_of(call: Call, region: str, *, on: date | None = None) -> World:
    """The county on the call's closing day by figures of `on` (the call's own date unless given); one query mostly."""
    load = DataLoad.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _read(load, call, call.closing_day, call.population_on, call.division, region, on)


@lru_cache(maxsize=MOST_KEPT)
def _read(
    _load: int | None,
    call: Call,
    _closing_day: date,
    _population_on: date,
    _division: str,
    region: str,
    on: date | None,
) -> World:
    places, county = places_of(call, region, on=on)
    return World(places, county, authorities_of(call, region), tuple(covering_nobody(call, region)))


def forget() -> None:
    """Forget every county; for tests, which turn the clock of the database back."""
    _read.cache_clear()
