"""HTML to PDF for the whole house: one file that is PDF/A-3a and PDF/UA-1, the same bytes every time.

Nothing is read but our own fonts and the images handed in; no clock, no network, no database.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from ui.pdf_finish import finish
from ui.print_text import FONT_FILES, FONT_FOLDER

# Addresses inside our documents. The scheme exists nowhere else, so nothing can lead outside.
ORIGIN = "house:/"
_FONTS = ORIGIN + "fonts/"
_IMAGES = ORIGIN + "images/"
_FONT_FACES = f"""
@font-face {{ font-family: "House Sans"; font-weight: 400; src: url({_FONTS}{FONT_FILES[0]}) }}
@font-face {{ font-family: "House Sans"; font-weight: 600; src: url({_FONTS}{FONT_FILES[1]}) }}
html {{ font-family: "House Sans"; hyphens: manual; hyphenate-character: "-" }}
"""


class PdfRefused(Exception):  # noqa: N818 - it is an answer, as Refused is
    """The document asked for something that is not ours, or says no language or title."""


@dataclass(frozen=True, kw_only=True)
class Attached:
    """A file inside the PDF. Relationship as in PDF/A-3: Data, Source, Alternative, Supplement."""

    name: str
    content: bytes
    relationship: str = "Data"


class HouseFetcher(URLFetcher):
    """Hands out our fonts and this document's images, and stops the work at anything else."""

    def __init__(self, images: Mapping[str, bytes] | None = None) -> None:
        super().__init__(allowed_protocols=frozenset(), allow_redirects=False, fail_on_errors=True)
        self._images_by_name = dict(images or {})

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint's own
        if url.startswith(_FONTS) and url.removeprefix(_FONTS) in FONT_FILES:
            return URLFetcherResponse(url, _font(url.removeprefix(_FONTS)), {"Content-Type": "font/ttf"})
        if url.startswith(_IMAGES) and url.removeprefix(_IMAGES) in self._images_by_name:
            content = self._images_by_name[url.removeprefix(_IMAGES)]
            return URLFetcherResponse(url, content, {"Content-Type": "image/svg+xml"})
        raise PermissionError(f"not ours: {url[:200]}")


def make_pdf(
    html: str,
    *,
    css: Sequence[Path],
    lang: str,
    created_at: datetime,
    images: Mapping[str, bytes] | None = None,
    attachments: Sequence[Attached] = (),
) -> bytes:
    """The PDF of a whole HTML document (with `<title>` and `<html lang>`).

    css: our own style sheets, parsed once per process.
    created_at: an aware moment, the only date in the file.
    images: SVG files that the document names as `house:/images/<name>`.
    Raises PdfRefused when the document would load anything else.
    """
    if created_at.tzinfo is None:
        raise PdfRefused("the moment of a document must know its zone")
    # WeasyPrint writes UTC moments without asking.
    moment = created_at.astimezone(UTC)
    shop = _shop(os.getpid())
    try:
        document = HTML(string=html, base_url=ORIGIN, url_fetcher=HouseFetcher(images)).render(
            stylesheets=[shop.faces, *(_style(os.getpid(), path) for path in css)], font_config=shop.fonts
        )
        _set_metadata(document.metadata, lang=lang, moment=moment)
        return document.write_pdf(
            pdf_variant="pdf/a-3a",
            finisher=finish,
            attachments=[_attachment(item, moment) for item in attachments],
        )
    except FatalURLFetchingError as error:  # a BaseException: it would end a worker
        raise PdfRefused(str(error)) from error


def _set_metadata(metadata: object, *, lang: str, moment: datetime) -> None:
    if getattr(metadata, "lang", None) != lang or not getattr(metadata, "title", None):
        raise PdfRefused("a document needs its title and its language")
    stamp = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.created = metadata.modified = stamp  # type: ignore[attr-defined]


def _attachment(item: Attached, moment: datetime) -> Attachment:
    return Attachment(
        string=item.content,
        base_url=ORIGIN,
        url_fetcher=HouseFetcher(),
        name=item.name,
        description=item.name,
        created=moment,
        modified=moment,
        relationship=item.relationship,
    )


@dataclass(frozen=True)
class _Shop:
    fonts: FontConfiguration
    faces: CSS


# By process: a font configuration owns a folder of copied fonts, and a forked child must not share it.
@cache
def _shop(process: int) -> _Shop:  # noqa: ARG001 - the key of the cache
    fonts = FontConfiguration()
    faces = CSS(string=_FONT_FACES, base_url=ORIGIN, url_fetcher=HouseFetcher(), font_config=fonts)
    return _Shop(fonts, faces)


@cache
def _style(process: int, path: Path) -> CSS:
    return CSS(
        string=path.read_text(encoding="utf-8"),
        base_url=ORIGIN,
        url_fetcher=HouseFetcher(),
        font_config=_shop(process).fonts,
    )


@cache
def _font(name: str) -> bytes:
    return (FONT_FOLDER / name).read_bytes()
