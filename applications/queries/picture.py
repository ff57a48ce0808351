"""A judged consortium as the coverage meter, the tables and the map draw it."""

from collections.abc import Iterable, Mapping

from django.db.models import Q

from accounts.models import Organisation
from applications.models import Application, Member
from applications.queries.consortium import possible_partners
from applications.queries.coverage import Coverage, judged, with_codes
from pilots.meter import Party, Picture
from pilots.models import Municipality
from pilots.queries import municipalities_of, places_of


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

    Organisations that could not take part in this county are passed over. A missing figure takes one query more.
    """
    call, region = application.call, application.region
    standing = Member.objects.standing().filter(application=application)
    ticked = possible_partners(call, region).filter(pk__in=set(organisation_ids))
    wanted = Q(pk__in=standing.values("organisation")) | Q(pk__in=ticked.values("pk"))
    chosen, brings = with_codes(call, Organisation.objects.filter(wanted))
    places, county = places_of(call, region)
    grounds = application.has_grounds
    coverage = judged(call, region, chosen, brings, county, special_grounds=grounds)
    return drawn(coverage, places, loaded=True)
