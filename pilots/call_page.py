"""What a call's page shows of the call and of what is told beside it; nothing of any application is read here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from pilots.countdown import time_left
from pilots.models import Call, CallChange, CallContact, CallElement, CallEvent, CallQuestion
from pilots.models.calls import Status
from pilots.models.places import Division
from pilots.moments import helsinki_day
from pilots.queries import regions_of, ruleset_of
from pilots.wording import force_text, rule_lines
from ui.formatting import NO_BREAK, day, euros, moment, number
from ui.parts import Happening

State = CallEvent.State
# state of an event -> state of its tag
EVENT_TAGS = {
    State.PLANNED: "info",
    State.POSTPONED: "warn",
    State.CANCELLED: "bad",
    State.HELD: "end",
}


def stage_of(call: Call, at: datetime) -> str:
    """Where a call stands: open, coming or past."""
    if call.is_open(at):
        return "open"
    return "coming" if call.status != Status.PUBLISHED or at < call.opens_at else "past"


def call_facts(call: Call) -> list[tuple[str, str]]:
    """The call at a glance; a call in preparation has no window to promise yet."""
    published = call.status == Status.PUBLISHED
    reform = call.division == Division.REFORM
    return [
        (_("Opens"), moment(call.opens_at) if published else _("not published yet")),
        (_("Closes"), moment(call.closes_at) if published else _("not published yet")),
        (_("Appropriation"), euros(call.appropriation_eur)),
        (_("Self-financing"), _("required") if call.self_financing_required else _("not required")),
        (_("Earliest start"), day(call.starts_earliest_on)),
        (_("Latest start"), day(call.starts_latest_on)),
        (_("Latest end"), day(call.ends_latest_on)),
        (_("Population figures"), day(call.population_on)),
        (
            _("County division"),
            _("the counties of the reform") if reform else _("the statistical regions of 2018"),
        ),
    ]


def law_lines(call: Call) -> list[str]:
    """The acts that the call stands on, each with its number."""
    language = (get_language() or "fi")[:2]
    return [f"{law['act'].get(language) or law['act']['fi']} ({law['number']})" for law in call.legal_basis]


@dataclass(frozen=True)
class Asked:
    """A question of the form as one may prepare for it: what an answer is, and for which elements it is asked."""

    label: str
    hint: str
    answer: str
    elements: tuple[str, ...] = ()


def asked(questions: Sequence[CallQuestion], elements: Sequence[CallElement], *, section: str) -> list[Asked]:
    """The questions of one section in their order."""
    names = {element.code: element.name for element in elements}
    return [
        Asked(
            question.label,
            question.hint,
            answer_text(question),
            tuple(names[code] for code in question.for_elements if code in names),
        )
        for question in questions
        if question.section == section
    ]


def answer_text(question: CallQuestion) -> str:
    """What the answer is, such as `text, at most 4 000 characters`, and whether it may be left out."""
    kind = CallQuestion.Kind
    words = {
        kind.TEXT: _("text, at most %(count)s characters"),
        kind.LINE: _("one line, at most %(count)s characters"),
        kind.NUMBER: _("a whole number"),
        kind.RESIDENTS: _("a number of inhabitants"),
        kind.DATE: _("a day"),
        kind.CHOICE: _("one of the choices"),
        kind.COMMITMENT: _("a commitment to be confirmed"),
    }
    text = words[kind(question.kind)] % {"count": number(question.max_length)}
    return text if question.required else _("%(answer)s; may be left out") % {"answer": text}


@dataclass(frozen=True)
class Event:
    """An event with its state as a tag, and when it is in words."""

    row: CallEvent
    state: str
    status: str
    when: str


def events_of(call: Call) -> list[Event]:
    """In order of the day that holds now."""
    rows = sorted(call.events.order_by("order"), key=lambda row: (row.moved_to or row.on, row.order))
    return [Event(row, EVENT_TAGS[State(row.state)], row.get_state_display(), when_of(row)) for row in rows]


def when_of(event: CallEvent) -> str:
    """The day and the clock; of a postponed event the old day and the new one, where it is known."""
    if event.moved_to:
        return _("%(new)s (postponed from %(old)s)") % {
            "new": day(event.moved_to) + clock_of(event),
            "old": day(event.on),
        }
    if event.state == State.POSTPONED:
        return _("postponed from %(old)s; the new day is not known") % {"old": day(event.on)}
    return day(event.on) + clock_of(event)


def clock_of(event: CallEvent) -> str:
    if not event.begins:
        return ""
    ends = f"–{shown(event.ends)}" if event.ends else ""
    before = pgettext("before a time of day", "at")
    return f" {before}{NO_BREAK}{shown(event.begins)}{ends}"


def shown(clock: time) -> str:
    return f"{clock.hour}.{clock.minute:02d}"


@dataclass(frozen=True)
class Contact:
    """Whom to ask. `away` is told now, with who stands in; `periods` are the other absences in words."""

    row: CallContact
    away: str
    substitute: CallContact | None
    periods: tuple[str, ...]


def contacts_of(call: Call, today: date) -> list[Contact]:
    """Those to ask, in order; who only stands in for somebody is told beside the one who is away."""
    rows = {row.code: row for row in call.contacts.order_by("order")}
    return [contact_on(row, rows, today, call) for row in rows.values() if not row.only_substitutes]


def contact_on(row: CallContact, rows: dict[str, CallContact], today: date, call: Call) -> Contact:
    """A contact as of a day. Absences that are over are told only where the call is over too."""
    away, substitute, periods = "", None, []
    for absence in row.absences:
        first, last = date.fromisoformat(absence["from_on"]), date.fromisoformat(absence["until_on"])
        instead = rows.get(absence["substitute"])
        words = f"{day(first)}–{day(last)}"
        if first <= today <= last:
            away, substitute = words, instead
        elif today < first or today > call.closing_day:
            named = _("%(days)s (substitute: %(role)s, %(email)s)")
            periods.append(
                named % {"days": words, "role": instead.role, "email": instead.email} if instead else words
            )
    return Contact(row, away, substitute, tuple(periods))


def changes_of(call: Call) -> list[Happening]:
    """What changed and when, newest first."""
    rows = call.changes.order_by("-at", "-pk")
    return [
        Happening(row.at, row.text, detail=_("illustrative") if row.illustrative else kind_of(row))
        for row in rows
    ]


def kind_of(row: CallChange) -> str:
    return "" if row.kind == CallChange.Kind.NEWS else row.get_kind_display()


def page_of(call: Call, at: datetime) -> dict[str, object]:
    """Everything that is told beside the rule and the window."""
    elements = list(call.elements.order_by("order"))
    questions = list(call.questions.order_by("order"))
    return {
        "elements": elements,
        "plan_questions": asked(questions, elements, section="plan"),
        "element_questions": asked(questions, elements, section="element"),
        "facts": call_facts(call),
        "laws": law_lines(call),
        "criteria": list(call.criteria.order_by("order")),
        "documents": list(call.documents.order_by("order")),
        "events": events_of(call),
        "contacts": contacts_of(call, helsinki_day(at)),
        "answers": list(call.answers.order_by("order")),
        "changes": changes_of(call),
    }


def call_context(call: Call, at: datetime) -> dict[str, object]:
    """Everything that the call's page needs; `call` comes with its rule."""
    ruleset = ruleset_of(call)
    return page_of(call, at) | {
        "call": call,
        "stage": stage_of(call, at),
        # A practice call says once, on top, that all of it is illustrative.
        "marks": not call.rolling,
        "announced": call.status == Status.PUBLISHED,
        "left": time_left(at, call.opens_at if at < call.opens_at else call.closes_at),
        "rule": rule_lines(ruleset),
        "limits": ruleset.limits,
        "force": force_text(ruleset),
        "least": ruleset.least_municipalities,
        "regions": regions_of(call),
    }
