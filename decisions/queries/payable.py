"""Whether anything of a case's award may be paid now: nothing is while it is conditional, re-examined or over."""

from applications.models import Application
from applications.workflow import State
from decisions.models import Condition, Decision


def in_force(application: Application) -> Decision | None:
    """The newest version of the decision on a case."""
    return Decision.objects.filter(application=application.pk).order_by("-version").first()


def why_not_payable(application: Application) -> str:
    """Why nothing may be paid, as a code; "" when it may.

    `undecided`, `ended`, `re_examined` (payments wait), `nothing_granted`, `condition_open`.
    """
    state = State(application.state)
    if state in {State.RE_EXAMINED, State.RE_PROPOSED}:
        return "re_examined"
    if state is State.ENDED:
        return "ended"
    decision = in_force(application)
    if state is not State.DECIDED or decision is None:
        return "undecided"
    if not decision.granted_eur:
        return "nothing_granted"
    waiting = Condition.objects.filter(application=application.pk, state=Condition.State.OPEN)
    return "condition_open" if waiting.exists() else ""


def is_payable(application: Application) -> bool:
    """Whether money of the award may be paid now."""
    return not why_not_payable(application)
