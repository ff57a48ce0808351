"""Whose turn it is on a case: the stages of its life, and what this person may bring about now."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.permissions import Act
from applications.models import Submission
from applications.queries.access import may, roles_on
from applications.workflow import Event, State, possible_events
from decisions.models import CaseFile
from decisions.queries.officers import is_free
from decisions.wording import STATES
from ui.formatting import day
from ui.parts import Step as Stage

AFTER = {
    State.SUBMITTED: 0,
    State.UNDER_REVIEW: 1,
    State.SUPPLEMENT_REQUESTED: 1,
    State.PROPOSED: 2,
    State.DECIDED: 4,
}


def officer_of(found: CaseFile) -> User | None:
    """The presenting officer, once the case has been taken up."""
    return found.case.presenting_officer if hasattr(found, "case") else None


def sees_draft(user: User, found: CaseFile) -> bool:
    """The draft of the letter is for the case's own presenting officer and for decision-makers."""
    own = officer_of(found) == user or may(user, Act.DECIDE, found)
    return own and may(user, Act.SEE_DRAFT_LETTER, found)


def events_of(user: User, found: CaseFile) -> set[Event]:
    """What this person may bring about now: the law of states, the own case, never both offices in one case."""
    events = set(possible_events(State(found.state), roles_on(user, found)))
    officer = officer_of(found)
    if officer != user:
        events.discard(Event.PROPOSE)
    if officer is None and hasattr(found, "case") and is_free(found) and may(user, Act.TAKE_UP, found):
        events.add(Event.TAKE_UP)
    if officer == user:
        events -= {Event.DECIDE, Event.SEND_BACK}
    return events


def stages_of(found: CaseFile, sent: Submission) -> list[Stage]:
    """The life of a case in five stages."""
    names = [
        _("Received %(on)s") % {"on": day(sent.received_at)},
        _("Review"),
        _("Proposal"),
        _("Decision"),
        _("Letter"),
    ]
    state = State(found.state)
    if state in {State.WITHDRAWN, State.ENDED}:
        return [Stage(names[0], "done"), Stage(STATES[state][1], "now")]
    reached = AFTER.get(state, 1) + 1
    return [
        Stage(name, "done" if index < reached else "now" if index == reached else "ahead")
        for index, name in enumerate(names)
    ]


def turn_of(found: CaseFile, events: set[Event], request: HttpRequest) -> tuple[str, str, str]:
    """Tone, heading and one sentence: whose turn it is."""
    officer = officer_of(found)
    if Event.TAKE_UP in events:
        if not found.call.can_be_handled(request.arrived_at):
            words = _("The case can be taken up when the call has closed.")
            return "wait", _("The call is still open"), words
        words = _("After that you make the proposal.")
        if State(found.state) is not State.SUBMITTED:
            words = _("Its presenting officer has stepped aside; nobody has the case now.")
        return "info", _("Your turn: take the case up"), words
    if Event.PROPOSE in events:
        words = _("When you present it, the turn passes to the decision-maker.")
        again = State(found.state) is State.RE_EXAMINED
        turn = _("Your turn: re-examine the case") if again else _("Your turn: make the proposal")
        return "info", turn, words
    if Event.DECIDE in events:
        words = _("%(name)s has presented a proposal. Decide and sign it, or send it back with a note.")
        return "info", _("Your turn: decide"), words % {"name": officer}
    if State(found.state) is State.SUPPLEMENT_REQUESTED and found.open_request:
        words = _("A supplement is asked for by %(day)s.") % {"day": day(found.open_request.due_on)}
        return "wait", _("The consortium's turn"), words
    return turn_of_others(State(found.state), officer)


def turn_of_others(state: State, officer: User | None) -> tuple[str, str, str]:
    """The same for somebody who only looks on."""
    prepares = _("%(name)s prepares the proposal.") % {"name": officer}
    if officer is None:
        prepares = _("Its presenting officer has stepped aside; nobody has the case now.")
    presented = ("wait", _("Waits for a decision-maker"), _("The proposal has been presented."))
    review = ("wait", _("Waits for the presenting officer"), prepares)
    told = {
        State.SUBMITTED: (
            "wait",
            _("Waits for a presenting officer"),
            _("Nobody has taken the case up yet."),
        ),
        State.UNDER_REVIEW: review,
        State.RE_EXAMINED: review,
        State.PROPOSED: presented,
        State.RE_PROPOSED: presented,
        State.DECIDED: ("ok", _("Decided"), _("The decision and its letter are below.")),
    }
    return told.get(state, ("info", str(STATES[state][1]), _("Nothing waits for the officials.")))
