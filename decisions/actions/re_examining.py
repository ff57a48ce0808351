"""A decided case taken up again: opened with its ground, its outcome chosen, from there proposed and decided anew."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.models import Application
from applications.queries.access import require
from applications.workflow import Event, State
from decisions.actions.presenting import own_case
from decisions.actions.ruling import decision_ruled_on
from decisions.models import Kind, Proposal, ProposalElement, RectificationClaim, ReExamination
from decisions.models.proposal import RE_EXAMINED, WHOLE
from decisions.queries.happened import last_told
from decisions.queries.rulings import exits_since, open_re_examination
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless

# What a new proposal takes over from the one that was decided: its terms, never its person, moments or ruling.
TERMS = (
    "resolution", "resolution_reasons", "grounds_accepted", "grounds_reason", "purpose", "eligible_costs",
    "self_financing_eur", "use_from_on", "use_until_on", "payment", "instalments", "interim_report_on",
    "final_report_on", "condition", "production_by_on", "handling", "illustrative",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What comes of the re-examination: its kind and ground, and what only that kind or a claim tells."""

    kind: str
    ground: str
    wrong: str = ""
    right: str = ""
    without_consent: str = ""
    claim_outcome: str = ""
    from_reserve: bool = False


@transaction.atomic
def re_examine(
    *,
    application_id: int,
    ground: str,
    text: str,
    actor: User,
    at: datetime,
    claim: RectificationClaim | None = None,
) -> ReExamination:
    """Take one's own decided case up again. The award stands meanwhile, payments wait.

    Refused while a ruling waits for a decision-maker, without a ground, and for a member's withdrawal when no member
    has left since the decision. (Hallintolaki 434/2003, 50 §.)
    """
    application = own_case(application_id, actor=actor)
    require(actor, Act.RE_EXAMINE, application)
    decision = decision_ruled_on(application)
    refuse_unless(ground in ReExamination.Ground.values, "ground_missing", _("Choose the ground."))
    refuse_unless(text.strip(), "ground_missing", _("Tell why the case is taken up again."))
    refuse_unless(
        (ground == ReExamination.Ground.CLAIM) == (claim is not None),
        "no_claim",
        _("A rectification claim is prepared from the register of claims."),
    )
    refuse_unless(
        ground != ReExamination.Ground.MEMBER_LEFT or exits_since(decision),
        "nobody_left",
        _("No member has left the consortium since the decision."),
    )
    refuse_waiting(application)
    found = ReExamination.objects.create(
        application=application,
        decision=decision,
        ground=ground,
        text=text.strip(),
        opened_by=actor,
        opened_at=at,
    )
    application.move(Event.RE_EXAMINE, role=Role.PO, actor=actor, at=at, note=text.strip())
    return found


def refuse_waiting(application: Application) -> None:
    """Refuse what is not decided, and while a ruling waits: two proposals at once would contradict each other."""
    refuse_unless(
        State(application.state) is State.DECIDED,
        "not_possible_now",
        _("Only a decided case is taken up again."),
        details=last_told(application),
    )
    waiting = Proposal.objects.filter(application=application, state=Proposal.State.PRESENTED).first()
    if waiting:
        raise Refused(
            "not_possible_now",
            _("%(who)s has presented a ruling on this case, and it waits for a decision-maker.")
            % {"who": waiting.presenting_officer},
            way_out=_("When it has been signed or sent back, the case can be taken up again."),
        )


@transaction.atomic
def choose_outcome(*, application_id: int, outcome: Outcome, actor: User, at: datetime) -> Proposal:
    """Write what comes of the re-examination as the draft of a proposal; it can be changed until it is presented.

    An outcome that lays the award out anew starts from the terms of the decision; the others leave them as they are.
    """
    application = own_case(application_id, actor=actor)
    require(actor, Act.RE_EXAMINE, application)
    refuse_unless(
        State(application.state) is State.RE_EXAMINED,
        "not_possible_now",
        _("The case is not being re-examined."),
    )
    refuse_unless(outcome.kind in RE_EXAMINED, "kind_missing", _("Choose the outcome."))
    found = open_re_examination(application)
    refuse_unless(
        outcome.kind != Kind.CLAIM_REFUSED or found.ground == ReExamination.Ground.CLAIM,
        "no_claim",
        _("No rectification claim is being prepared."),
    )
    draft = Proposal.objects.filter(application=application, state=Proposal.State.DRAFT).first()
    draft = draft or begun(application, actor=actor, at=at)
    draft.kind, draft.ground = outcome.kind, outcome.ground.strip()
    draft.from_reserve, draft.saved_at = outcome.from_reserve, at
    draft.basis = {
        "wrong": outcome.wrong.strip(),
        "right": outcome.right.strip(),
        "without_consent": outcome.without_consent.strip(),
        "claim_outcome": outcome.claim_outcome,
    }
    draft.save(update_fields=["kind", "ground", "from_reserve", "saved_at", "basis"])
    record(
        kind="re_examination.outcome_chosen",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"case": application.case_number, "kind": draft.kind},
    )
    return draft


def begun(application: Application, *, actor: User, at: datetime) -> Proposal:
    """A draft with the terms and elements of the proposal that was decided last for the whole award."""
    last = (
        Proposal.objects.filter(application=application, state=Proposal.State.DECIDED, kind__in=WHOLE)
        .order_by("-pk")
        .first()
    )
    terms = {name: getattr(last, name) for name in TERMS}
    draft = Proposal.objects.create(application=application, presenting_officer=actor, saved_at=at, **terms)
    fields = ("outcome", "amount_eur", "scope", "reason_key", "reasons", "below_smallest")
    ProposalElement.objects.bulk_create(
        ProposalElement(proposal=draft, element=row.element, **model_to_dict(row, fields=fields))
        for row in last.elements.select_related("element").order_by("element__order")
    )
    return draft
