"""Scenarios of a call: made from a start, saved by one person at a time, one taken as the base of proposals."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.models import Scenario, ScenarioLine
from decisions.queries.dividing import Key, Share, by_score, equally, in_full, total_of
from decisions.queries.scenarios import Grid, grid_of, shares_of, sums_of
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call
from ui.formatting import euros


class Start(StrEnum):
    """What a new scenario begins with."""

    NOTHING = "nothing"
    FULL = "full"
    EQUAL = "equal"
    SCORE = "score"
    COPY = "copy"


NEEDS_MONEY = frozenset({Start.EQUAL, Start.SCORE})


def may_make(actor: User) -> None:
    refuse_unless(
        may_everywhere(actor, Act.MAKE_SCENARIO), "not_allowed", _("Your role does not allow this.")
    )


def locked_scenario(scenario_id: int) -> Scenario:
    """With its row locked, so that savings follow one another; Refused when somebody has deleted it."""
    found = (
        Scenario.objects.select_for_update(of=("self",)).select_related("call").filter(pk=scenario_id).first()
    )
    refuse_unless(found, "gone", _("The scenario has been deleted meanwhile."))
    return found


def note(kind: str, scenario: Scenario, *, actor: User, at: datetime, **data: object) -> None:
    record(
        kind=f"scenario.{kind}",
        reference=f"call:{scenario.call.slug}",
        actor=actor,
        at=at,
        data={"scenario": scenario.name, **data},
    )


def refuse_name(call: Call, name: str, *, but: int | None = None) -> None:
    """Names tell scenarios apart."""
    refuse_unless(name.strip(), "name_missing", _("Give the scenario a name."))
    taken = Scenario.objects.filter(call=call, name=name).exclude(pk=but).exists()
    refuse_unless(not taken, "name_taken", _("Another scenario of the call has this name."))


@transaction.atomic
def make_scenario(
    *,
    call: Call,
    name: str,
    start: Start,
    actor: User,
    at: datetime,
    note_text: str = "",
    copy_of: int | None = None,
) -> Scenario:
    """A new scenario of a call. Refused for a name that is taken, and for a division of money that has not been set."""
    may_make(actor)
    # One after another, so that a name taken at the same moment is seen.
    Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    refuse_name(call, name)
    grid = grid_of(call, actor)
    refuse_unless(
        start not in NEEDS_MONEY or grid.money,
        "no_appropriation",
        _("No appropriation has been set for the call, so there is nothing to divide."),
    )
    shares = begun(grid, start, copy_of)
    scenario = Scenario.objects.create(
        call=call, name=name, note=note_text, made_by=actor, made_at=at, saved_at=at
    )
    write_lines(scenario, grid, shares)
    note("made", scenario, actor=actor, at=at, start=start.value, given_eur=total_of(shares))
    return scenario


def begun(grid: Grid, start: Start, copy_of: int | None) -> dict[Key, Share]:
    """What the new scenario gives at first."""
    if start is Start.COPY:
        found = Scenario.objects.filter(call=grid.call, pk=copy_of).first()
        refuse_unless(found, "gone", _("The scenario has been deleted meanwhile."))
        return shares_of(found)
    made = {
        Start.NOTHING: dict,
        Start.FULL: lambda: in_full(grid.wishes),
        Start.EQUAL: lambda: equally(grid.wishes, grid.left_eur),
        Start.SCORE: lambda: by_score(grid.wishes, grid.left_eur),
    }
    return made[start]()


def write_lines(scenario: Scenario, grid: Grid, shares: Mapping[Key, Share]) -> None:
    """Bring the stored lines to what the shares say; lines of cases that the writer does not see stay."""
    elements = {element.code: element for element in grid.elements}
    lines = [
        ScenarioLine(
            scenario=scenario,
            application_id=pk,
            element=elements[code],
            outcome=share.outcome,
            amount_eur=share.amount_eur,
        )
        for (pk, code), share in shares.items()
    ]
    ScenarioLine.objects.bulk_create(
        lines,
        update_conflicts=True,
        unique_fields=["scenario", "application", "element"],
        update_fields=["outcome", "amount_eur"],
    )


@transaction.atomic
def save_scenario(
    *, scenario_id: int, shares: Mapping[Key, Share], seen: datetime | None, actor: User, at: datetime
) -> Scenario:
    """Save what a scenario gives. It may be more than is left, unless it is the base of proposals.

    `seen` is when what was changed had been saved last: of two that save at once the second is told. Refused above
    what an element asks; places that the person does not see are left as they are.
    """
    may_make(actor)
    scenario = locked_scenario(scenario_id)
    refuse_unless(
        scenario.saved_at == seen,
        "saved_by_another",
        _("Somebody else has saved this scenario meanwhile."),
        way_out=_(
            "Choose below whose sums stay where they differ, and save again. Nothing of either is lost."
        ),
    )
    grid = grid_of(scenario.call, actor)
    ours = {key: share for key, share in shares.items() if key in grid.places}
    refuse_unless(
        all(share.amount_eur <= grid.places[key].wish.asked_eur for key, share in ours.items()),
        "above_asked",
        _("No element gets more than it asks."),
    )
    after = shares_of(scenario) | ours
    if scenario.base_since_at:
        refuse_over(grid, after)
    write_lines(scenario, grid, ours)
    scenario.saved_at, scenario.saved_by = at, actor
    scenario.save(update_fields=["saved_at", "saved_by"])
    note("saved", scenario, actor=actor, at=at, given_eur=total_of(after))
    return scenario


def refuse_over(grid: Grid, shares: Mapping[Key, Share]) -> None:
    """Proposals never start from sums that the appropriation does not hold."""
    sums = sums_of(grid, shares)
    refuse_unless(
        sums.money,
        "no_appropriation",
        _("No appropriation has been set for the call, so no scenario can be the base of its proposals."),
    )
    refuse_unless(
        not sums.is_over,
        "base_over",
        format_lazy(
            _("The base of proposals cannot be more than what is left: it is {over} too much."),
            over=euros(sums.over_eur),
        ),
        way_out=_("Cut it, or go on with a copy that is not the base."),
    )


@transaction.atomic
def rename_scenario(*, scenario_id: int, name: str, note_text: str, actor: User, at: datetime) -> Scenario:
    """Another name or note."""
    may_make(actor)
    scenario = locked_scenario(scenario_id)
    Call.objects.select_for_update(no_key=True).get(pk=scenario.call_id)
    refuse_name(scenario.call, name, but=scenario.pk)
    before, scenario.name, scenario.note = scenario.name, name, note_text
    scenario.save(update_fields=["name", "note"])
    note("renamed", scenario, actor=actor, at=at, before=before)
    return scenario


@transaction.atomic
def delete_scenario(*, scenario_id: int, actor: User, at: datetime) -> None:
    """Take a scenario away; never the base of proposals."""
    may_make(actor)
    scenario = locked_scenario(scenario_id)
    refuse_unless(
        scenario.base_since_at is None,
        "is_base",
        _("This scenario is the base of proposals, and is not deleted."),
        way_out=_("Take another one as the base, or none, and delete it then."),
    )
    note("deleted", scenario, actor=actor, at=at, given_eur=total_of(shares_of(scenario)))
    scenario.delete()


@transaction.atomic
def take_as_base(*, scenario_id: int, seen: datetime | None, actor: User, at: datetime) -> Scenario:
    """New proposals of the call start from this scenario; refused while it gives more than is left.

    `seen` is when it had been saved when the person looked at it: nobody takes as the base what they have not seen.
    """
    may_make(actor)
    call_id = Scenario.objects.filter(pk=scenario_id).values_list("call", flat=True).first()
    # All of the call in one order, so that two who each take another one follow one another.
    list(Scenario.objects.select_for_update().filter(call=call_id).order_by("pk"))
    scenario = locked_scenario(scenario_id)
    refuse_unless(
        scenario.saved_at == seen,
        "saved_by_another",
        _("Somebody else has saved this scenario meanwhile."),
        way_out=_("Look at it again; it has not become the base."),
    )
    refuse_over(grid_of(scenario.call, actor), shares_of(scenario))
    Scenario.objects.filter(call=scenario.call).exclude(pk=scenario.pk).update(base_since_at=None)
    scenario.base_since_at = at
    scenario.save(update_fields=["base_since_at"])
    note("base_taken", scenario, actor=actor, at=at, given_eur=total_of(shares_of(scenario)))
    return scenario


@transaction.atomic
def leave_base(*, scenario_id: int, actor: User, at: datetime) -> Scenario:
    """Proposals start from what was asked again."""
    may_make(actor)
    scenario = locked_scenario(scenario_id)
    if scenario.base_since_at is not None:
        scenario.base_since_at = None
        scenario.save(update_fields=["base_since_at"])
        note("base_left", scenario, actor=actor, at=at)
    return scenario
