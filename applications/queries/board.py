"""The board of a consortium: who stands where, what is confirmed, and whose exit would change the answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Q

from accounts.models import Organisation
from applications.models import Application, BoardMeeting, ElementPlan, Member, MemberDecision
from applications.queries.consortium import possible_partners
from applications.queries.coverage import Clash, Coverage, clashes, codes_by_organisation, judged, residents
from eligibility import Facts, FiguresMissing, Outcome, cut_share, judge
from pilots.models import CallElement, Municipality
from pilots.queries import County, places_of


@dataclass(frozen=True)
class Row:
    """A member with its current decision, what it covers of the county, its elements' codes, and its body's days."""

    member: Member
    organisation: Organisation
    decision: MemberDecision | None
    codes: frozenset[str]
    inhabitants: int | None
    share: str | None
    elements: frozenset[str]
    meeting: BoardMeeting | None = None

    @property
    def decided(self) -> bool:
        """Whether the member counts."""
        taking_part = self.member.state == Member.State.ACCEPTED
        return bool(taking_part and self.decision and self.decision.counts)


@dataclass(frozen=True)
class Candidate:
    """An organisation of the county that can be asked. `state` is where it stands, "" when not on the list."""

    organisation: Organisation
    inhabitants: int | None
    covers: tuple[str, ...]
    state: str
    codes: frozenset[str] = frozenset()
    share: str | None = None


@dataclass(frozen=True)
class Exit:
    """What is left when one member goes; None where it cannot be judged."""

    organisation: Organisation
    share: str | None
    outcome: Outcome | None


@dataclass(frozen=True)
class Board:
    """Everything the page of the members shows, read in a number of queries that no member adds to."""

    application: Application
    ground: "Ground"
    rows: tuple[Row, ...]
    candidates: tuple[Candidate, ...]
    confirmed: Coverage
    invited: Coverage
    by_element: tuple[tuple[CallElement, Coverage], ...]
    places: Mapping[str, Municipality]
    clashes: tuple[Clash, ...]

    @property
    def decided(self) -> list[Row]:
        return [row for row in self.rows if row.decided]

    @property
    def undecided(self) -> list[Row]:
        """They have accepted, and block the sending until they decide or are released."""
        return [row for row in self.rows if row.member.state == Member.State.ACCEPTED and not row.decided]

    @property
    def unanswered(self) -> list[Row]:
        return [row for row in self.rows if row.member.state in Member.UNANSWERED]

    @property
    def out(self) -> list[Row]:
        return [row for row in self.rows if row.member.state in Member.OUT]

    @property
    def listed(self) -> list[Row]:
        return [row for row in self.rows if row.member.state == Member.State.LISTED]

    @property
    def asked(self) -> list[Row]:
        """They have been asked and have not answered."""
        return [row for row in self.rows if row.member.state == Member.State.ASKED]

    @property
    def choosable(self) -> list[Candidate]:
        """Who may still be put on the list or asked: neither asked nor taking part."""
        return [each for each in self.candidates if each.state not in Member.STANDING]

    @property
    def through(self) -> dict[str, str]:
        """Municipalities that come in already: their codes, each with the name of a joint authority that takes part."""
        return {
            code: row.organisation.name
            for row in self.rows
            if row.member.state == Member.State.ACCEPTED and row.organisation.authority_id
            for code in row.codes
        }

    @property
    def not_asked(self) -> list[Candidate]:
        """Who could be asked and is not on the list."""
        return [each for each in self.candidates if not each.state]


@dataclass(frozen=True)
class Ground:
    """What every coverage of one application is judged from, read once."""

    application: Application
    organisations: Mapping[int, Organisation]
    brings: dict[int, frozenset[str]]
    places: Mapping[str, Municipality]
    county: County

    def coverage(self, rows: Iterable[Row]) -> Coverage:
        """Judge some of the members; no query."""
        call, region = self.application.call, self.application.region
        grounds = self.application.has_grounds
        chosen = [row.organisation for row in rows]
        return judged(call, region, chosen, self.brings, self.county, special_grounds=grounds)

    def size(self, organisation_id: int) -> tuple[frozenset[str], int | None, str | None]:
        """An organisation's municipalities of the county, their residents, and the residents' share."""
        facts = self.county.facts(covered=())
        codes = self.brings[organisation_id] & self.places.keys()
        known = residents(codes, facts)
        return codes, known, None if known is None else cut_share(known, sum(figures_of(facts)))


def figures_of(facts: Facts) -> list[int]:
    """Every known figure of the county; they add up to its residents."""
    return [
        figure for figure in (*facts.inhabitants.values(), *facts.known_sums.values()) if figure is not None
    ]


def ground_of(application: Application) -> Ground:
    """Read the county, and everybody who is or could be a member."""
    call, region = application.call, application.region
    here = Q(pk__in=[member.organisation_id for member in application.members.all()])
    possible = Q(pk__in=possible_partners(call, region).values("pk"))
    found = list(Organisation.objects.filter(here | possible).select_related("authority").order_by("pk"))
    places, county = places_of(call, region)
    return Ground(
        application, {each.pk: each for each in found}, codes_by_organisation(call, found), places, county
    )


def board_of(application: Application) -> Board:
    """Read the whole board."""
    ground = ground_of(application)
    rows = rows_of(application, ground)
    confirmed = [row for row in rows if row.decided]
    asked_for = ElementPlan.objects.filter(application=application).select_related("element")
    elements = [plan.element for plan in asked_for.order_by("element__order")]
    return Board(
        application=application,
        ground=ground,
        rows=tuple(rows),
        candidates=tuple(candidates_of(application, ground, rows)),
        confirmed=ground.coverage(confirmed),
        invited=ground.coverage(row for row in rows if row.member.state in Member.INVITED),
        by_element=tuple(
            (element, ground.coverage(row for row in confirmed if element.code in row.elements))
            for element in elements
        ),
        places=ground.places,
        clashes=tuple(clashes(application)),
    )


def rows_of(application: Application, ground: Ground) -> list[Row]:
    """A row for each member, the largest first."""
    decisions = MemberDecision.objects.current().filter(member__application=application)
    current = {each.member_id: each for each in decisions.select_related("extract").order_by("pk")}
    meetings = {
        each.member_id: each
        for each in BoardMeeting.objects.filter(member__application=application).order_by("pk")
    }
    elements: dict[int, set[str]] = {}
    pairs = Member.objects.filter(application=application, elements__isnull=False).order_by(
        "pk", "elements__order"
    )
    for member_id, code in pairs.values_list("pk", "elements__code"):
        elements.setdefault(member_id, set()).add(code)
    rows = [
        Row(
            member,
            ground.organisations[member.organisation_id],
            current.get(member.pk),
            *ground.size(member.organisation_id),
            frozenset(elements.get(member.pk, ())),
            meetings.get(member.pk),
        )
        for member in application.members.all()
    ]
    return sorted(rows, key=lambda row: (-(row.inhabitants or 0), row.organisation.name_fi))


def candidates_of(application: Application, ground: Ground, rows: list[Row]) -> list[Candidate]:
    """Whom the lead can ask: joint authorities and municipalities, each the largest first; not the lead itself."""
    states = {row.organisation.pk: row.member.state for row in rows}
    found = []
    for pk, organisation in ground.organisations.items():
        codes, known, share = ground.size(pk)
        if pk == application.lead_id:
            continue
        names = sorted(ground.places[code].name for code in codes) if organisation.authority_id else []
        found.append(Candidate(organisation, known, tuple(names), states.get(pk, ""), codes, share))
    return sorted(found, key=lambda each: (-(each.inhabitants or 0), each.organisation.name_fi))


def exits_of(coverage: Coverage) -> list[Exit]:
    """Whose exit changes the outcome, with the share that would be left."""
    changes = coverage.pivotal()
    found = []
    for share in coverage.shares:
        if share.organisation.pk in changes:
            others = [
                other.codes for other in coverage.shares if other.organisation.pk != share.organisation.pk
            ]
            left = replace(coverage.facts, covered=frozenset[str]().union(*others))
            found.append(Exit(share.organisation, share_left(left, coverage), changes[share.organisation.pk]))
    return found


def share_left(facts: Facts, coverage: Coverage) -> str | None:
    """The share of what is left; None where it cannot be judged."""
    try:
        return judge(facts, coverage.ruleset).share
    except FiguresMissing:
        return None
