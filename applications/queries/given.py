"""Sections that were given to partners to write: which wait for whom, and what they are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Application, Member, Section
from pilots.models import CallElement


@dataclass(frozen=True)
class GivenSection:
    """A section that a partner may write, with its name in the active language."""

    application: Application
    key: str
    name: str


def given_to(user: User, *, at: datetime) -> list[GivenSection]:
    """What this person's organisation was given to write and can still write; at most two queries."""
    mine = user.organisations_now
    rows = Section.objects.filter(given_to__organisation__in=mine, given_to__state=Member.State.ACCEPTED)
    rows = rows.select_related("application__call", "application__region", "application__lead")
    found = [row for row in rows.order_by("application", "key") if row.application.is_editable(at, row.key)]
    names = element_names(found)
    return [
        GivenSection(
            row.application, row.key, names.get((row.application.call_id, row.key)) or named(row.key)
        )
        for row in found
    ]


def element_names(rows: Iterable[Section]) -> dict[tuple[int, str], str]:
    """The names of elements by their call and the key of their section; no query where there is none."""
    calls = {row.application.call_id for row in rows if row.key.startswith("element:")}
    elements = CallElement.objects.filter(call__in=calls).order_by("pk") if calls else ()
    return {(one.call_id, f"element:{one.code}"): one.name for one in elements}


def named(key: str) -> str:
    """The name of a section that is not an element's."""
    return {"plan": _("Project plan"), "grounds": _("Special grounds")}.get(key, "")


def section_name(application: Application, key: str) -> str:
    """The name of any section that can be given."""
    name, _colon, code = key.partition(":")
    if name != "element":
        return named(key)
    element = application.call.elements.filter(code=code).order_by("pk").first()
    return element.name if element else ""
