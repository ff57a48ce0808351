"""The practice mail: the embedded profile writes mail to files, and these pages show them. Nothing in production."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

# What Django's file backend writes after each message.
BETWEEN = b"\n" + b"-" * 79 + b"\n"
MOST = 200


@dataclass(frozen=True)
class Mail:
    """One message; `file` and `number` are its place in the folder."""

    file: str
    number: int
    sent_at: datetime
    to: str
    subject: str
    body: str


def mails() -> list[Mail]:
    """The newest messages of the folder, newest first."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = [(path.stat().st_mtime, path) for path in folder.glob("*.log")] if folder.is_dir() else []
    found: list[Mail] = []
    for _at, path in sorted(files, reverse=True):
        found += reversed(in_file(path))
        if len(found) >= MOST:
            break
    return found[:MOST]


def in_file(path: Path) -> list[Mail]:
    """The messages of one file in the order in which they were sent."""
    parts = [part for part in (path.read_bytes() + b"\n").split(BETWEEN) if part.strip()]
    return [read(path, number, part) for number, part in enumerate(parts)]


def read(path: Path, number: int, raw: bytes) -> Mail:
    """A message as people read it."""
    message = message_from_bytes(raw.lstrip(), policy=policy.default)
    text = message.get_body(preferencelist=("plain",))
    return Mail(
        file=path.stem,
        number=number,
        sent_at=datetime.fromtimestamp(path.stat().st_mtime, tz=UTC),
        to=str(message["to"] or ""),
        subject=str(message["subject"] or ""),
        body=text.get_content() if text is not None else "",
    )


@login_not_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every mail that the demonstration has sent."""
    only_embedded()
    return render(request, "practice/inbox.html", {"mails": mails()})


@login_not_required
@require_safe
def message(request: HttpRequest, file: str, number: int) -> HttpResponse:
    """One mail; it is looked up among those of the folder, so no other file can be named."""
    only_embedded()
    found = next((mail for mail in mails() if (mail.file, mail.number) == (file, number)), None)
    if found is None:
        raise Http404
    return render(request, "practice/message.html", {"mail": found})


def only_embedded() -> None:
    """In production these pages do not exist."""
    if not settings.EMBEDDED:
        raise Http404
