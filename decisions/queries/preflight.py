"""What a drafted call still lacks before it can be published, and what is worth another look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from decisions.queries.calls import ACTS, PARTS
from pilots.models import Call, CallEvent, Population
from pilots.moments import helsinki_day

LANGUAGES = ("fi", "sv", "en")
NEEDED = {
    "elements": _("Nothing that may be piloted has been listed."),
    "questions": _("The form asks nothing."),
    "criteria": _("The criteria are missing."),
    "screening_points": _("The points of the screening are missing."),
    "review_criteria": _("The criteria of the review are missing."),
    "contacts": _("There is nobody to ask."),
}


@dataclass(frozen=True)
class Lack:
    """One thing, and the list that mends it; without one, the call's own details do."""

    text: str | Promise
    part: str = ""


def missing(call: Call, at: datetime) -> list[Lack]:
    """What stands in the way of publishing."""
    return [*of_details(call, at), *of_lists(call)]


def of_details(call: Call, at: datetime) -> Iterator[Lack]:
    """The call's own fields."""
    if call.opens_at <= at:
        yield Lack(_("The opening time has passed. A call opens after it has been published."))
    if not call.budget_years:
        yield Lack(_("The years of the budget are missing."))
    elif not covers(call):
        yield Lack(_("The years of the budget do not reach from the earliest start to the latest end."))
    if call.starts_latest_on <= helsinki_day(call.closes_at):
        yield Lack(_("The latest start comes before the call has closed."))
    if not call.appropriation_eur:
        yield Lack(_("The appropriation is missing."))
    if not Population.objects.filter(on=call.population_on).exists():
        yield Lack(_("There are no population figures of that date."))
    for name in ("name", "programme"):
        if not all(getattr(call, f"{name}_{language}") for language in LANGUAGES):
            yield Lack(_("A name is missing in one of the languages."))


def covers(call: Call) -> bool:
    """Whether the budget has a year for the first and the last day that a project may have."""
    years = set(call.budget_years)
    return {call.starts_earliest_on.year, call.ends_latest_on.year} <= years


def of_lists(call: Call) -> Iterator[Lack]:
    """The lists, and what they say of one another."""
    if not call.legal_basis:
        yield Lack(_("The acts of the legal basis are missing."), ACTS)
    for part, words in NEEDED.items():
        rows = getattr(call, part).all()
        if part == "contacts":
            rows = rows.filter(only_substitutes=False)
        if not rows.exists():
            yield Lack(words, part)
    codes = set(call.elements.order_by("order").values_list("code", flat=True))
    for question in call.questions.order_by("order"):
        if set(question.for_elements) - codes:
            text = _("A question is about something that is no longer piloted: {name}")
            yield Lack(format_lazy(text, name=question.label), "questions")


def worth_a_look(call: Call, at: datetime) -> list[Lack]:
    """What does not stand in the way, but may have been left from the call that was the base."""
    found, today = [], helsinki_day(at)
    if call.rule_id is None:
        found.append(Lack(_("The call has no coverage rule: every share may be sent.")))
    for event in call.events.filter(state=CallEvent.State.PLANNED).order_by("order"):
        if (event.moved_to or event.on) < today:
            text = _("An event that is planned lies in the past: {name}")
            found.append(Lack(format_lazy(text, name=event.title), "events"))
    opens = helsinki_day(call.opens_at)
    found += [
        Lack(format_lazy(_("An answer is older than the call: {name}"), name=one.question), "answers")
        for one in call.answers.filter(answered_on__lt=opens).order_by("order")
        if (one.updated_on or one.answered_on).year < opens.year
    ]
    if call.illustrative_note_fi:
        found.append(Lack(_("The page says that the call is illustrative.")))
    return found


def name_of(part: str) -> str | Promise:
    """What a list is called."""
    return PARTS[part].name if part else _("Details of the call")
