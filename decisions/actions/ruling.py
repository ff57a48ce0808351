"""Proposing a ruling on a case that stays as it is: its condition, a renounced award, a claim that came too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case
from decisions.letters import lint
from decisions.models import Condition, Decision, Kind, Proposal
from decisions.queries.payable import in_force
from decisions.queries.snapshot import snapshot_of
from decisions.wording import fault_texts
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless
from pilots.moments import helsinki_day


def present_ruling(
    application: Application, *, kind: Kind, ground: str, basis: dict[str, Any], actor: User, at: datetime
) -> Proposal:
    """A ruling before the decision-maker. The caller holds the lock and has judged that it is in place.

    Refused while another proposal waits, or while the letter it would make has a fault.
    """
    waiting = Proposal.objects.filter(application=application, state=Proposal.State.PRESENTED).first()
    if waiting:
        raise Refused(
            "not_possible_now",
            _("%(who)s has already presented a ruling on this case.") % {"who": waiting.presenting_officer},
            way_out=_("It waits for a decision-maker; it can be sent back and presented anew."),
        )
    proposal = Proposal.objects.create(
        application=application,
        presenting_officer=actor,
        state=Proposal.State.PRESENTED,
        kind=kind,
        ground=ground.strip(),
        basis=basis,
        saved_at=at,
        presented_at=at,
    )
    refuse_incomplete(snapshot_of(application, proposal, at=at))
    record(
        kind="ruling.presented",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"case": application.case_number, "kind": kind.value, "ground": proposal.ground},
    )
    return proposal


def refuse_incomplete(snapshot: dict[str, Any]) -> None:
    """Refuse to present what would make a letter with a fault."""
    faults = lint(snapshot, draft=True)
    if faults:
        raise Refused(
            "proposal_incomplete",
            _("The proposal is not complete: the letter could not be made from it."),
            way_out=_("Complete what is listed and present again."),
            details=fault_texts(faults, snapshot["elements"]),
        )


def decision_ruled_on(application: Application) -> Decision:
    """The version in force; Refused where there is none."""
    decision = in_force(application)
    refuse_unless(decision is not None, "not_possible_now", _("The case has not been decided."))
    return decision


@transaction.atomic
def propose_on_condition(
    *, application_id: int, kind: str, on: date, ground: str, actor: User, at: datetime
) -> Proposal:
    """Propose that the open condition of one's own case was fulfilled, or has lapsed, on a day; `ground` is the proof.

    Refused while the case is being re-examined, for a day to come, and for one before the decision.
    """
    application = own_case(application_id, actor=actor)
    require(actor, Act.RULE_ON_CONDITION, application)
    refuse_unless(
        State(application.state) is State.DECIDED,
        "not_possible_now",
        _("The condition can be ruled on while the case is decided and nothing else is under way on it."),
    )
    decision = decision_ruled_on(application)
    refuse_unless(
        Condition.objects.filter(application=application, state=Condition.State.OPEN).exists(),
        "not_possible_now",
        _("The case has no open condition: it has been ruled on already, or none was set."),
    )
    first = helsinki_day(application.decisions.order_by("version").first().decided_at)
    refuse_unless(
        first <= on <= helsinki_day(at),
        "day_not_possible",
        _("The day is from the decision to today, no later."),
    )
    refuse_unless(ground.strip(), "ground_missing", _("Tell by what this is known: the proof."))
    refuse_unless(kind in {Kind.FULFILLED, Kind.LAPSED}, "kind_missing", _("Choose fulfilled or lapsed."))
    basis = {"on": on.isoformat(), "version": decision.version}
    return present_ruling(application, kind=Kind(kind), ground=ground, basis=basis, actor=actor, at=at)


@dataclass(frozen=True)
class Done:
    """What became of one case of many: done, or refused with the reason."""

    application_id: int
    refusal: Refused | None


def propose_on_conditions(
    *, application_ids: Iterable[int], kind: str, on: date, ground: str, actor: User, at: datetime
) -> list[Done]:
    """The same for many cases at once, each in a transaction of its own: one that is refused stops no other."""
    done = []
    for application_id in application_ids:
        try:
            propose_on_condition(
                application_id=application_id, kind=kind, on=on, ground=ground, actor=actor, at=at
            )
        except Refused as refusal:
            done.append(Done(application_id, refusal))
        else:
            done.append(Done(application_id, None))
    return done


@transaction.atomic
def propose_on_renounced(*, application_id: int, ground: str, actor: User, at: datetime) -> Proposal:
    """Propose the finding on an award that its recipient has given up."""
    application = own_case(application_id, actor=actor)
    decision = decision_ruled_on(application)
    refuse_unless(
        State(application.state) is State.ENDED and decision.kind != Kind.RENOUNCED,
        "not_possible_now",
        _("No renounced award waits for a finding on this case."),
    )
    return present_ruling(application, kind=Kind.RENOUNCED, ground=ground, basis={}, actor=actor, at=at)
