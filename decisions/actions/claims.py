"""Rectification claims (Valtionavustuslaki 688/2001, 34 §): registered, then prepared or left as too late."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act
from applications.actions.drafting import locked
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case
from decisions.actions.re_examining import re_examine
from decisions.actions.ruling import present_ruling
from decisions.models import Decision, Kind, Proposal, RectificationClaim, ReExamination, Service
from decisions.queries.claims import is_late
from ledger.actions import record
from ledger.refusal import refuse_unless


@transaction.atomic
def register_claim(
    *,
    decision_id: int,
    organisation: Organisation,
    channel: str,
    arrived_at: datetime,
    demand: str,
    actor: User,
    at: datetime,
) -> RectificationClaim:
    """Enter a claim by a recipient. Refused while the day of its service is not known, or for a moment to come."""
    decision = Decision.objects.select_related("application").get(pk=decision_id)
    application = locked(decision.application_id)
    require(actor, Act.REGISTER_CLAIM, application)
    service = service_of(decision, organisation)
    refuse_claim(decision, demand, arrived_at, at=at)
    claim = RectificationClaim.objects.create(
        decision=decision,
        organisation=organisation,
        number=decision.claims.count() + 1,
        channel=channel,
        arrived_at=arrived_at,
        served_on=service.served_on,
        last_on=service.last_on,
        demand=demand.strip(),
        registered_by=actor,
        registered_at=at,
    )
    note_claim(claim, actor=actor, at=at)
    return claim


def note_claim(claim: RectificationClaim, *, actor: User, at: datetime) -> None:
    """The event of the ledger."""
    record(
        kind="claim.registered",
        reference=claim.decision.reference,
        actor=actor,
        at=at,
        data={
            "case": claim.decision.application.case_number,
            "organisation": claim.organisation.name_fi,
            "arrived_at": claim.arrived_at,
            "last_on": claim.last_on,
            "late": is_late(claim),
        },
    )


def service_of(decision: Decision, organisation: Organisation) -> Service:
    """When the decision reached the claimant; Refused while that is not known."""
    service = Service.objects.filter(decision=decision, organisation=organisation).first()
    refuse_unless(
        service is not None and service.served_on,
        "service_unknown",
        _("The day on which the decision was served on this recipient is not known."),
        way_out=_("Enter the day of service first; the time for the claim follows from it."),
    )
    return service


def refuse_claim(decision: Decision, demand: str, arrived_at: datetime, *, at: datetime) -> None:
    """Refuse a claim without words, and a moment that cannot be."""
    refuse_unless(demand.strip(), "demand_missing", _("Write what is demanded."))
    refuse_unless(arrived_at <= at, "day_not_possible", _("The arrival cannot be in the future."))
    refuse_unless(
        arrived_at >= decision.decided_at, "day_not_possible", _("The claim came before the decision.")
    )


@transaction.atomic
def prepare_claim(*, claim_id: int, actor: User, at: datetime) -> ReExamination:
    """Take the case up for the claim: its outcome is a new version. Refused for a claim that is not waiting."""
    claim = waiting_claim(claim_id, actor)
    found = re_examine(
        application_id=claim.decision.application_id,
        ground=ReExamination.Ground.CLAIM,
        text=claim.demand,
        actor=actor,
        at=at,
        claim=claim,
    )
    claim.state, claim.re_examination = RectificationClaim.State.HANDLED, found
    claim.save(update_fields=["state", "re_examination"])
    return found


@transaction.atomic
def propose_late(*, claim_id: int, ground: str, actor: User, at: datetime) -> Proposal:
    """Propose to leave a claim unexamined because it came too late. Refused for one that came in time."""
    claim = waiting_claim(claim_id, actor)
    refuse_unless(is_late(claim), "in_time", _("The claim came in time and has to be examined."))
    refuse_unless(ground.strip(), "ground_missing", _("Tell how the lateness was established."))
    application = own_case(claim.decision.application_id, actor=actor)
    refuse_unless(
        State(application.state) is State.DECIDED,
        "not_possible_now",
        _("The case is being re-examined; the claim is ruled on after that."),
    )
    return present_ruling(
        application, kind=Kind.CLAIM_LATE, ground=ground, basis={"claim": claim.pk}, actor=actor, at=at
    )


def waiting_claim(claim_id: int, actor: User) -> RectificationClaim:
    """The locked claim that nobody has handled yet, for the case's own presenting officer."""
    found = RectificationClaim.objects.select_related("decision").get(pk=claim_id)
    application = own_case(found.decision.application_id, actor=actor)
    require(actor, Act.RE_EXAMINE, application)
    claim = RectificationClaim.objects.select_for_update(of=("self",)).get(pk=claim_id)
    refuse_unless(
        claim.state == RectificationClaim.State.REGISTERED,
        "not_possible_now",
        _("The claim is already being handled, or has been decided."),
    )
    return claim
