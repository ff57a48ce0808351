"""Typed text that met an expired session: carried through the log-in, sealed, to the same person only."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accounts.forms.login import LoginForm
from accounts.models import User

# The forms whose text is worth carrying; nothing else is.
ROUTES_KEPT = frozenset({
    "applications:plan", "applications:element", "applications:budget", "applications:grounds",
})  # fmt: skip
# Bytes of names and values together; the largest real section, a budget of 150 rows, stays below a third of it.
MOST_BYTES = 250_000
UNAUTHORIZED = 401
LONGEST_SECONDS = 24 * 60 * 60
WRITER, SEALED = "writer", "kept"
NOT_CARRIED = {"csrfmiddlewaretoken", WRITER, SEALED, "autosave"}


@dataclass(frozen=True)
class Kept:
    """What somebody typed: for which page, in which fields, and who it was."""

    path: str
    fields: tuple[tuple[str, str], ...]
    writer: int

    @property
    def texts(self) -> list[str]:
        """What looks like writing, for copying by hand."""
        return [value for name, value in self.fields if len(value) > len("1 000 000,00") and name != "copy"]

    def sealed(self) -> str:
        """As text that only this site can have written."""
        return signing.dumps([self.path, self.fields, self.writer], salt=SEALED, compress=True)


def writer_of(user: User | AnonymousUser) -> str:
    """The mark in a form that tells who has been writing in it, when the session cannot tell any more."""
    return signing.dumps(user.pk, salt=WRITER)


def typed_in(request: HttpRequest) -> Kept | None:
    """The typed text of a request to one of our section pages; None where there is none to keep or it is too long."""
    match = request.resolver_match
    if request.method != "POST" or match is None or match.view_name not in ROUTES_KEPT:
        return None
    try:
        writer = signing.loads(request.POST.get(WRITER, ""), salt=WRITER)
    except signing.BadSignature:
        return None
    fields = tuple(pairs(request.POST))
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    return Kept(request.path, fields, writer) if size <= MOST_BYTES else None


def pairs(data: QueryDict) -> Iterable[tuple[str, str]]:
    """Every name with every value, but what belongs to the request and not to the text."""
    for name, values in data.lists():
        if name not in NOT_CARRIED:
            yield from ((name, value) for value in values)


def unsealed(text: str, *, user: User) -> Kept | None:
    """What was carried, for the person who wrote it; None for anybody else, for a forgery, and after a day."""
    try:
        path, fields, writer = signing.loads(text, salt=SEALED, max_age=LONGEST_SECONDS)
    except signing.BadSignature:
        return None
    kept = Kept(path, tuple((name, value) for name, value in fields), writer)
    return kept if kept.writer == user.pk else None


def log_in_keeping(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The log-in page with the typed text in it."""
    form = LoginForm(request=request, initial={"next": kept.path, "kept": kept.sealed()})
    return render(request, "accounts/login.html", {"form": form, "keeps_text": True}, status=UNAUTHORIZED)
