"""What all section pages share: the lock against two savers, the saved mark, both texts after a clash, reading only."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.kept import writer_of
from accounts.permissions import Act
from applications.actions.presence import note_presence
from applications.models import Application, Section
from applications.queries.access import may, writes
from applications.queries.draft import Draft
from applications.queries.gaps import Gap, content_gaps
from applications.queries.presence import Other, others_at_work
from applications.queries.savers import with_savers
from applications.views.both_texts import with_choices
from applications.views.gate import status_of
from applications.views.giving import giving_of
from applications.views.parts import address, parts_of
from applications.views.self_saving import SAVED_COPY, copy_name, unreadable, with_stored
from ledger.refusal import Refused
from ui.errors import Problem

NEVER_SEEN = -1


@dataclass
class SectionPage:
    """One section of one application for one request."""

    request: HttpRequest
    application: Application
    key: str
    title: str
    act: Act = Act.EDIT_SECTION
    saves_itself: bool = True
    draft: Draft = field(init=False)
    refusal: Refused | None = None
    unread: list[Problem] = field(default_factory=list)
    unsaved: bool = False

    def __post_init__(self) -> None:
        self.draft = Draft(self.application)

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    @property
    def data(self) -> Any:
        """What was typed, or None when the page is only opened."""
        return self.request.POST if self.posted else None

    @property
    def by_itself(self) -> bool:
        """Whether the page saves what is being typed, and nobody has pressed a button."""
        return self.posted and self.saves_itself and "autosave" in self.request.POST

    def form(self, make: Callable[[Any], forms.Form]) -> forms.Form:
        """The form of this request, made by `make` from the typed data.

        What saves itself leaves a field that cannot be read as it is stored, and remembers to say so. After a clash
        the choices between both texts are put in the place of what was typed.
        """
        form = make(with_choices(self.data, make(None)) if self.posted else None)
        if not self.by_itself or form.is_valid():
            return form
        self.unread = unreadable(form)
        return make(with_stored(form))

    def rows(self, rows: BaseFormSet) -> BaseFormSet:
        """Rows save themselves all or not at all: one that cannot be read must not read as removed."""
        if self.by_itself:
            self.unread = unreadable(rows)
        return rows

    @property
    def writable(self) -> bool:
        """Whether to show a form: to those who may write, while it can be changed or they have just typed."""
        if not writes(self.request.user, self.application, self.key, act=self.act):
            if self.posted:
                raise PermissionDenied
            return False
        return self.posted or self.application.is_editable(self.request.arrived_at, self.key)

    def save(self, act: Callable[..., Section], **content: Any) -> bool:
        """Call the saving act; a refusal is kept for showing, and with it everything that was typed."""
        if self.by_itself:
            content["by_itself"] = True
        try:
            act(
                application_id=self.application.pk,
                seen=self.seen(),
                actor=self.request.user,
                at=self.request.arrived_at,
                **content,
            )
        except Refused as refusal:
            self.refusal = refusal
            # What the other one saved is what the page must show beside mine.
            self.draft = Draft(self.application)
            return False
        return True

    def seen(self) -> int:
        """The version on which the typed text was based; nothing usable means none of them."""
        text = self.request.POST.get("seen", "")
        return (
            int(text) if text.isascii() and text.isdigit() and len(text) < len("1000000000") else NEVER_SEEN
        )

    @property
    def clashed(self) -> bool:
        """Somebody saved in between; where the same text stands already, it was a second press of the button."""
        return self.refusal is not None and self.refusal.code == "saved_by_another"

    def saved(self) -> HttpResponse:
        """After a saving: the same page again, or the next part; to a page that saves by itself only the time."""
        self.refusal = None
        note_presence(
            application=self.application, key=self.key, actor=self.request.user, at=self.request.arrived_at
        )
        if self.by_itself:
            return self.told()
        answer = self.onward()
        if copy := copy_name(self.request.POST):
            # The browser may now forget its own copy of this very text.
            answer.set_cookie(SAVED_COPY, copy, max_age=600, samesite="Lax", secure=self.request.is_secure())
        return answer

    def onward(self) -> HttpResponse:
        """Where a press of a button leads after the saving."""
        here = address(self.application, self.key)
        if "save_next" not in self.request.POST:
            return HttpResponseRedirect(here)
        messages.success(self.request, _("%(section)s was saved.") % {"section": self.title})
        parts = parts_of(Draft(self.application), current=self.key)
        after = [part.url for part in parts[parts.index(next(part for part in parts if part.current)) + 1 :]]
        return HttpResponseRedirect(after[0] if after else here)

    def told(self) -> HttpResponse:
        """What became of a saving by itself, to be put into the page: the time, or an alarm."""
        row = self.section_row()
        status = status_of(self.refusal) if self.refusal else 200
        gaps = self.gaps_in(Draft(self.application))
        context = {"page": self, "section_row": row, "gaps": gaps, "at": self.request.arrived_at}
        answer = render(self.request, "applications/save_told.html", context, status=status)
        answer["X-Saved"] = "none" if self.refusal or self.unsaved else "part" if self.unread else "all"
        return answer

    def gaps_in(self, draft: Draft) -> list[Gap]:
        """What this section still lacks before sending."""
        return [gap for gap in content_gaps(draft) if gap.section == self.key]

    @property
    def reads_history(self) -> bool:
        """Whether this person may see how the section came to be."""
        return may(self.request.user, Act.READ_HISTORY, self.application)

    def section_row(self) -> Section | None:
        """The section as it stands after a saving."""
        rows = with_savers(Section.objects.filter(application=self.application, key=self.key))
        return rows.order_by("pk").first()

    def others(self) -> list[Other]:
        """Who else has been writing this application a moment ago."""
        return others_at_work(self.application, but=self.request.user, at=self.request.arrived_at)

    def show(self, template: str, *, valid: bool = True, **context: Any) -> HttpResponse:
        """The page, with the status that says what became of the request."""
        if self.by_itself:
            self.unsaved = self.refusal is None
            return self.told()
        found = self.draft.sections.get(self.key)
        # A row without a version only says to whom the section was given.
        row = found if found and found.version else None
        frame = {
            "application": self.application,
            "page": self,
            "parts": parts_of(self.draft, current=self.key),
            "section_row": row,
            "gaps": self.gaps_in(self.draft) if row else (),
            "seen": row.version if row else 0,
            "crumbs": crumbs(self.application),
            "form": None,
            "differences": (),
            "giving": giving_of(self.draft, self.key, self.request.user),
            "writer": writer_of(self.request.user),
            "copy": copy_name(self.request.POST),
        }
        status = status_of(self.refusal, valid=valid)
        return render(self.request, template, {**frame, **context}, status=status)


def crumbs(application: Application) -> list[tuple[str, str]]:
    """Where a page of an application is."""
    return [
        (_("Our applications"), address_of_start()),
        (f"{application.region.name}, {application.call.name}", address(application, "overview")),
    ]


def address_of_start() -> str:
    return reverse("applications:start")


def crumbs_of_members(application: Application) -> list[tuple[str, str]]:
    """The way back from a page below the board."""
    return [*crumbs(application), (_("Members"), address(application, "members"))]
