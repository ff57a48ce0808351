"""A call's cases as a grid of counties and elements, what a scenario gives to each, and what that does to the money."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef

from accounts.models import User
from applications.models import Submission
from applications.workflow import State
from decisions.models import Appropriation, CaseFile, Scenario, ScenarioLine
from decisions.queries.dividing import NO_SHARE, NOTHING, Key, Share, Wish, total_of
from pilots.models import Call, CallElement

# What a scenario divides is not decided yet; what is decided is committed already.
UNDECIDED = frozenset({State.SUBMITTED, State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED, State.PROPOSED})
DECIDED = frozenset({State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED})


@dataclass(frozen=True)
class Place:
    """One element that one case asks for."""

    case: CaseFile
    element: CallElement
    wish: Wish

    @property
    def key(self) -> Key:
        return self.wish.key

    @property
    def ident(self) -> str:
        """How fields and anchors of a page name it."""
        return f"{self.case.pk}-{self.element.code}"


@dataclass(frozen=True)
class Grid:
    """The cases that this official may handle: those to be divided between, by county, and those decided already."""

    call: Call
    elements: list[CallElement]
    rows: list[tuple[CaseFile, list[Place | None]]]
    decided: list[CaseFile]
    money: Appropriation | None
    places: dict[Key, Place] = field(default_factory=dict)

    @property
    def wishes(self) -> list[Wish]:
        return [place.wish for place in self.places.values()]

    @property
    def left_eur(self) -> Decimal:
        return self.money.left_eur if self.money else NOTHING


def grid_of(call: Call, user: User) -> Grid:
    """Four queries, however many cases there are."""
    elements = list(call.elements.order_by("order"))
    cases = list(
        CaseFile.objects.for_official(user)
        .filter(call=call, state__in=UNDECIDED | DECIDED)
        .with_people()
        .with_figures()
        .with_score(user)
        .order_by("region__name_fi", "case_number", "pk")
    )
    sent = elements_sent([case.pk for case in cases if State(case.state) in UNDECIDED])
    rows, places = [], {}
    for case in cases:
        if State(case.state) not in UNDECIDED:
            continue
        found = [place_of(case, element, sent.get(case.pk, {})) for element in elements]
        places |= {place.key: place for place in found if place}
        rows.append((case, found))
    decided = [case for case in cases if State(case.state) in DECIDED]
    return Grid(call, elements, rows, decided, Appropriation.objects.filter(call=call).first(), places)


def elements_sent(pks: list[int]) -> dict[int, dict[str, Any]]:
    """Of each case the elements that it sent last, by their codes; nothing else of its content is read."""
    newer = Submission.objects.filter(application=OuterRef("application"), number__gt=OuterRef("number"))
    last = Submission.objects.filter(~Exists(newer), application__in=pks).order_by("application")
    return {
        pk: {element["code"]: element for element in elements or ()}
        for pk, elements in last.values_list("application", "snapshot__elements")
    }


def place_of(case: CaseFile, element: CallElement, sent: Mapping[str, Any]) -> Place | None:
    """None where the case does not ask for the element."""
    wanted = sent.get(element.code)
    if wanted is None or Decimal(wanted["asked_eur"]) <= 0:
        return None
    smallest = Decimal(wanted["smallest_eur"]) if wanted.get("smallest_eur") else None
    wish = Wish((case.pk, element.code), Decimal(wanted["asked_eur"]), smallest, case.score)
    return Place(case, element, wish)


def shares_in(lines: Iterable[ScenarioLine]) -> dict[Key, Share]:
    """Stored lines as what each element gets."""
    return {(line.application_id, line.element.code): Share(line.outcome, line.amount_eur) for line in lines}


def shares_of(scenario: Scenario) -> dict[Key, Share]:
    """Everything the scenario says; one query."""
    return shares_in(scenario.lines.select_related("element").order_by("pk"))


@dataclass(frozen=True)
class Caution:
    """Something in a scenario that a person should know, and the place it is about."""

    place: Place
    share: Share

    @property
    def is_above(self) -> bool:
        """More than is asked by now; else less than the smallest sum."""
        return self.share.amount_eur > self.place.wish.asked_eur


@dataclass(frozen=True)
class Sums:
    """A scenario against the appropriation, in euros. `elsewhere_eur` is in cases that this person does not handle."""

    asked_eur: Decimal
    given_eur: Decimal
    elsewhere_eur: Decimal
    by_element: list[tuple[CallElement, Decimal, Decimal]]
    warnings: list[Caution]
    money: Appropriation | None

    @property
    def rest_eur(self) -> Decimal | None:
        """What stays when the scenario is carried out; negative when it is over, None without an appropriation."""
        return self.money.left_eur - self.given_eur - self.elsewhere_eur if self.money else None

    @property
    def is_over(self) -> bool:
        return self.rest_eur is not None and self.rest_eur < 0

    @property
    def over_eur(self) -> Decimal:
        return -self.rest_eur if self.rest_eur is not None else NOTHING


def sums_of(grid: Grid, shares: Mapping[Key, Share]) -> Sums:
    """What a scenario gives in all and to each element, against what is left."""
    ours = {key: shares.get(key, NO_SHARE) for key in grid.places}
    closed = {case.pk for case in grid.decided}
    elsewhere = {key: share for key, share in shares.items() if key not in ours and key[0] not in closed}
    by_element = [
        (
            element,
            sum(
                (place.wish.asked_eur for key, place in grid.places.items() if key[1] == element.code),
                NOTHING,
            ),
            total_of({key: share for key, share in ours.items() if key[1] == element.code}),
        )
        for element in grid.elements
    ]
    return Sums(
        asked_eur=sum((wish.asked_eur for wish in grid.wishes), NOTHING),
        given_eur=total_of(ours),
        elsewhere_eur=total_of(hidden_only(grid, elsewhere)),
        by_element=by_element,
        warnings=list(warnings_in(grid, ours)),
        money=grid.money,
    )


def hidden_only(grid: Grid, shares: Mapping[Key, Share]) -> dict[Key, Share]:
    """Of cases that are still to be decided and that this person does not see: one query, where there are any."""
    pks = {key[0] for key in shares} - {case.pk for case, _places in grid.rows}
    if not pks:
        return {}
    waiting = set(CaseFile.objects.filter(pk__in=pks, state__in=UNDECIDED).values_list("pk", flat=True))
    return {key: share for key, share in shares.items() if key[0] in waiting}


def warnings_in(grid: Grid, shares: Mapping[Key, Share]) -> Iterable[Caution]:
    """Sums above what is asked by now, and below the smallest with which an element can be carried out."""
    for key, place in grid.places.items():
        share = shares[key]
        smallest = place.wish.smallest_eur
        too_small = smallest is not None and 0 < share.amount_eur < smallest
        if too_small or share.amount_eur > place.wish.asked_eur:
            yield Caution(place, share)


def base_of(call: Call) -> Scenario | None:
    """The scenario from which proposals start."""
    return Scenario.objects.filter(call=call, base_since_at__isnull=False).first()
