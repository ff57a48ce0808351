"""Calls and counties that live answers stand on, read once and kept by this process.

Only loads change a county, and whatever changes a call is in its log: the newest of both is the key of each request.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Func, IntegerField

from pilots.models import Call, DataLoad, JointAuthority, Municipality
from pilots.queries import County, authorities_of, covering_nobody, places_of

MOST_KEPT = 256
# What a query of another table may bring along, to save one of its own.
NEWEST = {
    "newest_load": Func(template="(SELECT MAX(id) FROM pilots_dataload)", output_field=IntegerField()),
    "newest_change": Func(template="(SELECT MAX(id) FROM pilots_callchange)", output_field=IntegerField()),
}
VERSION = tuple(NEWEST.values())
Version = tuple[int | None, int | None]


@dataclass(frozen=True)
class World:
    """A county as it is judged: places, residents, who organises for whom, and who may join but covers nobody."""

    places: Mapping[str, Municipality]
    county: County
    blocks: Mapping[JointAuthority, frozenset[str]]
    others: tuple[JointAuthority, ...]


@dataclass(frozen=True)
class Kept:
    """The calls and counties of one version of the reference data."""

    version: Version

    def call(self, **lookup: object) -> Call | None:
        """A call with its rule, by slug or pk; no query once it has been asked for."""
        ((name, value),) = lookup.items()
        return _call(self.version, name, value)

    def world(self, call: Call, region: str, *, on: date | None = None) -> World:
        """The county on the call's closing day by figures of `on`, the call's own date unless given."""
        return _world(self.version, call, region, on)


def kept(version: Version | None = None) -> Kept:
    """What is kept of the data as they are now; one query, unless another has brought the version along."""
    if version is None:
        version = DataLoad.objects.order_by("-pk").values_list("pk", VERSION[1]).first() or (None, None)
    return Kept(version)


@lru_cache(maxsize=MOST_KEPT)
def _call(_version: Version, name: str, value: object) -> Call | None:
    return Call.objects.select_related("rule").filter(**{name: value}).first()


@lru_cache(maxsize=MOST_KEPT)
def _world(_version: Version, call: Call, region: str, on: date | None) -> World:
    places, county = places_of(call, region, on=on)
    return World(places, county, authorities_of(call, region), tuple(covering_nobody(call, region)))


def forget() -> None:
    """Forget everything; for tests, which turn the database back."""
    _call.cache_clear()
    _world.cache_clear()
