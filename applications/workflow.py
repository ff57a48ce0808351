"""The law of states: what may happen to an application, and who may do it. What is absent is refused."""

from dataclasses import dataclass
from enum import StrEnum

from accounts.permissions import Role


class State(StrEnum):
    """Where an application stands."""

    DRAFT = "draft"
    DISCARDED = "discarded"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    SUPPLEMENT_REQUESTED = "supplement_requested"
    PROPOSED = "proposed"
    DECIDED = "decided"
    RE_EXAMINED = "re_examined"
    RE_PROPOSED = "re_proposed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Event(StrEnum):
    """What happens to an application."""

    SUBMIT = "submit"
    REGISTER = "register"
    DISCARD = "discard"
    WITHDRAW = "withdraw"
    TAKE_UP = "take_up"
    REQUEST_SUPPLEMENT = "request_supplement"
    SUPPLEMENT = "supplement"
    RESUME = "resume"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    DECIDE = "decide"
    RE_EXAMINE = "re_examine"
    RENOUNCE = "renounce"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Transition:
    """Where an event leads, and the one role that may bring it about."""

    to: State
    by: Role


S, E, R = State, Event, Role

TRANSITIONS: dict[tuple[State, Event], Transition] = {
    (S.DRAFT, E.SUBMIT): Transition(S.SUBMITTED, R.SI),
    (S.DRAFT, E.REGISTER): Transition(S.SUBMITTED, R.AD),
    (S.DRAFT, E.DISCARD): Transition(S.DISCARDED, R.SI),
    (S.SUBMITTED, E.SUBMIT): Transition(S.SUBMITTED, R.SI),
    (S.SUBMITTED, E.WITHDRAW): Transition(S.WITHDRAWN, R.SI),
    (S.UNDER_REVIEW, E.WITHDRAW): Transition(S.WITHDRAWN, R.SI),
    (S.SUPPLEMENT_REQUESTED, E.WITHDRAW): Transition(S.WITHDRAWN, R.SI),
    (S.PROPOSED, E.WITHDRAW): Transition(S.WITHDRAWN, R.SI),
    (S.SUBMITTED, E.TAKE_UP): Transition(S.UNDER_REVIEW, R.PO),
    (S.UNDER_REVIEW, E.REQUEST_SUPPLEMENT): Transition(S.SUPPLEMENT_REQUESTED, R.PO),
    (S.SUPPLEMENT_REQUESTED, E.SUPPLEMENT): Transition(S.UNDER_REVIEW, R.SI),
    (S.SUPPLEMENT_REQUESTED, E.RESUME): Transition(S.UNDER_REVIEW, R.PO),
    (S.UNDER_REVIEW, E.PROPOSE): Transition(S.PROPOSED, R.PO),
    (S.PROPOSED, E.SEND_BACK): Transition(S.UNDER_REVIEW, R.DM),
    (S.PROPOSED, E.DECIDE): Transition(S.DECIDED, R.DM),
    (S.DECIDED, E.RE_EXAMINE): Transition(S.RE_EXAMINED, R.PO),
    (S.RE_EXAMINED, E.PROPOSE): Transition(S.RE_PROPOSED, R.PO),
    (S.RE_PROPOSED, E.SEND_BACK): Transition(S.RE_EXAMINED, R.DM),
    (S.RE_PROPOSED, E.DECIDE): Transition(S.DECIDED, R.DM),
    (S.DECIDED, E.RENOUNCE): Transition(S.ENDED, R.SI),
    (S.DECIDED, E.CLOSE): Transition(S.ENDED, R.PO),
}

BEFORE_SUBMISSION = frozenset({S.DRAFT, S.DISCARDED})
OVER = frozenset({S.DISCARDED, S.WITHDRAWN, S.ENDED})
EDITABLE = frozenset({S.DRAFT, S.SUBMITTED})


def transition(state: State, event: Event) -> Transition | None:
    """What the law says of this event in this state; None when it is refused."""
    return TRANSITIONS.get((state, event))


def possible_events(state: State, roles: frozenset[Role]) -> list[Event]:
    """The events that somebody with these roles may bring about now, in the order of the law."""
    return [event for (at, event), found in TRANSITIONS.items() if at == state and found.by in roles]
