"""The presenting officer's acts: take a case up, write the proposal, present it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import locked
from applications.models import Application
from applications.queries.access import require
from applications.workflow import Event, State
from decisions.actions.assigning import give, note_assigned, qualified
from decisions.letters import lint
from decisions.models import Case, Proposal, ProposalElement
from decisions.queries.happened import last_told, whose_now
from decisions.queries.officers import is_free
from decisions.queries.snapshot import snapshot_of
from decisions.queries.sums import NEVER, Proposed, SumFault, ceiling_of, sum_faults
from decisions.wording import fault_texts
from ledger.refusal import Refused, refuse_unless
from pilots.models import CallElement


def own_case(application_id: int, *, actor: User) -> Application:
    """The locked application for its own presenting officer, or Refused."""
    application = locked(application_id)
    require(actor, Act.PROPOSE, application)
    qualified(application, actor)
    mine = Case.objects.filter(application=application, presenting_officer=actor).exists()
    if not mine:
        details = (whose_now(application),)
        raise Refused("not_your_case", _("Another presenting officer has this case."), details=details)
    return application


@transaction.atomic
def take_up(*, application_id: int, actor: User, at: datetime) -> Case:
    """Take a submitted case up, or one that is free since its officer stepped aside.

    Refused while its call is open, unless the call is a rolling one.
    """
    application = locked(application_id)
    require(actor, Act.TAKE_UP, application)
    qualified(application, actor)
    if is_free(application):
        case = give(application, to=actor, actor=actor, at=at)
        note_assigned(application, None, actor, "", actor=actor, at=at)
        return case
    refuse_early_or_late(application, at)
    case = give(application, to=actor, actor=actor, at=at)
    application.move(Event.TAKE_UP, role=Role.PO, actor=actor, at=at)
    return case


def refuse_early_or_late(application: Application, at: datetime) -> None:
    """Refuse a case whose call is open, or that has been taken up meanwhile."""
    refuse_unless(
        application.call.can_be_handled(at),
        "call_still_open",
        _("The case can be taken up when the call has closed."),
    )
    refuse_unless(
        State(application.state) is State.SUBMITTED,
        "not_possible_now",
        _("The case cannot be taken up: it has been taken up already, or it is over."),
        details=last_told(application),
    )


@dataclass(frozen=True)
class ElementProposal:
    """What is proposed for one element; amount in euros, texts in the language of the case."""

    outcome: str = ""
    amount_eur: Decimal = Decimal(0)
    scope: str = ""
    reason_key: str = ""
    reasons: str = ""
    below_smallest: str = ""


@dataclass(frozen=True)
class ProposalContent:
    """The whole proposal as written; everything may be unfinished until it is presented."""

    elements: dict[str, ElementProposal]
    resolution: str = Proposal.Resolution.ELEMENTS
    resolution_reasons: str = ""
    grounds_accepted: bool | None = None
    grounds_reason: str = ""
    purpose: str = ""
    eligible_costs: str = ""
    self_financing_eur: Decimal | None = None
    use_from_on: date | None = None
    use_until_on: date | None = None
    payment: str = ""
    instalments: list = field(default_factory=list)
    interim_report_on: date | None = None
    final_report_on: date | None = None
    condition: str = ""
    production_by_on: date | None = None
    handling: list = field(default_factory=list)
    illustrative: list = field(default_factory=list)


class ProposalRefused(Refused):
    """A proposal that cannot be kept or presented; `faults` are pairs of a code and what it concerns."""

    def __init__(self, code: str, message: Any, faults: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(code, message, **more)
        self.faults = faults


@transaction.atomic
def save_proposal(
    *,
    application_id: int,
    content: ProposalContent,
    actor: User,
    at: datetime,
    seen: datetime | Literal["any"] | None = "any",
) -> Proposal:
    """Save the proposal of one's own case, finished or not.

    `seen` is when the draft that the person wrote over was saved, None where there was none: whoever comes second
    is refused and overwrites nothing. Refused, too, for sums above what was asked or what is left.
    """
    application = own_case(application_id, actor=actor)
    standing = draft_seen(application, seen)
    refuse_impossible_sums(application, content, from_reserve=bool(standing and standing.from_reserve))
    proposal, _created = Proposal.objects.update_or_create(
        application=application,
        state=Proposal.State.DRAFT,
        defaults={
            "presenting_officer": actor,
            "saved_at": at,
            **{
                name: getattr(content, name)
                for name in ProposalContent.__dataclass_fields__
                if name != "elements"
            },
        },
    )
    for element in elements_sent(application):
        written = content.elements.get(element.code, ElementProposal())
        ProposalElement.objects.update_or_create(
            proposal=proposal,
            element=element,
            defaults={name: getattr(written, name) for name in ElementProposal.__dataclass_fields__},
        )
    return proposal


def draft_seen(application: Application, seen: datetime | Literal["any"] | None) -> Proposal | None:
    """The draft of a case under review, as the person saw it; Refused when either has moved on."""
    refuse_unless(
        State(application.state) in {State.UNDER_REVIEW, State.RE_EXAMINED},
        "not_under_review",
        _("The proposal can be written while the case is under review."),
        details=last_told(application),
        way_out=_("What you wrote is kept on this page; nothing of it has been saved."),
    )
    standing = Proposal.objects.filter(application=application, state=Proposal.State.DRAFT).first()
    refuse_unless(
        seen in ("any", standing and standing.saved_at),
        "saved_meanwhile",
        _("The proposal has been saved elsewhere since you opened it."),
        way_out=_("Both texts are below. Saving again keeps yours."),
    )
    return standing


def refuse_impossible_sums(application: Application, content: ProposalContent, *, from_reserve: bool) -> None:
    """Refuse sums that no decision could give: more than was asked, or than the appropriation has left."""
    if content.resolution != Proposal.Resolution.ELEMENTS:
        return
    sent = application.submissions.order_by("-number").first().snapshot
    proposed = [Proposed(code, row.amount_eur, row.below_smallest) for code, row in content.elements.items()]
    found = sum_faults(sent, proposed, ceiling_eur=ceiling_of(application, from_reserve=from_reserve))
    faults = [fault for fault in found if fault.code in NEVER]
    if faults:
        raise ProposalRefused(
            "sums_impossible",
            _("The proposal has sums that cannot be granted."),
            faults,
            details=fault_texts(faults, sent["elements"]),
        )


def elements_sent(application: Application) -> QuerySet[CallElement]:
    """The elements of the version that was sent last; what the draft says since then is not under review."""
    content = application.submissions.order_by("-number").first().snapshot
    codes = [element["code"] for element in content["elements"]]
    return application.call.elements.filter(code__in=codes).order_by("order")


@transaction.atomic
def present(*, application_id: int, actor: User, at: datetime) -> Proposal:
    """Present the proposal to the decision-maker. Refused while the letter it would make has a fault."""
    application = own_case(application_id, actor=actor)
    proposal = Proposal.objects.filter(application=application, state=Proposal.State.DRAFT).first()
    happened = last_told(application)
    refuse_unless(proposal, "no_proposal", _("No proposal has been written."), details=happened)
    # Whoever presents it answers for it, also for what an officer before has written.
    proposal.presenting_officer = actor
    snapshot = snapshot_of(application, proposal, at=at)
    faults = [*lint(snapshot, draft=True), *unsaid(application, proposal)]
    if faults:
        raise ProposalRefused(
            "proposal_incomplete",
            _("The proposal is not complete: the letter could not be made from it."),
            faults,
            way_out=_("Complete what is listed and present again."),
            details=fault_texts(faults, snapshot["elements"]),
        )
    proposal.state, proposal.presented_at = Proposal.State.PRESENTED, at
    proposal.save(update_fields=["state", "presented_at", "presenting_officer"])
    application.move(Event.PROPOSE, role=Role.PO, actor=actor, at=at)
    return proposal


def unsaid(application: Application, proposal: Proposal) -> list[SumFault]:
    """Sums of the presented proposal that cannot be, or that are below the smallest viable one without a word."""
    if proposal.resolution != Proposal.Resolution.ELEMENTS:
        return []
    rows = proposal.elements.select_related("element").order_by("element__order")
    proposed = [Proposed(row.element.code, row.amount_eur, row.below_smallest) for row in rows]
    sent = application.submissions.order_by("-number").first().snapshot
    ceiling = ceiling_of(application, from_reserve=proposal.from_reserve)
    return list(sum_faults(sent, proposed, ceiling_eur=ceiling))
