"""The decision letter: from a frozen snapshot to the bytes of a PDF, the same bytes every time."""

import io
import json
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import segno
from django.template import Engine
from django.template.context import Context
from django.utils.translation import gettext as _

from decisions.letters.lint import lint
from decisions.letters.view import view_of
from ledger.refusal import Refused
from ui.pdf import Attached, PdfRefused, make_pdf

_ROOT = Path(__file__).resolve().parents[2]
_STYLE = Path(__file__).with_name("letter.css")
# Printable text never holds a private-use character, so this mark can only come from a template.
_UNRESOLVED = "\ue000"


class LetterRefused(Refused):
    """The snapshot would make a letter that is incomplete or contradicts itself; `details` says where."""


def render(snapshot: dict[str, Any], *, draft: bool = False) -> bytes:
    """The letter as PDF/A-3a and PDF/UA-1, with the snapshot itself attached as decision.json.

    draft: every page is marked, nothing is attached, and what only signing gives may be missing.
    Raises LetterRefused when lint() finds anything.
    """
    problems = lint(snapshot, draft=draft)
    if problems:
        raise LetterRefused(
            "letter_incomplete",
            _("The letter cannot be made: the decision is incomplete or contradicts itself."),
            details=tuple(problem.message for problem in problems),
        )
    html = html_of(snapshot, draft=draft)
    try:
        return make_pdf(
            html,
            css=[_STYLE],
            lang=snapshot["language"],
            created_at=datetime.fromisoformat(snapshot["decided_at"] or snapshot["recorded_at"]),
            images={"verify.svg": _qr(snapshot["verify"]["url"])} if snapshot["verify"] else {},
            attachments=[] if draft else [Attached(name="decision.json", content=canonical_json(snapshot))],
        )
    except PdfRefused as error:
        raise LetterRefused("letter_not_ours", _("The letter asked for a file that is not ours.")) from error


def html_of(snapshot: dict[str, Any], *, draft: bool = False) -> str:
    """The letter as HTML, before it becomes a PDF.

    Raises LetterRefused when a template names a fact that is not there.
    """
    html = _engine().get_template("letters/letter.html").render(Context(view_of(snapshot, draft=draft)))
    if _UNRESOLVED in html:
        name = html.split(_UNRESOLVED, 1)[1].split(_UNRESOLVED, 1)[0]
        raise LetterRefused(
            "letter_unresolved",
            _("The letter names a fact that the decision does not have."),
            details=(name,),
        )
    return html


def canonical_json(snapshot: dict[str, Any]) -> bytes:
    """The snapshot as UTF-8 JSON with sorted keys and no spaces: equal snapshots are equal bytes."""
    return json.dumps(snapshot, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8")


@cache
def _engine() -> Engine:
    # Of its own, so that no setting of the site can change a letter.
    return Engine(
        dirs=[_ROOT / "templates"],
        autoescape=True,
        string_if_invalid=f"{_UNRESOLVED}%s{_UNRESOLVED}",
        builtins=["decisions.letters.tags"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


def _qr(url: str) -> bytes:
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        picture, kind="svg", scale=4, border=0, dark="#1b1b1b", xmldecl=False
    )
    return picture.getvalue()
