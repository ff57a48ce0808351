"""A judged consortium as the coverage meter, the tables and the map draw it."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from accounts.models import Organisation
from applications.models import Application, Member
from applications.queries.coverage import Coverage, judged
from pilots.meter import Party, Picture
from pilots.models import Municipality, Region
from pilots.queries import municipalities_of
from pilots.worlds import world_of


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


def ticked_picture(application: Application, organisation_ids: Iterable[int]) -> Picture:
    """The coverage of those who stand already (asked or taking part) and of those who are ticked; two queries.

    Organisations that could not take part in this county are passed over.
    """
    call = application.call
    world = world_of(call, application.region_id)
    standing = Member.objects.standing().filter(application=application).values("organisation")
    found = Organisation.objects.annotate(stands=Q(pk__in=standing)).filter(
        Q(stands=True) | Q(pk__in=set(organisation_ids))
    )
    keys = {each.key: codes for each, codes in world.blocks.items()}
    there = keys.keys() | {each.key for each in world.others}
    chosen = [
        each
        for each in found.select_related("authority").order_by("pk")
        if each.stands or each.municipality_id in world.places or each.authority_id in there
    ]
    brings = {
        each.pk: frozenset(
            {each.municipality_id} if each.municipality_id else keys.get(each.authority_id, ())
        )
        for each in chosen
    }
    grounds = application.has_grounds
    region = Region(application.region_id)
    coverage = judged(call, region, chosen, brings, world.county, special_grounds=grounds)
    return drawn(coverage, world.places, loaded=True)
