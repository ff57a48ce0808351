"""What changed on a call's page and when: notes written by the acts and loads that change it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pilots.models import Call, CallChange
from pilots.models.calls import Status
from ui.formatting import day, euros, moment

Words = str | Promise
Kind = CallChange.Kind
# the call's parts that its page lists -> their heading, and the field that names one of them
PARTS: dict[str, tuple[Words, str]] = {
    "elements": (gettext_lazy("What the grant is for"), "name"),
    "criteria": (gettext_lazy("Criteria"), "text"),
    "questions": (gettext_lazy("What is asked in the application"), "label"),
    "documents": (gettext_lazy("Instructions and forms"), "title"),
    "events": (gettext_lazy("Events"), "title"),
    "contacts": (gettext_lazy("Contacts"), "role"),
    "answers": (gettext_lazy("Questions and answers"), "question"),
}


def _yes_or_no(value: object) -> str:
    return _("required") if value else _("not required")


# fields of the call that its page shows -> their words, and how a value is told
FACTS: dict[str, tuple[Words, Callable[[Any], str]]] = {
    "opens_at": (gettext_lazy("Opens"), moment),
    "appropriation_eur": (gettext_lazy("Appropriation"), euros),
    "self_financing_required": (gettext_lazy("Self-financing"), _yes_or_no),
    "starts_earliest_on": (gettext_lazy("Earliest start"), day),
    "starts_latest_on": (gettext_lazy("Latest start"), day),
    "ends_latest_on": (gettext_lazy("Latest end"), day),
    "population_on": (gettext_lazy("Population figures"), day),
}
UNTOLD = {"id", "call_id", "order"}


def note_change(*, call: Call, kind: str, at: datetime, told: Callable[[], str]) -> CallChange:
    """Write one change; `told` gives its words in the language that is active when it is called."""
    texts = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            texts[f"text_{language}"] = told()
    return CallChange.objects.create(call=call, kind=kind, at=at, **texts)


@dataclass(frozen=True)
class Seen:
    """A call's page as it was: the call's own fields, and its parts by table and code."""

    call: dict[str, Any]
    parts: dict[str, dict[str, models.Model]]


def seen_now(*slugs: str) -> dict[str, Seen]:
    """Every call's page, or those of some, by slug, with a query for each kind of part."""
    chosen = Call.objects.filter(slug__in=slugs) if slugs else Call.objects.all()
    calls = chosen.order_by("pk").prefetch_related(*PARTS)
    return {
        call.slug: Seen(
            _told(call), {part: {row.code: row for row in getattr(call, part).all()} for part in PARTS}
        )
        for call in calls
    }


def note_differences(before: dict[str, Seen], *, at: datetime) -> list[CallChange]:
    """Write what has changed on the pages of calls that were there before; new calls are not changes."""
    if not before:
        return []
    after = seen_now(*before)
    notes = []
    for call in Call.objects.filter(slug__in=before).order_by("pk"):
        was, now = before[call.slug], after[call.slug]
        if facts := _changed_facts(was, now, at):
            notes.append(note_change(call=call, kind=Kind.FACTS, at=at, told=_facts_told(facts)))
        notes += [
            note_change(call=call, kind=Kind.CONTENT, at=at, told=moves.told_of(part))
            for part in PARTS
            if (moves := Moves.between(was.parts[part], now.parts[part]))
        ]
    return notes


def _changed_facts(was: Seen, now: Seen, at: datetime) -> list[tuple[str, Any, Any]]:
    """Field, old and new value. The closing time of a call that has opened is told by the act that moves it."""
    fields = [*FACTS, "status", "condition_fi"]
    if was.call["opens_at"] > at:
        fields.append("closes_at")
    return [(f, was.call[f], now.call[f]) for f in fields if was.call[f] != now.call[f]]


def _facts_told(facts: list[tuple[str, Any, Any]]) -> Callable[[], str]:
    return lambda: " ".join(_fact_told(*fact) for fact in facts)


def _fact_told(field: str, old: Any, new: Any) -> str:
    if field == "status":
        return _("The call was published.") if new == Status.PUBLISHED else _("The call is in preparation.")
    if field == "condition_fi":
        return _("The condition of the call was changed.")
    label, words = FACTS.get(field, (_("Closes"), moment))
    return f"{label}: {words(old)} → {words(new)}."


@dataclass(frozen=True)
class Moves:
    """Which rows of a part came, changed and went."""

    added: tuple[models.Model, ...]
    changed: tuple[models.Model, ...]
    removed: tuple[models.Model, ...]

    @classmethod
    def between(cls, was: dict[str, models.Model], now: dict[str, models.Model]) -> "Moves | None":
        """None where nothing moved."""
        moves = cls(
            added=tuple(row for code, row in now.items() if code not in was),
            changed=tuple(row for code, row in now.items() if code in was and _told(was[code]) != _told(row)),
            removed=tuple(row for code, row in was.items() if code not in now),
        )
        return moves if moves.added or moves.changed or moves.removed else None

    def told_of(self, part: str) -> Callable[[], str]:
        heading, field = PARTS[part]

        def names(rows: Iterable[models.Model]) -> str:
            return "; ".join(f"”{str(getattr(row, field)).rstrip('.')}”" for row in rows)

        def told() -> str:
            said = []
            if self.added:
                said.append(_("Added: %(names)s.") % {"names": names(self.added)})
            if self.changed:
                said.append(_("Changed: %(names)s.") % {"names": names(self.changed)})
            if self.removed:
                said.append(_("Removed: %(names)s.") % {"names": names(self.removed)})
            return f"{heading}. {' '.join(said)}"

        return told


def _told(row: models.Model) -> dict[str, Any]:
    """The values of a row, without what nobody sees."""
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's documented way to a model's fields
        if field.attname not in UNTOLD
    }
