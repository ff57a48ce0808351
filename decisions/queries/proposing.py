"""The proposal that stands on a case, the defaults of a new one, and what it would do to the appropriation."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, override

from applications.workflow import State
from decisions.models import (
    Appropriation,
    Arrival,
    Case,
    CaseFile,
    Kind,
    Proposal,
    ProposalElement,
    ScenarioLine,
)
from decisions.models.proposal import ENDING, WHOLE
from decisions.queries.screening import standing_ruling
from eligibility import Outcome as Verdict
from pilots.models import Call

NOTHING = Decimal(0)
# The final report is due half a year after the period of use ends, the interim one at its middle.
AFTER_THE_END = timedelta(days=181)


def open_proposal(case: CaseFile) -> Proposal | None:
    """The one that is being written or waits for a decision."""
    states = [Proposal.State.DRAFT, Proposal.State.PRESENTED]
    return (
        case.proposals.filter(state__in=states).prefetch_related("elements__element").order_by("-pk").first()
    )


def rows_of(proposal: Proposal) -> list:
    """The proposal's elements in the call's order."""
    return sorted(proposal.elements.all(), key=lambda row: row.element.order)


def rows_to_start_from(case: CaseFile) -> list[ProposalElement]:
    """Outcome and sum of each element in the scenario that is the base of the call's proposals; unsaved, none without.

    Only the first decision starts from it: what follows a decision starts from that.
    """
    if State(case.state) is not State.UNDER_REVIEW:
        return []
    lines = ScenarioLine.objects.filter(application=case.pk, scenario__base_since_at__isnull=False)
    return [
        ProposalElement(element=line.element, outcome=line.outcome, amount_eur=line.amount_eur)
        for line in lines.select_related("element").order_by("element__order")
    ]


def periods(content: dict[str, Any]) -> tuple[date | None, date | None]:
    """From the first start to the last end of the elements that were sent."""
    starts = [element["starts_on"] for element in content["elements"] if element["starts_on"]]
    ends = [element["ends_on"] for element in content["elements"] if element["ends_on"]]
    return (
        date.fromisoformat(min(starts)) if starts else None,
        date.fromisoformat(max(ends)) if ends else None,
    )


def rulings_of(case: CaseFile) -> dict[str, Any]:
    """What has been ruled in screening: on the special grounds, and on an arrival that is left unexamined."""
    found: dict[str, Any] = {"resolution": Proposal.Resolution.ELEMENTS}
    ruling = standing_ruling(case) if case.outcome == Verdict.ON_SPECIAL_GROUNDS else None
    if ruling:
        found |= {"grounds_accepted": "yes" if ruling.accepted else "no", "grounds_reason": ruling.reason}
    arrival = getattr(case, "arrival", None)
    if arrival and arrival.ruling == Arrival.Ruling.UNEXAMINED:
        found |= {
            "resolution": Proposal.Resolution.UNEXAMINED,
            "resolution_reasons": arrival.ruling_reason,
        }
    return found


def defaults(case: CaseFile, content: dict[str, Any]) -> dict[str, Any]:
    """Sensible terms to start from, in the language of the case; everything can be changed."""
    starts_on, ends_on = periods(content)
    ruled = rulings_of(case)
    with override(case.language):
        county, call = case.region.name, case.call
        return ruled | {
            # The letter itself adds that the approved plan is followed and that costs belong to the approved budget.
            "purpose": gettext("Carrying out the pilot of the application in this county: %(county)s.")
            % {"county": county},
            "eligible_costs": gettext(
                "Necessary and reasonable costs of the pilot: personnel, services, information systems, "
                "communication and training."
            ),
            "payment": gettext(
                "The grant is paid in instalments against actual costs. The first instalment is paid when the "
                "specified project plan has been approved and the administration agreement has been delivered to "
                "the ministry."
            ),
            "self_financing_eur": Decimal(content["self_financing_eur"]),
            "use_from_on": starts_on,
            "use_until_on": ends_on,
            "interim_report_on": starts_on and ends_on and starts_on + (ends_on - starts_on) / 2,
            "final_report_on": ends_on and ends_on + AFTER_THE_END,
            "condition": call.condition,
        }


@dataclass(frozen=True)
class Effect:
    """What granting a proposal would do to the appropriation; amounts in euros."""

    proposed_eur: Decimal
    left_eur: Decimal | None

    @property
    def after_eur(self) -> Decimal | None:
        return None if self.left_eur is None else self.left_eur - self.proposed_eur

    @property
    def suffices(self) -> bool:
        return self.proposed_eur <= 0 or (self.after_eur is not None and self.after_eur >= 0)


def effect_of(call: Call, proposal: Proposal | None) -> Effect:
    """The money before and after; `left_eur` is None while the call has no appropriation."""
    money = Appropriation.objects.filter(call=call).first()
    whole = proposal is not None and proposal.resolution != Proposal.Resolution.ELEMENTS
    rows = [] if proposal is None or whole else proposal.elements.all()
    total = sum((row.amount_eur for row in rows), NOTHING)
    if proposal is None or proposal.kind == Kind.GRANT:
        return Effect(total, money.left_eur if money else None)
    # A later version takes or gives back only the difference to what the case holds already.
    held = Case.objects.filter(application=proposal.application_id).values_list("committed_eur", flat=True)
    now = held.first() or NOTHING
    after = NOTHING if proposal.kind in ENDING else total if proposal.kind in WHOLE else now
    source = "reserve_eur" if proposal.from_reserve and after > now else "left_eur"
    return Effect(after - now, getattr(money, source) if money else None)
