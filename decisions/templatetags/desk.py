"""The officials' menu: the pages that the permission table opens to this person."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.models import ScreeningFinding
from ui.templatetags.ui import tag

register = template.Library()

PAGES = [
    ("admin:index", Act.ENTER_DESK, _("Desk")),
    ("admin:cases", Act.LIST_CASES, _("Cases")),
    ("admin:rounds", Act.LIST_CASES, _("Rounds")),
    ("admin:arrivals", Act.REGISTER_APPLICATION, _("Arrivals")),
    ("admin:calls", Act.READ_CALLS, _("Calls and rules")),
    ("admin:money", Act.LIST_CASES, _("Appropriations")),
    ("admin:letters", Act.READ_LETTER, _("Decision letters")),
    ("admin:organisations", Act.MANAGE_ORGANISATIONS, _("Organisations")),
    ("admin:access", Act.REVIEW_ACCESS, _("Access review")),
    ("admin:outbox", Act.READ_OUTBOX, _("Outbox")),
    ("admin:ledger", Act.READ_LEDGER, _("Ledger")),
    ("admin:people", Act.MANAGE_PEOPLE, _("People")),
]
# A second folder whose pages belong to a page of the menu.
ALSO = {"admin:calls": "admin:rules"}


@register.simple_tag(takes_context=True)
def desk_pages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Name, address, and whether it is the page one is on: "page", "true" for a page below it, or ""."""
    request: HttpRequest = context["request"]
    return [
        {"name": name, "url": reverse(route), "current": current(request.path, route)}
        for route, act, name in PAGES
        if may_everywhere(request.user, act)
    ]


def current(path: str, route: str) -> str:
    """How the page at `path` stands to a page of the menu."""
    if path == reverse(route):
        return "page"
    folders = [reverse(name) for name in (route, ALSO.get(route)) if name and name != "admin:index"]
    return "true" if path.startswith(tuple(folders)) else ""


FOUND = {"": "none", "holds": "ok", "fails": "bad", "na": "end"}


@register.simple_tag
def finding_tag(result: str) -> SafeString:
    """A result of screening as a tag; an empty one waits for a person."""
    words = ScreeningFinding.Result(result).label if result else _("a person finds it")
    return tag(FOUND[result], words)
