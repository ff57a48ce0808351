"""The decision-maker's acts: send a proposal back, or decide, sign and commit the money in one transaction."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import locked
from applications.models import Application
from applications.queries.access import require
from applications.workflow import Event
from decisions.actions.assigning import qualified
from decisions.actions.following import follow
from decisions.actions.money import hold
from decisions.letters import lint
from decisions.models import Case, Decision, DecisionElement, Disqualification, Outcome, Proposal
from decisions.models.proposal import STANDING
from decisions.queries.happened import last_told
from decisions.queries.snapshot import Signature, snapshot_of
from decisions.wording import fault_texts
from ledger.actions import record
from ledger.chain import canonical
from ledger.refusal import Refused, refuse_unless
from outbox.actions import add

PROOF_HOLDS = timedelta(minutes=5)
# No vowels and no look-alikes: a code is read aloud and typed from paper.
CODE_LETTERS = "23456789BCDFGHJKMNPQRTVWXYZ"


@dataclass(frozen=True)
class Proof:
    """That the decision-maker has just shown who they are: how, and when."""

    method: str
    at: datetime


def prove_by_password(*, actor: User, password: str, at: datetime) -> Proof:
    """A fresh proof by password; Refused when it is wrong."""
    refuse_unless(actor.check_password(password), "wrong_password", _("The password is not right."))
    return Proof(method="password", at=at)


def presented(application_id: int, *, act: Act, seen: datetime, actor: User) -> tuple[Application, Proposal]:
    """The locked case and its presented proposal, for a decision-maker who did not present it.

    `seen` is when the proposal that the person looked at was presented: nobody signs what they have not read.
    """
    application = locked(application_id)
    require(actor, act, application)
    qualified(application, actor)
    proposal = Proposal.objects.filter(application=application, state=Proposal.State.PRESENTED).first()
    happened = last_told(application)
    refuse_unless(proposal, "nothing_presented", _("No proposal has been presented."), details=happened)
    refuse_unless(
        actor.pk not in {proposal.presenting_officer_id, officer_of(application)},
        "own_proposal",
        _("The presenting officer of a case never decides it."),
    )
    refuse_unless(
        proposal.presented_at == seen,
        "presented_anew",
        _("The proposal has been changed and presented again since you opened it."),
        way_out=_("Read it again; nothing has been decided."),
    )
    return application, proposal


def officer_of(application: Application) -> int | None:
    """Whose case it is now: it may have been handed on since the proposal was presented."""
    officers = Case.objects.filter(application=application.pk).values_list("presenting_officer", flat=True)
    return officers.first()


def refuse_disqualified(proposal: Proposal) -> None:
    """Refuse what an official presented who has stepped aside since (Hallintolaki 434/2003 § 27)."""
    aside = Disqualification.objects.filter(
        application=proposal.application_id, official=proposal.presenting_officer_id
    )
    refuse_unless(
        not aside.exists(),
        "officer_stepped_aside",
        _("The official who presented the proposal has stepped aside from the case."),
        way_out=_("Send it back; the new presenting officer presents it."),
    )


@transaction.atomic
def send_back(*, application_id: int, note: str, seen: datetime, actor: User, at: datetime) -> None:
    """Send the proposal back to the presenting officer with a note; it can be edited again."""
    application, proposal = presented(application_id, act=Act.SEND_BACK, seen=seen, actor=actor)
    refuse_unless(note.strip(), "note_missing", _("Tell what has to be changed."))
    standing = proposal.kind in STANDING
    proposal.state = Proposal.State.DROPPED if standing else Proposal.State.DRAFT
    proposal.note = note
    proposal.save(update_fields=["state", "note"])
    if standing:
        record(
            kind="ruling.sent_back",
            reference=application.reference,
            actor=actor,
            at=at,
            data={"kind": proposal.kind, "note": note},
        )
        return
    application.move(Event.SEND_BACK, role=Role.DM, actor=actor, at=at, note=note)


@transaction.atomic
def decide(*, application_id: int, proof: Proof, seen: datetime, actor: User, at: datetime) -> Decision:
    """Sign the presented proposal as the decision on the case.

    The money is committed, the decision frozen, the case moved, and the letter's row left in the outbox, all or
    nothing. Refused for the presenting officer, for a proof older than five minutes, beyond the appropriation,
    and while anything in the letter would be unresolved or empty (Hallintolaki 434/2003 § 44-47).
    """
    application, proposal = presented(application_id, act=Act.DECIDE, seen=seen, actor=actor)
    refuse_disqualified(proposal)
    refuse_unless(
        timedelta(0) <= at - proof.at <= PROOF_HOLDS, "proof_too_old", _("Prove your identity again to sign.")
    )
    signature = signature_of(application, proof, actor=actor, at=at)
    snapshot = snapshot_of(application, proposal, at=at, signature=signature)
    refuse_faulty(snapshot)
    granted = Decimal(snapshot["totals"]["granted_eur"])
    hold(application, granted, from_reserve=proposal.from_reserve)
    decision = Decision.objects.create(
        application=application,
        proposal=proposal,
        version=signature.version,
        kind=proposal.kind,
        presenting_officer=proposal.presenting_officer,
        decision_maker=actor,
        granted_eur=granted,
        snapshot=snapshot,
        checksum=hashlib.sha256(canonical(snapshot).encode()).hexdigest(),
        verify_code=signature.verify_code,
        decided_at=at,
        recorded_at=signature.recorded_at,
    )
    freeze_elements(decision)
    follow(decision)
    proposal.state = Proposal.State.DECIDED
    proposal.save(update_fields=["state"])
    add(kind="letter", reference=decision.reference, payload={"decision": decision.pk})
    told(application, decision, actor=actor, at=at)
    return decision


def told(application: Application, decision: Decision, *, actor: User, at: datetime) -> None:
    """The case moves to decided; a ruling on a case that is decided or over leaves its state and only an event."""
    if decision.kind not in STANDING:
        application.move(Event.DECIDE, role=Role.DM, actor=actor, at=at)
        return
    record(
        kind=f"ruling.{decision.kind}",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"case": application.case_number, "version": decision.version},
    )


def refuse_faulty(snapshot: dict[str, Any]) -> None:
    """Refuse to sign what would make a letter with anything unresolved, empty or contradictory in it."""
    faults = lint(snapshot)
    if faults:
        raise Refused(
            "letter_faulty",
            _("The decision cannot be signed: its letter would have faults."),
            way_out=_("Send the proposal back to be completed."),
            details=fault_texts(faults, snapshot["elements"]),
        )


def signature_of(application: Application, proof: Proof, *, actor: User, at: datetime) -> Signature:
    """The signature of the case's next version, with a new code by which its letter can be checked."""
    groups = ("".join(secrets.choice(CODE_LETTERS) for _letter in range(4)) for _group in range(3))
    version = application.decisions.count() + 1
    # A replay decides at a historic moment; when it was recorded here is kept and printed beside it.
    return Signature(actor, at, timezone.now(), proof.method, version, "-".join(groups))


def freeze_elements(decision: Decision) -> None:
    """Keep each element's outcome as a row, so that sums can be counted without reading JSON.

    Elements that were not decided one by one, or whose award is over, have none.
    """
    elements = {element.code: element for element in decision.application.call.elements.all()}
    DecisionElement.objects.bulk_create(
        DecisionElement(
            decision=decision,
            element=elements[row["code"]],
            outcome=row["outcome"],
            asked_eur=Decimal(row["asked_eur"]),
            amount_eur=Decimal(row["granted_eur"]),
            reasons=row["reasons"],
        )
        for row in decision.snapshot["elements"]
        if row["outcome"] in Outcome.values
    )
