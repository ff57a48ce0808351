"""The history of a draft: what changed in each section and by whom, an earlier version brought back, the verdict."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from applications.actions.restoring import restore
from applications.models import Application
from applications.queries.access import writes
from applications.queries.draft import Draft
from applications.queries.history import Saving, Turn, savings_of, turns_of, version_of
from applications.queries.savers import with_savers
from applications.queries.sections import is_section
from applications.views.gate import status_of, with_application
from applications.views.history_words import FIELDS, name_of, shown_of, turn_words
from applications.views.parts import address
from applications.views.section_page import crumbs
from ledger.refusal import Refused
from ui.differences import Piece, word_differences
from ui.parts import Happening

LONGEST_NUMBER = 9


@dataclass(frozen=True)
class Change:
    """One field of one saving, compared word by word."""

    label: str
    pieces: list[Piece]


@with_application
def history(request: HttpRequest, application: Application) -> HttpResponse:
    """Every section with its last saving, and how the verdict changed."""
    draft = Draft(application)
    rows = with_savers(application.sections.exclude(saved_at=None)).order_by("-saved_at", "pk")
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "sections": [
            {
                "key": row.key,
                "name": name_of(draft, row.key),
                "saved_at": row.saved_at,
                "saver": row.saver,
                "version": row.version,
            }
            for row in rows
        ],
        "turns": [happening_of(turn) for turn in turns_of(application)],
    }
    return render(request, "applications/history.html", context)


def happening_of(turn: Turn) -> Happening:
    """A change of the verdict in words."""
    text, detail = turn_words(turn)
    return Happening(turn.change.at, text, detail)


@with_application
def section_history(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """The savings of one section, newest first; a press brings an earlier one back as a new version."""
    row = application.sections.filter(key=key).order_by("pk").first()
    if row is None and not is_section(application, key):
        raise Http404
    refusal = None
    if request.method == "POST":
        if not writes(request.user, application, key):
            raise PermissionDenied
        try:
            return bring_back(request, application, key)
        except Refused as refused:
            refusal = refused
            row = application.sections.filter(key=key).order_by("pk").first()
    draft = Draft(application)
    savings, page = savings_of(application, key, page=request.GET.get("page", "1"))
    may_restore = (
        key != "elements"
        and writes(request.user, application, key)
        and application.is_editable(request.arrived_at, key)
    )
    context = {
        "application": application,
        "crumbs": [*crumbs(application), (_("History"), address(application, "history"))],
        "name": name_of(draft, key),
        "section_url": address(application, key) if is_section(application, key) else "",
        "savings": [(one, changes_of(draft, key, one), one.version.number) for one in savings],
        "page": page,
        "newest": row.version if row else 0,
        "may_restore": may_restore,
        "refusal": refusal,
    }
    return render(request, "applications/section_history.html", context, status=status_of(refusal))


def changes_of(draft: Draft, key: str, saving: Saving) -> list[Change]:
    """What differs, field by field, as people read it."""
    found = []
    asked = [one.question.code for one in draft.asked.get(key.partition(":")[2], ())]
    # The database keeps names in an order of its own; people read them in that of the page.
    order = {name: at for at, name in enumerate([*FIELDS, *asked])}
    for name in sorted(saving.changed, key=lambda one: order.get(one, len(order))):
        label, before, after = shown_of(draft, key, name, saving)
        found.append(Change(label, word_differences(before, after)))
    return found


def bring_back(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """Restore the version that was chosen; Refused when somebody has saved since the page was opened."""
    number, seen = (digits(request.POST.get(name, "")) for name in ("number", "seen"))
    version = version_of(application, key, number)
    if version is None:
        raise Http404
    restore(version=version, seen=seen, actor=request.user, at=request.arrived_at)
    messages.success(request, _("Version %(number)s was brought back as a new version.") % {"number": number})
    return HttpResponseRedirect(address(application, key))


def digits(text: str) -> int:
    """A number that a form of ours carries; nothing usable is no number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else -1
