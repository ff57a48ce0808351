"""What all section pages share: the lock against two savers, the saved mark, both texts after a clash, reading only."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.models import Application, Section
from applications.queries.access import writes
from applications.queries.draft import Draft
from applications.queries.readiness import content_gaps
from applications.views.gate import status_of
from applications.views.parts import address, parts_of
from ledger.refusal import Refused

NEVER_SEEN = -1


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently."""

    label: str
    theirs: str
    mine: str


@dataclass
class SectionPage:
    """One section of one application for one request."""

    request: HttpRequest
    application: Application
    key: str
    title: str
    act: Act = Act.EDIT_SECTION
    draft: Draft = field(init=False)
    refusal: Refused | None = None

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
    def writable(self) -> bool:
        """Whether to show a form: to those who may write, while it can be changed or they have just typed."""
        if not writes(self.request.user, self.application, self.key, act=self.act):
            if self.posted:
                raise PermissionDenied
            return False
        return self.posted or self.application.is_editable(self.request.arrived_at, self.key)

    def save(self, act: Callable[..., Section], **content: Any) -> bool:
        """Call the saving act; a refusal is kept for showing, and with it everything that was typed."""
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
        """After a saving: the same page again, or the next part."""
        here = address(self.application, self.key)
        if "save_next" not in self.request.POST:
            return HttpResponseRedirect(here)
        messages.success(self.request, _("%(section)s was saved.") % {"section": self.title})
        parts = parts_of(Draft(self.application), current=self.key)
        after = [part.url for part in parts[parts.index(next(part for part in parts if part.current)) + 1 :]]
        return HttpResponseRedirect(after[0] if after else here)

    def show(self, template: str, *, valid: bool = True, **context: Any) -> HttpResponse:
        """The page, with the status that says what became of the request."""
        row = Section.objects.filter(application=self.application, key=self.key).order_by("pk").first()
        frame = {
            "application": self.application,
            "page": self,
            "parts": parts_of(self.draft, current=self.key),
            "section_row": row,
            "gaps": [gap for gap in content_gaps(self.draft) if gap.section == self.key] if row else (),
            "seen": row.version if row else 0,
            "crumbs": crumbs(self.application),
            "form": None,
            "differences": (),
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


def differences(mine: forms.Form, theirs: forms.Form, names: Iterable[str] = ()) -> list[Difference]:
    """The fields whose text differs between a typed form and the stored one."""
    found = []
    for name in names or mine.fields:
        typed, stored = shown(mine[name]), shown(theirs[name])
        if typed != stored:
            found.append(Difference(str(mine[name].label), stored, typed))
    return found


def shown(bound: forms.BoundField) -> str:
    """A field's value as a person reads it."""
    value = bound.value()
    if isinstance(value, bool) or isinstance(bound.field, forms.BooleanField):
        return _("yes") if value else _("no")
    return "\n".join(str(value if value is not None else "").splitlines())
