"""What a call's file tells for its page: criteria, documents, events, contacts, answers and dated news."""

from collections.abc import Callable
from datetime import date, time
from itertools import pairwise
from typing import Any

from pilots.reference import values
from pilots.reference.rows import Row
from pilots.reference.toml import Section

LANGUAGES = ("fi", "sv", "en")
EVENT_STATES = ("planned", "postponed", "cancelled", "held")
DOCUMENT_KINDS = ("instructions", "form", "model", "act")
ABSENCE = {"from_on", "until_on", "substitute"}


def read_notices(call: Section, slug: str) -> dict[str, list[Row]]:
    """Return the rows of every table of the page; their order is the order in the file."""
    return {
        table: [_row(call, slug, table, code, order) for order, code in enumerate(_entries(call, table), 1)]
        for table in READERS
    }


def _entries(call: Section, table: str) -> dict[str, Any]:
    return call.take(table, dict, default={})


def _row(call: Section, slug: str, table: str, code: str, order: int) -> Row:
    section = Section(call.file, call.content, call.values[table][code], header=f"{table}.{code}")
    try:
        values.slug(code)
    except ValueError as error:
        raise section.broken(f"its code {error}") from None
    found = {"code": code, "illustrative": section.flag("illustrative", default=False)}
    if table != "changes":
        found["order"] = order
    found |= READERS[table](section)
    section.finish()
    if table == "contacts":
        _check_substitutes(section, found["absences"], call.values[table].keys() - {code})
    return Row(call.file, section.line, (slug, code), found)


def texts(section: Section, name: str, *, optional: bool = False) -> dict[str, str]:
    """A text in all three languages; an optional one in all or none."""
    keys = [f"{name}_{language}" for language in LANGUAGES]
    if optional and not any(key in section.values for key in keys):
        return dict.fromkeys(keys, "")
    return {key: section.text(key) for key in keys}


def _criterion(section: Section) -> dict[str, Any]:
    return texts(section, "text")


def _document(section: Section) -> dict[str, Any]:
    document = {
        "kind": section.text("kind", values.one_of(*DOCUMENT_KINDS)),
        "published_on": section.day("published_on"),
        **texts(section, "title"),
        **texts(section, "text", optional=True),
        **texts(section, "url", optional=True),
    }
    for key in ("url_fi", "url_sv", "url_en"):
        if document[key] and not document[key].startswith("https://"):
            raise section.broken(f"must begin with https://, not {document[key]!r}", key)
    if not document["text_fi"] and not document["url_fi"]:
        raise section.broken("has neither a text nor an address")
    return document


def _event(section: Section) -> dict[str, Any]:
    event = {
        "state": section.text("state", values.one_of(*EVENT_STATES)),
        "on": section.day("on"),
        "moved_to": _optional(section, "moved_to", date),
        "begins": _optional(section, "begins", time),
        "ends": _optional(section, "ends", time),
        **texts(section, "title"),
        **texts(section, "text", optional=True),
        **texts(section, "place", optional=True),
    }
    if event["moved_to"] and event["state"] not in {"postponed", "held"}:
        raise section.broken("is only for an event that is postponed or held", "moved_to")
    if event["ends"] and (not event["begins"] or event["ends"] <= event["begins"]):
        raise section.broken("must come after begins", "ends")
    return event


def _contact(section: Section) -> dict[str, Any]:
    contact = {
        **texts(section, "role"),
        **texts(section, "subject", optional=True),
        "email": section.text("email"),
        "only_substitutes": section.flag("only_substitutes", default=False),
        "absences": _absences(section),
    }
    name, at, domain = contact["email"].partition("@")
    if not name or not at or "." not in domain or " " in contact["email"]:
        raise section.broken(f"must be an e-mail address, not {contact['email']!r}", "email")
    return contact


def _absences(section: Section) -> list[dict[str, str]]:
    found = []
    for one in section.take("absences", list, default=[]):
        if type(one) is not dict or not {"from_on", "until_on"} <= one.keys() <= ABSENCE:
            raise section.broken("must be a list of { from_on, until_on, substitute }", "absences")
        days = (one["from_on"], one["until_on"])
        if any(type(day) is not date for day in days) or days[0] > days[1]:
            raise section.broken("must go from a day until the same day or a later one", "absences")
        found.append(
            {
                "from_on": days[0].isoformat(),
                "until_on": days[1].isoformat(),
                "substitute": str(one.get("substitute", "")),
            }
        )
    if any(later["from_on"] <= earlier["until_on"] for earlier, later in pairwise(found)):
        raise section.broken("must follow one another without overlapping", "absences")
    return found


def _check_substitutes(section: Section, absences: list[dict[str, str]], others: set[str]) -> None:
    for absence in absences:
        if absence["substitute"] and absence["substitute"] not in others:
            raise section.broken(
                f"names {absence['substitute']!r}, which is no other contact of the call", "absences"
            )


def _answer(section: Section) -> dict[str, Any]:
    answer = {
        "answered_on": section.day("answered_on"),
        "updated_on": _optional(section, "updated_on", date),
        **texts(section, "question"),
        **texts(section, "answer"),
    }
    if answer["updated_on"] and answer["updated_on"] < answer["answered_on"]:
        raise section.broken("must not come before answered_on", "updated_on")
    return answer


def _change(section: Section) -> dict[str, Any]:
    return {"at": section.moment("at"), "kind": "news", **texts(section, "text")}


def _optional(section: Section, key: str, kind: type) -> Any:
    return section.take(key, kind) if key in section.values else None


READERS: dict[str, Callable[[Section], dict[str, Any]]] = {
    "criteria": _criterion,
    "documents": _document,
    "events": _event,
    "contacts": _contact,
    "answers": _answer,
    "changes": _change,
}
