"""Documents as PDF/A-3a and PDF/UA-1: a template of our own, its words from the document's own language."""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.template import Engine, Library
from django.template.context import Context

from applications.exports.wording import saying
from ui.pdf import make_pdf
from ui.print_text import printable

ROOT = Path(__file__).resolve().parents[2]
STYLE = Path(__file__).with_name("document.css")
# Printable text never holds a private-use character, so this mark can only come from a template.
UNRESOLVED = "\ue000"

register = Library()


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """The text of the document's language; KeyError when key or place is unknown."""
    return saying(context["language"])(key, **values)


def printed(template: str, context: dict[str, Any], *, language: str, at: datetime) -> bytes:
    """The PDF of a template under templates/exports; `at` is the only date in the file's properties.

    Raises ValueError when the template names something that is not there.
    """
    values = Context({**context, "language": language})
    html = engine().get_template(f"exports/{template}").render(values)
    if UNRESOLVED in html:
        raise ValueError(f"{template} names something unknown: {html.split(UNRESOLVED)[1]!r}")
    return make_pdf(html, css=[STYLE], lang=language, created_at=at)


def fit(value: Any) -> Any:
    """JSON values with every text fit for print."""
    if isinstance(value, dict):
        return {key: fit(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [fit(item) for item in value]
    return printable(value) if isinstance(value, str) else value


@cache
def engine() -> Engine:
    # Of its own, so that no setting of the site can change a document.
    return Engine(
        dirs=[ROOT / "templates"],
        autoescape=True,
        string_if_invalid=f"{UNRESOLVED}%s{UNRESOLVED}",
        builtins=["applications.exports.printing"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )
