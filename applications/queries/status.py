"""Where an application stands, in plain words: the one place that says what a state means and whose turn it is."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Application, Member, MemberDecision
from applications.workflow import State
from ui.formatting import day, moment
from ui.parts import Step as Stage

Words = str | Promise

# state -> state of a tag, and its words
WORDS: dict[State, tuple[str, Words]] = {
    State.DRAFT: ("info", _("Draft")),
    State.DISCARDED: ("end", _("Discarded")),
    State.SUBMITTED: ("ok", _("Sent")),
    State.UNDER_REVIEW: ("info", _("Being handled")),
    State.SUPPLEMENT_REQUESTED: ("warn", _("Supplement requested")),
    State.PROPOSED: ("info", _("Waiting for the decision")),
    State.DECIDED: ("ok", _("Decided")),
    State.RE_EXAMINED: ("info", _("Being examined again")),
    State.RE_PROPOSED: ("info", _("Waiting for the new decision")),
    State.WITHDRAWN: ("end", _("Withdrawn")),
    State.ENDED: ("end", _("Ended")),
}
# What happens next once the application has been sent, and by whom.
NEXT: dict[State, Words] = {
    State.SUBMITTED: _("The ministry's turn: a presenting officer takes the application up."),
    State.UNDER_REVIEW: _("The ministry's turn: a presenting officer prepares a proposal."),
    State.SUPPLEMENT_REQUESTED: _("The lead's turn: the ministry asks for a supplement."),
    State.PROPOSED: _("The ministry's turn: the decision-maker decides."),
    State.DECIDED: _("The decision has been made; it can be read here."),
    State.RE_EXAMINED: _("The ministry's turn: the decision is examined again."),
    State.RE_PROPOSED: _("The ministry's turn: the decision-maker decides again."),
    State.WITHDRAWN: _("The application was withdrawn; nobody's turn."),
    State.DISCARDED: _("The draft was discarded; nobody's turn."),
    State.ENDED: _("The case has ended; nobody's turn."),
}
STAGES: tuple[Words, ...] = (_("Draft"), _("Sent"), _("Handling"), _("Decision"))
TURNS: tuple[Words, ...] = (
    _("the consortium's turn"),
    "",
    _("the ministry's turn"),
    _("the decision-maker's turn"),
)
SENT = 1
# The stage that waits now; one past the last when all is done.
STAGE_NOW: dict[State, int] = {
    State.DRAFT: 0,
    State.DISCARDED: 0,
    State.SUBMITTED: 2,
    State.UNDER_REVIEW: 2,
    State.SUPPLEMENT_REQUESTED: 2,
    State.PROPOSED: 3,
    State.DECIDED: 4,
    State.RE_EXAMINED: 2,
    State.RE_PROPOSED: 3,
    State.WITHDRAWN: 2,
    State.ENDED: 4,
}


class Duty(Enum):
    """What waits for somebody in a draft."""

    ANSWER = auto()
    DECIDE = auto()
    CONFIRM = auto()
    CHECK_RECORD = auto()
    FINISH = auto()
    SUPPLEMENT = auto()


MINE: dict[Duty, Words] = {
    Duty.ANSWER: _("Your turn: answer the partnership request."),
    Duty.DECIDE: _("Your turn: record the decision of your organisation."),
    Duty.CONFIRM: _("Your turn: a signatory confirms the record of your organisation's decision."),
    Duty.CHECK_RECORD: _("Your turn: check the record that the lead made of your organisation's decision."),
    Duty.FINISH: _("Your turn: complete the application and send it."),
    Duty.SUPPLEMENT: _("Your turn: the ministry asks for a supplement."),
}


@dataclass(frozen=True)
class Status:
    """A state of a tag with its words, whose turn it is as a sentence, and what waits for the reader."""

    state: str
    word: Words
    turn: Words
    duty: Duty | None = None


def status_of(
    application: Application, *, member: Member | None, decision: MemberDecision | None, at: datetime
) -> Status:
    """The status as the staff of `member` read it; `decision` is the member's newest record. No queries."""
    state = State(application.state)
    tag, word = WORDS[state]
    duty = duty_of(application, member=member, decision=decision, at=at)
    if duty:
        return Status(tag, word, MINE[duty], duty)
    if state is not State.DRAFT:
        return Status(tag, word, turn_when_sent(application, state, at))
    if not application.call.is_open(at):
        closed = format_lazy(
            _("The call closed {when}; the draft was not sent."), when=moment(application.call.closes_at)
        )
        return Status("end", _("Draft, not sent"), closed)
    turn = format_lazy(
        _("The lead's turn: {name} completes and sends the application."), name=application.lead.name
    )
    return Status(tag, word, turn)


def turn_when_sent(application: Application, state: State, at: datetime) -> Words:
    """While the call is open a sent application may still be changed, and says so."""
    if state is State.SUBMITTED and application.is_editable(at):
        return format_lazy(
            _("{next} Until {when} it can be changed and sent again."),
            next=NEXT[state],
            when=moment(application.call.closes_at),
        )
    return NEXT[state]


def duty_of(
    application: Application, *, member: Member | None, decision: MemberDecision | None, at: datetime
) -> Duty | None:
    """What waits for the staff of `member`; None when nothing does."""
    state = State(application.state)
    if member is not None and member.is_lead and state is State.SUPPLEMENT_REQUESTED:
        return Duty.SUPPLEMENT
    if member is None or not application.is_editable(at):
        return None
    if member.state == Member.State.ASKED:
        return Duty.ANSWER
    if member.is_lead and state is State.DRAFT:
        return Duty.FINISH
    return duty_of_member(decision) if member.state == Member.State.ACCEPTED else None


def duty_of_member(decision: MemberDecision | None) -> Duty | None:
    """What a member that takes part still owes: its decision, a confirmation, a look at the lead's record."""
    if decision is None:
        return Duty.DECIDE
    if not decision.confirmed_at:
        return Duty.CONFIRM
    if decision.recorded_for_member and not decision.acknowledged_at and not decision.disputed_at:
        return Duty.CHECK_RECORD
    return None


def stages_of(application: Application, submitted_at: datetime | None) -> list[Stage]:
    """The step list of a case: what is done with its day, what waits and whose turn it is, what lies ahead."""
    state = State(application.state)
    now = STAGE_NOW[state]
    found = []
    for index, name in enumerate(STAGES):
        if index == SENT and submitted_at:
            text: Words = format_lazy("{name} {day}", name=name, day=day(submitted_at))
        elif index == now:
            text = format_lazy("{name}: {turn}", name=name, turn=turn_in_stage(state, index))
        else:
            text = name
        found.append(Stage(text, "done" if index < now else "now" if index == now else "ahead"))
    if state is State.WITHDRAWN:
        return [*found[:now], Stage(WORDS[state][1], "now")]
    return found


def turn_in_stage(state: State, index: int) -> Words:
    """Whose turn the waiting stage is; a supplement is the lead's."""
    return _("the lead's turn") if state is State.SUPPLEMENT_REQUESTED else TURNS[index]
