"""The coverage of a set of organisations: who brings which municipalities, the verdict, and what would help."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, QuerySet

from accounts.models import Organisation
from applications.models import Application, ElementPlan, Member, MemberDecision
from applications.workflow import OVER, State
from eligibility import Addition, Facts, FiguresMissing, Ruleset, Verdict, fewest_additions, judge, pivotal
from pilots.models import Call, Organising, Region
from pilots.models.authorities import Kind
from pilots.queries import County, blocks_of, county_of, ruleset_of


@dataclass(frozen=True)
class Share:
    """What one organisation brings: codes inside the county, and their residents where all are known."""

    organisation: Organisation
    codes: frozenset[str]
    inhabitants: int | None


@dataclass(frozen=True)
class Coverage:
    """A judged consortium. `verdict` is None where a figure is missing, and `missing` then names the codes."""

    call: Call
    region: Region
    facts: Facts
    ruleset: Ruleset
    shares: tuple[Share, ...]
    verdict: Verdict | None
    missing: tuple[str, ...]

    def advice(self, *, whole_authorities: bool = False) -> tuple[Addition, ...]:
        """The smallest steps that would qualify; with `whole_authorities` their municipalities join together."""
        if self.verdict is None:
            return ()
        blocks = blocks_of(self.call, self.region).values() if whole_authorities else ()
        return fewest_additions(self.facts, self.ruleset, blocks)

    def pivotal(self) -> dict:
        """Whose exit changes the outcome, and to what."""
        members = {share.organisation.pk: share.codes for share in self.shares}
        return dict(pivotal(self.facts, self.ruleset, members)) if self.verdict else {}


def coverage_of(
    call: Call, region: Region, organisations: Iterable[Organisation], *, special_grounds: bool = False
) -> Coverage:
    """Judge what these organisations cover together in a county, largest first."""
    chosen = list(organisations)
    brings = codes_by_organisation(call, chosen)
    return judged(call, region, chosen, brings, county_of(call, region), special_grounds=special_grounds)


def judged(
    call: Call,
    region: Region,
    chosen: list[Organisation],
    brings: dict[int, frozenset[str]],
    county: County,
    *,
    special_grounds: bool,
) -> Coverage:
    """The coverage of organisations whose municipalities and whose county are already known; no query."""
    covered = frozenset[str]().union(*(brings[organisation.pk] for organisation in chosen))
    facts = county.facts(covered=covered, special_grounds=special_grounds)
    inside = frozenset(facts.inhabitants).union(*facts.known_sums)
    shares = [
        Share(
            organisation, brings[organisation.pk] & inside, residents(brings[organisation.pk] & inside, facts)
        )
        for organisation in chosen
    ]
    shares.sort(key=lambda share: (-(share.inhabitants or 0), share.organisation.name_fi))
    ruleset = ruleset_of(call)
    try:
        verdict, missing = judge(facts, ruleset), ()
    except FiguresMissing as unknown:
        verdict, missing = None, tuple(unknown.municipalities)
    return Coverage(call, region, facts, ruleset, tuple(shares), verdict, missing)


def codes_by_organisation(call: Call, organisations: list[Organisation]) -> dict[int, frozenset[str]]:
    """The municipalities each organisation covers on the call's closing day: itself, or those it organises for."""
    organised: dict[str, set[str]] = {}
    keys = [o.authority_id for o in organisations if o.authority_id]
    if keys:
        rows = Organising.objects.holding_on(call.closing_day).filter(authority__in=keys)
        for key, code in rows.values_list("authority_id", "municipality_id"):
            organised.setdefault(key, set()).add(code)
    return {
        o.pk: frozenset({o.municipality_id} if o.municipality_id else organised.get(o.authority_id, ()))
        for o in organisations
    }


def with_codes(
    call: Call, organisations: QuerySet[Organisation]
) -> tuple[list[Organisation], dict[int, frozenset[str]]]:
    """Organisations with their authorities, and what `codes_by_organisation` says of them; one query in all."""
    row, day = "authority__organising", call.closing_day
    began = Q(**{f"{row}__from_on__isnull": True}) | Q(**{f"{row}__from_on__lte": day})
    lasts = Q(**{f"{row}__until_on__isnull": True}) | Q(**{f"{row}__until_on__gte": day})
    held = FilteredRelation(row, condition=began & lasts & Q(**{f"{row}__partial": False}))
    found: dict[int, Organisation] = {}
    brings: dict[int, set[str]] = {}
    rows = organisations.select_related("authority").annotate(held=held, code=F("held__municipality"))
    for one in rows.order_by("pk"):
        found.setdefault(one.pk, one)
        codes = brings.setdefault(one.pk, set())
        holds = one.authority is not None and one.authority.kind == Kind.SOTE
        codes |= {code for code in (one.municipality_id, one.code if holds else None) if code}
    return list(found.values()), {pk: frozenset(codes) for pk, codes in brings.items()}


def residents(codes: frozenset[str], facts: Facts) -> int | None:
    """Residents of these municipalities; None where one of them is not known by itself nor by its sum."""
    single = {code for code in codes if facts.inhabitants.get(code) is not None}
    pairs = [pair for pair in facts.known_sums if pair <= codes]
    if single.union(*pairs) != codes:
        return None
    return sum(facts.inhabitants[code] for code in single) + sum(facts.known_sums[pair] for pair in pairs)


def confirmed_coverage(application: Application, *, element: str | None = None) -> Coverage:
    """Of those whose own body has decided; this is the one that governs. Also for one element alone."""
    counted = MemberDecision.objects.counted().values("member")
    members = application.members.taking_part().filter(pk__in=counted)
    if element:
        members = members.filter(elements__code=element)
    call, region = application.call, application.region
    chosen, brings = with_codes(call, Organisation.objects.filter(pk__in=members.values("organisation")))
    county = county_of(call, region)
    return judged(call, region, chosen, brings, county, special_grounds=application.has_grounds)


def both_coverages(
    application: Application, *, invited: list[Organisation], confirmed: list[Organisation]
) -> tuple[Coverage, Coverage]:
    """Invited and confirmed coverage from one reading of the county; `confirmed` are some of `invited`."""
    call, region = application.call, application.region
    brings, county = codes_by_organisation(call, invited), county_of(call, region)
    grounds = application.has_grounds
    both = [
        judged(call, region, chosen, brings, county, special_grounds=grounds)
        for chosen in (invited, confirmed)
    ]
    return both[0], both[1]


@dataclass(frozen=True)
class Clash:
    """A municipality that takes part in the same element of the same call through another application."""

    code: str
    element: str
    sent: bool


def clashes(application: Application) -> list[Clash]:
    """Municipalities in two consortia for one element; `sent` where the other application has been submitted."""
    chosen = application.element_plans.values("element")
    mine = members_codes(application.call, application.members.taking_part().filter(elements__in=chosen))
    others = (
        Member.objects.taking_part()
        .filter(application__call=application.call_id, elements__in=chosen)
        .exclude(application=application)
        .exclude(application__state__in=OVER)
    )
    own = {(code, element) for code, element, _sent in mine}
    found = {
        Clash(code, element, sent)
        for code, element, sent in members_codes(application.call, others)
        if (code, element) in own
    }
    return sorted(found, key=lambda clash: (clash.code, clash.element, not clash.sent))


def members_codes(call: Call, members: QuerySet[Member]) -> set[tuple[str, str, bool]]:
    """(municipality, element, whether sent) for every member and each of its elements that is asked for."""
    rows = list(members.distinct().select_related("organisation", "application").prefetch_related("elements"))
    asked_for = set(
        ElementPlan.objects.filter(application__in={row.application_id for row in rows}).values_list(
            "application", "element"
        )
    )
    brings = codes_by_organisation(call, [row.organisation for row in rows])
    return {
        (code, element.code, row.application.state != State.DRAFT)
        for row in rows
        for code in brings[row.organisation_id]
        for element in row.elements.all()
        if (row.application_id, element.pk) in asked_for
    }
