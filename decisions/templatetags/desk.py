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
    ("admin:index", Act.ENTER_DESK, _("Desk"), ()),
    ("admin:cases", Act.LIST_CASES, _("Cases"), ("admin:case",)),
    ("admin:rounds", Act.LIST_CASES, _("Rounds"), ("admin:round",)),
    ("admin:arrivals", Act.REGISTER_APPLICATION, _("Arrivals"), ("admin:register", "admin:outage")),
    ("admin:calls", Act.READ_CALLS, _("Calls and rules"), ("admin:call", "admin:rule")),
    ("admin:money", Act.LIST_CASES, _("Appropriations"), ("admin:money-change",)),
    ("admin:letters", Act.READ_LETTER, _("Decision letters"), ()),
    ("admin:organisations", Act.MANAGE_ORGANISATIONS, _("Organisations"), ("admin:organisation",)),
    ("admin:access", Act.REVIEW_ACCESS, _("Access review"), ("admin:access",)),
    ("admin:outbox", Act.READ_OUTBOX, _("Outbox"), ()),
    ("admin:ledger", Act.READ_LEDGER, _("Ledger"), ()),
    ("admin:people", Act.MANAGE_PEOPLE, _("People"), ("admin:person",)),
]


@register.simple_tag(takes_context=True)
def desk_pages(context: dict[str, Any]) -> list[dict[str, Any]]:
    """Name, address, and whether it is the page one is on: "page", "true" for a page below it, or ""."""
    request: HttpRequest = context["request"]
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        {
            "name": name,
            "url": reverse(route),
            "current": "page" if here == route else "true" if here.startswith(below) and below else "",
        }
        for route, act, name, below in PAGES
        if may_everywhere(request.user, act)
    ]


FOUND = {"": "none", "holds": "ok", "fails": "bad", "na": "end"}


@register.simple_tag
def finding_tag(result: str) -> SafeString:
    """A result of screening as a tag; an empty one waits for a person."""
    words = ScreeningFinding.Result(result).label if result else _("a person finds it")
    return tag(FOUND[result], words)
