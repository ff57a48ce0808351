"""A judged consortium as the coverage meter, the tables and the map draw it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django.db.models import FilteredRelation, Q

from accounts.models import Organisation, User
from applications.models import Application, Member
from applications.queries.coverage import Coverage
from applications.workflow import State
from pilots.choosing import judged, party_of_authority, party_of_place
from pilots.meter import Party, Picture
from pilots.models import Municipality
from pilots.queries import municipalities_of
from pilots.worlds import VERSION, Kept, Version, World, kept

# The municipality that an organisation is, or the joint authority.
IDENTITY = ("municipality", "authority")
Identity = tuple[str | None, str | None]


def picture_of(coverage: Coverage, *, advise: bool = True) -> Picture:
    """The picture of a coverage; with advice also the smallest steps. One query, with advice one more."""
    county = municipalities_of(coverage.call, coverage.region)
    whole = coverage.advice(whole_authorities=True) if advise else ()
    return drawn(coverage, {place.code: place for place in county}, advise=advise, whole_advice=whole)


def drawn(
    coverage: Coverage,
    places: Mapping[str, Municipality],
    *,
    advise: bool = True,
    whole_advice: tuple = (),
    loaded: bool = False,
) -> Picture:
    """The picture where the county has been read already; no query. `loaded`: so have the authorities."""
    return Picture(
        facts=coverage.facts,
        ruleset=coverage.ruleset,
        verdict=coverage.verdict,
        missing=coverage.missing,
        parties=tuple(
            Party(share.organisation.name, share.codes, short_of(share.organisation) if loaded else "")
            for share in coverage.shares
        ),
        municipalities=places,
        population_on=coverage.call.population_on,
        advice=coverage.advice() if advise else (),
        whole_advice=whole_advice,
    )


def short_of(organisation: Organisation) -> str:
    """The abbreviation of a joint authority, where it has one."""
    return organisation.authority.abbreviation if organisation.authority else ""


def ticked_picture(user: User, pk: int, organisation_ids: Iterable[int]) -> Picture | None:
    """The coverage of those who stand already (asked or taking part) and of those who are ticked; two queries.

    Organisations that bring nothing of the county are left out. None where the person sees no such application: who
    stands is read here anyhow, so the rule of `seen_by` is asked of those rows in place of a query of its own.
    """
    standing = FilteredRelation("members", condition=Q(members__state__in=Member.STANDING))
    rows = Application.objects.exclude(state=State.DISCARDED).filter(pk=pk).annotate(standing=standing)
    found = list(
        rows.order_by().values_list(
            "standing__organisation", "lead", "call", "region", "special_grounds", *VERSION
        )
    )
    stand = {organisation for organisation, *_one in found}
    if not found or user.organisations_now.isdisjoint({found[0][1], *stand}):
        return None
    _organisation, _lead, call_id, region, grounds, *version = found[0]
    now = kept(tuple(version))
    call = now.call(pk=call_id)
    world = now.world(call, region)
    parties = brought_by(identities(now, stand | set(organisation_ids)), world)
    return judged(call, world, parties, special_grounds=bool(grounds.strip()), by_blocks=False)


def identities(now: Kept, organisations: set[int]) -> list[Identity]:
    """What these organisations are. No query for those that were there when the process first asked."""
    known = _identities(now.version)
    later = organisations - known.keys()
    found = [known[pk] for pk in organisations & known.keys()]
    if later:
        found += Organisation.objects.filter(pk__in=later).order_by().values_list(*IDENTITY)
    return found


# Organisations are founded by loads, and what an organisation is never changes.
@lru_cache(maxsize=2)
def _identities(_version: Version) -> dict[int, Identity]:
    rows = Organisation.objects.order_by().values_list("pk", *IDENTITY)
    return {pk: (municipality, authority) for pk, municipality, authority in rows}


def brought_by(organisations: Iterable[Identity], world: World) -> list[Party]:
    """What organisations, told by municipality or authority, bring of the county: themselves, or their members."""
    authorities = {each.key: (each, codes) for each, codes in world.blocks.items()}
    found = []
    for municipality, authority in sorted(organisations, key=str):
        if municipality in world.places:
            found.append(party_of_place(world.places[municipality]))
        elif authority in authorities:
            found.append(party_of_authority(*authorities[authority]))
    return found
