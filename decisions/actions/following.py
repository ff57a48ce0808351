"""What a signed version settles besides itself: the condition it sets or rules on, the re-examination, the claim."""

from decisions.models import Condition, Decision, Kind, RectificationClaim
from decisions.models.proposal import ENDING, RE_EXAMINED
from decisions.queries.rulings import open_re_examination

OF_CONDITION = frozenset({Kind.FULFILLED, Kind.LAPSED})
OUTCOMES = {
    Kind.CLAIM_REFUSED: RectificationClaim.Outcome.REFUSED,
    Kind.CLAIM_LATE: RectificationClaim.Outcome.LATE,
}


def follow(decision: Decision) -> None:
    """Settle what this version settles, in its transaction."""
    follow_condition(decision)
    if decision.kind == Kind.CLAIM_LATE:
        claim = RectificationClaim.objects.get(pk=decision.proposal.basis["claim"])
        settle_claim(claim, decision)
    if decision.kind in RE_EXAMINED:
        close_re_examination(decision)


def follow_condition(decision: Decision) -> None:
    """A condition is opened by the decision that sets it, and ruled on by the one that fulfils or lapses it.

    With an award that is over its open condition lapses too: there is nothing left to wait for.
    """
    standing = Condition.objects.filter(
        application=decision.application_id, state=Condition.State.OPEN
    ).first()
    written = decision.snapshot["condition"]
    if standing and decision.kind in OF_CONDITION | ENDING:
        fulfilled = decision.kind == Kind.FULFILLED
        standing.state = Condition.State.FULFILLED if fulfilled else Condition.State.LAPSED
        standing.ruled_by_decision = decision
        standing.save(update_fields=["state", "ruled_by_decision"])
    elif standing is None and written and written["state"] == "open":
        Condition.objects.create(application=decision.application, decision=decision, text=written["text"])


def close_re_examination(decision: Decision) -> None:
    """The re-examination has its outcome, and so has the claim that it prepared."""
    found = open_re_examination(decision.application)
    if found is None:
        return
    found.closed_at = decision.decided_at
    found.save(update_fields=["closed_at"])
    claim = RectificationClaim.objects.filter(re_examination=found).first()
    if claim:
        settle_claim(claim, decision)


def settle_claim(claim: RectificationClaim, decision: Decision) -> None:
    """The version is the answer to the claim."""
    claim.state = RectificationClaim.State.DECIDED
    claim.outcome = OUTCOMES.get(Kind(decision.kind)) or decision.snapshot["ruling"]["claim_outcome"]
    claim.decided_by_version = decision
    claim.save(update_fields=["state", "outcome", "decided_by_version"])
