"""A judged consortium as the coverage meter, the tables and the map draw it."""

from collections.abc import Iterable, Mapping

from accounts.models import Organisation, User
from applications.models import Application, Member
from applications.queries.coverage import Coverage
from pilots.choosing import judged
from pilots.meter import Party, Picture
from pilots.models import Municipality
from pilots.queries import municipalities_of
from pilots.worlds import VERSION, World, kept


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
    """The coverage of those who stand already (asked or taking part) and of those who are ticked; four queries.

    Organisations that could not take part in the county bring nothing. None where the person sees no such application.
    """
    seen = Application.objects.visible_to(user).filter(pk=pk)
    row = seen.values_list("call_id", "region_id", "special_grounds", *VERSION).first()
    if row is None:
        return None
    call_id, region, grounds, *version = row
    now = kept(tuple(version))
    call = now.call(pk=call_id)
    world = now.world(call, region)
    # Two plain queries take less than one with the other inside it.
    standing = Member.objects.standing().filter(application=pk).values_list("organisation", flat=True)
    wanted = Organisation.objects.filter(pk__in={*standing, *organisation_ids})
    brings = {each.key: (codes, each.abbreviation) for each, codes in world.blocks.items()}
    parties = [party_of(each, world, brings) for each in wanted.order_by("pk")]
    return judged(call, world, parties, special_grounds=bool(grounds.strip()), by_blocks=False)


def party_of(
    organisation: Organisation, world: World, brings: Mapping[str, tuple[frozenset[str], str]]
) -> Party:
    """What one organisation brings of the county: itself, or those it organises for."""
    if organisation.municipality_id:
        own = {organisation.municipality_id} & world.places.keys()
        return Party(organisation.name, frozenset(own))
    codes, short = brings.get(organisation.authority_id, (frozenset[str](), ""))
    return Party(organisation.name, codes, short)
