"""What coverage is judged from: counties, their municipalities and residents, and who covers whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery

from eligibility import Facts, Ruleset
from pilots.models import Call, JointAuthority, Municipality, Organising, Population, PopulationGroup, Region
from pilots.models.authorities import Kind
from pilots.models.places import Division

ALAND = "21"
NO_RULE = Ruleset(name="no-rule")


@dataclass(frozen=True)
class County:
    """The residents of a county, by municipality (None: not known) and of those known only together."""

    inhabitants: Mapping[str, int | None]
    known_sums: Mapping[frozenset[str], int]

    def facts(self, *, covered: Iterable[str], special_grounds: bool = False) -> Facts:
        return Facts(
            inhabitants=self.inhabitants,
            known_sums=self.known_sums,
            covered=frozenset(covered),
            special_grounds=special_grounds,
        )


def ruleset_of(call: Call) -> Ruleset:
    """The call's coverage rule as values, or NO_RULE. One query unless `rule` is loaded."""
    return call.rule.as_ruleset() if call.rule_id else NO_RULE


def region_path(call: Call) -> str:
    """The field of Municipality that holds its county in the call's division."""
    return "reform_region" if call.division == Division.REFORM else "region"


def regions_of(call: Call) -> QuerySet[Region]:
    """The counties that an application to the call can come from, by code."""
    regions = Region.objects.order_by("code")
    return regions if call.includes_aland else regions.exclude(code=ALAND)


def municipalities_of(call: Call, region: Region | str) -> QuerySet[Municipality]:
    """The municipalities of a county in the call's division, by code."""
    return Municipality.objects.filter(**{region_path(call): region}).order_by("code")


def blocks_of(call: Call, region: Region | str) -> dict[str, frozenset[str]]:
    """What `authorities_of` says, by the authorities' keys; one query."""
    return {authority.key: codes for authority, codes in authorities_of(call, region).items()}


def authorities_of(call: Call, region: Region | str) -> dict[JointAuthority, frozenset[str]]:
    """The county's municipalities by the authority that organises for them on the closing day; one query.

    Hospital districts, special-care authorities and partial membership cover nobody.
    """
    rows = (
        Organising.objects.holding_on(call.closing_day)
        .filter(**{f"municipality__{region_path(call)}": region})
        .select_related("authority")
        .order_by("authority_id", "municipality_id")
    )
    found: dict[JointAuthority, set[str]] = {}
    for row in rows:
        found.setdefault(row.authority, set()).add(row.municipality_id)
    return {authority: frozenset(codes) for authority, codes in found.items()}


def county_of(call: Call, region: Region | str) -> County:
    """The county's residents on the call's population date: one query, a second where a figure is missing."""
    rows = municipalities_of(call, region).values_list("code", _residents_on(call.population_on))
    return _county(call.population_on, dict(rows))


def places_of(
    call: Call, region: Region | str, *, on: date | None = None
) -> tuple[dict[str, Municipality], County]:
    """The county's municipalities by code, together with their residents; as many queries as `county_of`.

    `on`: the date of the figures, the call's own unless given.
    """
    on = on or call.population_on
    figures = municipalities_of(call, region).annotate(residents=_residents_on(on))
    places = {place.code: place for place in figures}
    return places, _county(on, {code: place.residents for code, place in places.items()})


def population_dates() -> list[date]:
    """The dates of which there are figures, newest first."""
    return list(Population.objects.order_by("-on").values_list("on", flat=True).distinct())


def covering_nobody(call: Call, region: Region | str) -> QuerySet[JointAuthority]:
    """Joint authorities that may be members in a county and bring none of its municipalities.

    The county's hospital districts, special care (Eteva's members are not known, so it is possible everywhere), and
    authorities that organise there, but not on the closing day.
    """
    county = region_path(call)
    districts = Municipality.objects.filter(**{county: region}).values("hospital_district_code")
    organising = Organising.objects.filter(**{f"municipality__{county}": region}, partial=False)
    holding = Organising.objects.holding_on(call.closing_day).filter(**{f"municipality__{county}": region})
    hospital = Q(kind=Kind.HOSPITAL_DISTRICT, hospital_district_code__in=districts)
    once = Q(pk__in=organising.values("authority"))
    there = JointAuthority.objects.filter(hospital | once | Q(kind=Kind.SPECIAL_CARE))
    return there.exclude(pk__in=holding.values("authority")).order_by("key")


def _residents_on(on: date) -> Subquery:
    return Subquery(Population.objects.filter(municipality=OuterRef("pk"), on=on).values("inhabitants"))


def _county(on: date, residents: dict[str, int | None]) -> County:
    missing = {code for code, known in residents.items() if known is None}
    if not missing:
        return County(residents, {})
    sums = _known_sums(on, missing)
    together = frozenset[str]().union(*sums)
    return County({code: known for code, known in residents.items() if code not in together}, sums)


def _known_sums(on: date, missing: set[str]) -> dict[frozenset[str], int]:
    """Sums of municipalities that all miss a figure in this county; others tell nothing here."""
    groups = PopulationGroup.objects.filter(on=on).order_by("pk").values_list("codes", "inhabitants")
    return {frozenset(codes): together for codes, together in groups if missing.issuperset(codes)}
