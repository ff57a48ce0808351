"""The coverage of a set of organisations: who brings which municipalities, the verdict, and what would help."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import Organisation
from applications.models import Application, ElementPlan, Member, MemberDecision
from applications.workflow import OVER, State
from eligibility import Addition, Facts, FiguresMissing, Ruleset, Verdict, fewest_additions, judge, pivotal
from pilots.models import Call, Organising, Region
from pilots.queries import County, blocks_of, county_of, ruleset_of
from pilots.worlds import World


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


def codes_within(world: World, organisations: Iterable[Organisation]) -> dict[int, frozenset[str]]:
    """The municipalities of a county that each organisation covers, as `codes_by_organisation`; no query."""
    organised = {authority.key: codes for authority, codes in world.blocks.items()}
    return {
        o.pk: frozenset({o.municipality_id} & world.places.keys())
        if o.municipality_id
        else organised.get(o.authority_id, frozenset())
        for o in organisations
    }


def residents(codes: frozenset[str], facts: Facts) -> int | None:
    """Residents of these municipalities; None where one of them is not known by itself nor by its sum."""
    single = {code for code in codes if facts.inhabitants.get(code) is not None}
    pairs = [pair for pair in facts.known_sums if pair <= codes]
    if single.union(*pairs) != codes:
        return None
    return sum(facts.inhabitants[code] for code in single) + sum(facts.known_sums[pair] for pair in pairs)


def confirmed_coverage(application: Application, *, element: str | None = None) -> Coverage:
    """Of those whose own body has decided; this is the one that governs. Also for one element alone."""
    counted = MemberDecision.objects.counted().filter(
        member__application=application, member__state=Member.State.ACCEPTED
    )
    if element:
        counted = counted.filter(member__elements__code=element)
    chosen = Organisation.objects.filter(pk__in=counted.values("member__organisation"))
    return covered_by(application, list(chosen.order_by("pk")))


def both_coverages(
    application: Application, *, invited: list[Organisation], confirmed: list[Organisation]
) -> tuple[Coverage, Coverage]:
    """Invited and confirmed coverage; the county is read at most once."""
    return covered_by(application, invited), covered_by(application, confirmed)


def covered_by(application: Application, organisations: list[Organisation]) -> Coverage:
    """What these cover of the application's county."""
    world = application.world
    return judged(
        application.call,
        application.region,
        organisations,
        codes_within(world, organisations),
        world.county,
        special_grounds=application.has_grounds,
    )


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
