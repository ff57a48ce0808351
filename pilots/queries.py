"""What coverage is judged from: counties, their municipalities and residents, and who covers whom."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from eligibility import Facts, Ruleset
from pilots.models import Call, JointAuthority, Municipality, Organising, Population, PopulationGroup, Region
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


def codes_covered(
    call: Call,
    region: Region | str,
    municipality_codes: Iterable[str] = (),
    authority_keys: Iterable[str] = (),
) -> frozenset[str]:
    """Codes of the county that these members cover on the call's closing day; one query.

    A municipality covers itself; a sote authority covers those whose organising responsibility it holds.
    Hospital districts, special-care authorities and partial membership cover nobody.
    """
    covered = _is_covered(call, municipality_codes, authority_keys)
    return frozenset(municipalities_of(call, region).filter(covered).values_list("code", flat=True))


def _is_covered(call: Call, municipality_codes: Iterable[str], authority_keys: Iterable[str]) -> Q:
    through = _holding(call).filter(municipality=OuterRef("pk"), authority__in=list(authority_keys))
    return Q(code__in=list(municipality_codes)) | Q(Exists(through))


def codes_by_member(
    call: Call,
    region: Region | str,
    municipality_codes: Iterable[str] = (),
    authority_keys: Iterable[str] = (),
) -> dict[str, frozenset[str]]:
    """The same member by member, under the member's own code or key; two queries. Feeds `pivotal`."""
    wanted = set(municipality_codes)
    inside = set(municipalities_of(call, region).filter(code__in=wanted).values_list("code", flat=True))
    blocks = blocks_of(call, region)
    members = {code: frozenset({code} & inside) for code in sorted(wanted)}
    return members | {key: blocks.get(key, frozenset()) for key in sorted(set(authority_keys))}


def blocks_of(call: Call, region: Region | str) -> dict[str, frozenset[str]]:
    """Municipalities of the county by the authority that organises for them on the closing day; one query."""
    rows = (
        _holding(call)
        .filter(**{f"municipality__{region_path(call)}": region})
        .order_by("authority_id", "municipality_id")
        .values_list("authority_id", "municipality_id")
    )
    blocks: dict[str, set[str]] = {}
    for key, code in rows:
        blocks.setdefault(key, set()).add(code)
    return {key: frozenset(codes) for key, codes in blocks.items()}


def authorities_of(call: Call, region: Region | str) -> dict[JointAuthority, frozenset[str]]:
    """The authorities that organise for municipalities of the county on the closing day; one query."""
    rows = (
        _holding(call)
        .filter(**{f"municipality__{region_path(call)}": region})
        .select_related("authority")
        .order_by("authority_id", "municipality_id")
    )
    found: dict[JointAuthority, set[str]] = {}
    for row in rows:
        found.setdefault(row.authority, set()).add(row.municipality_id)
    return {authority: frozenset(codes) for authority, codes in found.items()}


def _holding(call: Call) -> QuerySet[Organising]:
    return Organising.objects.holding_on(call.closing_day)


def county_of(call: Call, region: Region | str) -> County:
    """The county's residents on the call's population date: one query, a second where a figure is missing."""
    rows = municipalities_of(call, region).values_list("code", _residents_on(call.population_on))
    return _county(call, dict(rows))


def places_of(call: Call, region: Region | str) -> tuple[dict[str, Municipality], County]:
    """The county's municipalities by code, together with their residents; as many queries as `county_of`."""
    figures = municipalities_of(call, region).annotate(residents=_residents_on(call.population_on))
    places = {place.code: place for place in figures}
    return places, _county(call, {code: place.residents for code, place in places.items()})


def _residents_on(on: date) -> Subquery:
    return Subquery(Population.objects.filter(municipality=OuterRef("pk"), on=on).values("inhabitants"))


def _county(call: Call, residents: dict[str, int | None]) -> County:
    missing = {code for code, known in residents.items() if known is None}
    if not missing:
        return County(residents, {})
    sums = _known_sums(call.population_on, missing)
    together = frozenset[str]().union(*sums)
    return County({code: known for code, known in residents.items() if code not in together}, sums)


def _known_sums(on: date, missing: set[str]) -> dict[frozenset[str], int]:
    """Sums of municipalities that all miss a figure in this county; others tell nothing here."""
    groups = PopulationGroup.objects.filter(on=on).order_by("pk").values_list("codes", "inhabitants")
    return {frozenset(codes): together for codes, together in groups if missing.issuperset(codes)}


def inhabitants(call: Call, region: Region | str) -> dict[str, int | None]:
    """Residents of every municipality of the county on the call's date; None where not known."""
    county = county_of(call, region)
    alone = dict(county.inhabitants) | {code: None for group in county.known_sums for code in group}
    return dict(sorted(alone.items()))


def facts_for(
    *, call: Call, region: Region | str, covered: Iterable[str], special_grounds: bool = False
) -> Facts:
    """The facts to judge a consortium by; one query, a second where a figure of the county is missing."""
    return county_of(call, region).facts(covered=covered, special_grounds=special_grounds)


def facts_of_members(
    *,
    call: Call,
    region: Region | str,
    municipality_codes: Iterable[str] = (),
    authority_keys: Iterable[str] = (),
    special_grounds: bool = False,
) -> Facts:
    """`facts_for` of what `codes_covered` says, in one query (a second where a figure is missing).

    For the live answer. A county that is not in the call's division gives facts of no municipality at all.
    """
    covered = Case(When(_is_covered(call, municipality_codes, authority_keys), then=True), default=False)
    rows = list(
        municipalities_of(call, region).values_list("code", _residents_on(call.population_on), covered)
    )
    county = _county(call, {code: known for code, known, _ in rows})
    return county.facts(
        covered={code for code, _, is_covered in rows if is_covered}, special_grounds=special_grounds
    )
