"""The proposal of a case as its page shows it: the forms while it is written, its rows once it is presented."""

from typing import Any

from applications.models import Submission
from applications.workflow import State
from decisions.forms.proposal import ProposalForms
from decisions.models import CaseFile, Kind, Proposal
from decisions.queries.proposing import defaults, rows_of, rows_to_start_from, rulings_of
from decisions.wording import OUTCOMES

TERMS = ("purpose", "eligible_costs", "self_financing_eur", "use_from_on", "use_until_on", "payment",
         "interim_report_on", "final_report_on", "condition", "production_by_on", "handling")  # fmt: skip


def forms_of(found: CaseFile, sent: Submission, proposal: Proposal | None, data: Any = None) -> ProposalForms:
    """The proposal's forms: as it was saved, or with sensible defaults and the sums of the call's base scenario."""
    if proposal is None:
        rows = rows_to_start_from(found)
        return ProposalForms(
            found, sent.snapshot, initial=defaults(found, sent.snapshot), rows=rows, data=data
        )
    initial = {
        name: getattr(proposal, name)
        for name in (*TERMS, "resolution", "resolution_reasons", "grounds_reason")
    }
    initial["seen"] = proposal.saved_at
    initial["grounds_accepted"] = {True: "yes", False: "no", None: ""}[proposal.grounds_accepted]
    if proposal.grounds_accepted is None and not proposal.grounds_reason:
        # Ruled on since the draft was saved.
        initial |= {name: text for name, text in rulings_of(found).items() if name.startswith("grounds_")}
    return ProposalForms(
        found,
        sent.snapshot,
        initial=initial,
        rows=rows_of(proposal),
        instalments=proposal.instalments,
        data=data,
    )


def awaits_outcome(found: CaseFile, proposal: Proposal | None) -> bool:
    """Whether the sums of a case taken up again are not to be written: no outcome yet, or one that lays none out."""
    rewritten = proposal is not None and proposal.kind in {Kind.AMENDED, Kind.CORRECTED}
    return State(found.state) is State.RE_EXAMINED and not rewritten


def proposal_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """The proposal's elements, ready to be shown."""
    whole = proposal.resolution if proposal.resolution != Proposal.Resolution.ELEMENTS else ""
    return [
        {
            "name": row.element.name,
            "outcome": OUTCOMES.get(whole or row.outcome),
            "amount_eur": 0 if whole else row.amount_eur,
            "scope": row.scope,
            "reasons": proposal.resolution_reasons if whole else row.reasons,
        }
        for row in rows_of(proposal)
    ]
