"""How each call stands: its cases by state and county, what is asked, where its money is; two queries in all."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, DecimalField, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from applications.workflow import OVER, State
from decisions.models import Appropriation, CaseFile, Condition, Proposal, ProposalElement
from pilots.models import Call, Municipality, Region
from pilots.models.places import Division

NOTHING = Decimal(0)
MONEY = DecimalField(max_digits=14, decimal_places=2)
Squares = dict[str, tuple[Region, frozenset[tuple[int, int]]]]


@dataclass
class County:
    """The cases of one county in one call, by state, and what they ask in euros."""

    states: Counter[State] = field(default_factory=Counter)
    asked_eur: Decimal = NOTHING


@dataclass(frozen=True)
class Standing:
    """How one call stands: cases by state, euros asked, and its money where an appropriation has been set."""

    call: Call
    counties: dict[str, County]
    proposed_eur: Decimal
    open_conditions: int
    appropriation: Appropriation | None

    @property
    def states(self) -> Counter[State]:
        return sum((county.states for county in self.counties.values()), Counter())

    @property
    def asked_eur(self) -> Decimal:
        return sum((county.asked_eur for county in self.counties.values()), NOTHING)

    @property
    def cases(self) -> int:
        return self.states.total()

    @property
    def is_under_way(self) -> bool:
        """Whether any of its cases still waits for its first decision."""
        return bool(set(self.states) - OVER - {State.DECIDED})

    @property
    def left_eur(self) -> Decimal:
        """What is left when everything presented is granted; negative where it does not suffice."""
        return self.appropriation.left_eur - self.proposed_eur if self.appropriation else NOTHING


def counties_of_calls() -> dict[int, dict[str, County]]:
    """By call and county; one query."""
    rows = (
        CaseFile.objects.submitted()
        .with_figures()
        .values("call", "region", "state")
        .annotate(cases=Count("pk"), asked=Sum("asked_eur"))
        .order_by("call", "region", "state")
    )
    found: dict[int, dict[str, County]] = {}
    for row in rows:
        county = found.setdefault(row["call"], {}).setdefault(row["region"], County())
        county.states[State(row["state"])] += row["cases"]
        county.asked_eur += row["asked"] or NOTHING
    return found


def standings(calls: Sequence[Call] | None = None) -> list[Standing]:
    """How the given calls stand; by default every call that has cases, newest first."""
    counties = counties_of_calls()
    presented = ProposalElement.objects.filter(
        proposal__state=Proposal.State.PRESENTED, proposal__application__call=OuterRef("pk")
    ).values("proposal__application__call")
    conditions = Condition.objects.filter(
        state=Condition.State.OPEN, application__call=OuterRef("pk")
    ).values("application__call")
    chosen = Call.objects.filter(pk__in=counties if calls is None else [call.pk for call in calls])
    found = chosen.select_related("appropriation").annotate(
        proposed_eur=Coalesce(
            Subquery(presented.annotate(sum=Sum("amount_eur")).values("sum"), output_field=MONEY), NOTHING
        ),
        open_conditions=Coalesce(Subquery(conditions.annotate(count=Count("pk")).values("count")), 0),
    )
    ordered = {call.pk: call for call in found.order_by("-closes_at", "pk")}
    return [
        Standing(
            call,
            counties.get(call.pk, {}),
            call.proposed_eur,
            call.open_conditions,
            getattr(call, "appropriation", None),
        )
        for call in (ordered.values() if calls is None else [ordered[one.pk] for one in calls])
    ]


def squares_of() -> dict[str, Squares]:
    """The squares of every county on the map, by division and the county's code; two queries."""
    regions = {region.pk: region for region in Region.objects.order_by("pk")}
    found: dict[str, dict[str, set]] = {division: {} for division in Division.values}
    places = Municipality.objects.order_by("pk").values_list(
        "reform_region_id", "region_id", "tile_col", "tile_row"
    )
    for reform, statistical, column, row in places:
        found[Division.REFORM].setdefault(reform, set()).add((column, row))
        found[Division.STATISTICAL].setdefault(statistical, set()).add((column, row))
    return {
        division: {code: (regions[code], frozenset(squares)) for code, squares in counties.items()}
        for division, counties in found.items()
    }
