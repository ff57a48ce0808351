"""What has happened to an application, in plain words and newest first: read from the ledger's own events."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from applications.models import Application, Submission
from applications.workflow import Event as Move
from ledger.models import Event
from ui.formatting import number

MOVES: dict[Move, Callable[[], str]] = {
    Move.TAKE_UP: lambda: _("The ministry took the application up."),
    Move.REQUEST_SUPPLEMENT: lambda: _("The ministry asked for a supplement."),
    Move.RESUME: lambda: _("The ministry went on without the supplement."),
    Move.PROPOSE: lambda: _("The proposal went to the decision-maker."),
    Move.SEND_BACK: lambda: _("The preparation of the proposal goes on."),
    Move.DECIDE: lambda: _("The decision was made."),
    Move.RE_EXAMINE: lambda: _("The ministry began to examine the decision again."),
    Move.WITHDRAW: lambda: _("The application was withdrawn."),
    Move.RENOUNCE: lambda: _("The grant was renounced."),
    Move.CLOSE: lambda: _("The case was closed."),
    Move.REGISTER: lambda: _("The ministry registered the application."),
    Move.DISCARD: lambda: _("The draft was discarded."),
}
# Kinds of the ledger besides the moves; several of the same moment are told together, with the names below.
TOLD: dict[str, Callable[[], str]] = {
    "application.started": lambda: _("The draft was begun."),
    "request.sent": lambda: _("Partnership requests were sent"),
    "request.accepted": lambda: _("A partnership request was accepted"),
    "request.declined": lambda: _("A partnership request was declined"),
    "request.withdrawn": lambda: _("A partnership request was withdrawn"),
    "request.lapsed": lambda: _("Partnership requests lapsed without an answer"),
    "member.released": lambda: _("A member was released"),
    "member.left": lambda: _("A member left the consortium"),
    "member.left_elements": lambda: _("A member left some of the elements"),
    "decision.recorded": lambda: _("A member's decision was recorded"),
    "decision.recorded_for_member": lambda: _("The lead recorded a member's decision"),
    "decision.confirmed": lambda: _("The record of a decision was confirmed"),
    "decision.acknowledged": lambda: _("A member found the lead's record right"),
    "decision.disputed": lambda: _("A member disputed the lead's record"),
    "decision.reconfirmed": lambda: _("A decision was reconfirmed on the newer plan"),
    "decision.conditions_acknowledged": lambda: _("The lead acknowledged a member's conditions"),
}
MESSAGES: dict[str, Callable[[], str]] = {
    "applicant": lambda: _("The consortium wrote to the ministry."),
    "ministry": lambda: _("The ministry wrote to the consortium."),
}
REMINDED: dict[str, Callable[[], str]] = {
    "remind_draft": lambda: _("A reminder was sent: the application has not been sent"),
    "remind_decision": lambda: _("A reminder was sent: a decision is missing"),
    "remind_request": lambda: _("A reminder was sent: a partnership request waits for an answer"),
    "remind_supplement": lambda: _("A reminder was sent: a supplement is waited for"),
}
KINDS = [*TOLD, *(f"application.{move.value}" for move in Move), "message.sent", "reminder.sent"]
MOST_NAMES = 6


@dataclass(frozen=True)
class Told:
    """One entry of the timeline; `version` where it was a sending."""

    at: datetime
    kind: str
    text: str
    detail: str = ""
    version: int | None = None


def events_of(application: Application) -> QuerySet[Event]:
    """The events that the timeline tells, newest first, each sending with the number of its version. One query."""
    sent = Submission.objects.filter(application=application.pk, received_at=OuterRef("at"))
    events = Event.objects.filter(reference=application.reference, kind__in=KINDS)
    return events.annotate(version=Subquery(sent.values("number")[:1])).order_by("-at", "-number")


def told(application: Application, events: Iterable[Event]) -> Iterator[Told]:
    """The events as sentences; what happened to several members in one act is one entry."""
    names = {member.pk: member.organisation.name for member in application.members.all()}
    for _key, group in groupby(events, key=same_act):
        yield entry(list(group), names)


def same_act(event: Event) -> tuple[object, ...]:
    """What events of one act have in common."""
    return event.at, event.kind, event.data.get("what"), event.data.get("side")


def entry(group: list[Event], names: dict[int, str]) -> Told:
    """One entry, with the names of those whom it concerns."""
    event = group[0]
    text = sentence(event)
    who = [names.get(one.data.get("member")) or one.data.get("organisation", "") for one in reversed(group)]
    detail = ", ".join(name for name in who[:MOST_NAMES] if name)
    if len(who) > MOST_NAMES:
        detail = _("%(names)s and %(rest)s others") % {"names": detail, "rest": number(len(who) - MOST_NAMES)}
    # Notes of officials stay inside; the applicant's own reason is shown.
    if event.kind == f"application.{Move.WITHDRAW.value}":
        detail = event.data.get("note", "")
    return Told(event.at, event.kind, text, detail, event.version)


def sentence(event: Event) -> str:
    """What happened, without names."""
    kind, data = event.kind, event.data
    if kind == "message.sent":
        return MESSAGES[data["side"]]()
    if kind == "reminder.sent":
        return REMINDED[data["what"]]()
    if kind == f"application.{Move.SUBMIT.value}":
        return _("Version %(number)s was sent.") % {"number": event.version}
    if kind == f"application.{Move.SUPPLEMENT.value}":
        return _("The supplement was sent as version %(number)s.") % {"number": event.version}
    if kind in TOLD:
        return TOLD[kind]()
    return MOVES[Move(kind.partition(".")[2])]()
