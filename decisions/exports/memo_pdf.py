"""A presentation memo as PDF/A-3a and PDF/UA-1, lying, the same bytes each time."""

from pathlib import Path
from typing import Any

from django.template.context import Context

from applications.exports.printing import STYLE, UNRESOLVED, engine
from decisions.exports.memo_document import document_of
from ui.pdf import make_pdf

LYING = Path(__file__).with_name("memo.css")


def memo_pdf(snapshot: dict[str, Any], language: str) -> bytes:
    """The PDF of a frozen memo in "fi" or "sv". Raises ValueError when the template names something unknown."""
    document = document_of(snapshot, language)
    html = engine().get_template("memo/memo.html").render(Context({"memo": document, "language": language}))
    if UNRESOLVED in html:
        raise ValueError(f"the memo names something unknown: {html.split(UNRESOLVED)[1]!r}")
    return make_pdf(html, css=[STYLE, LYING], lang=language, created_at=document.at)
