"""The decisions of a case as its page shows them: every version with its elements and its letter."""

from typing import Any

from django.urls import reverse

from applications.workflow import State
from decisions.models import CaseFile, Decision, Letter
from decisions.wording import OUTCOMES

UNDECIDED = frozenset(
    {State.SUBMITTED, State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED, State.PROPOSED, State.WITHDRAWN}
)


def decisions_of(found: CaseFile) -> list[dict[str, Any]]:
    """Every version of the decision, newest first, with its elements and its letter once it is made."""
    if State(found.state) in UNDECIDED:
        return []
    decisions = (
        Decision.objects.filter(application=found.pk)
        .select_related("decision_maker", "presenting_officer")
        .prefetch_related("elements__element")
        .order_by("-version")
    )
    letters = {
        letter.decision_id: letter
        for letter in Letter.objects.filter(decision__in=decisions).defer("pdf").order_by("pk")
    }
    found = list(decisions)
    return [
        {
            "decision": decision,
            "replaced_by": found[index - 1] if index else None,
            "letter": letters.get(decision.pk),
            "letter_url": reverse("admin:letter", args=[letters[decision.pk].pk])
            if decision.pk in letters
            else "",
            "elements": [
                {"row": row, "outcome": OUTCOMES[row.outcome]}
                for row in sorted(decision.elements.all(), key=lambda row: row.element.order)
            ],
        }
        for index, decision in enumerate(found)
    ]
