"""Finds the texts of code and templates and keeps the catalogues in step, without GNU gettext."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

LANGUAGES = ("fi", "sv")
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
OUTSIDE = {"tests", "docs", "locale", "static", "var", "bin", "migrations", "node_modules"}
# Headers that only make two people's changes collide.
NOISE = tuple(
    f'"{name}: '
    for name in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Generated-By",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
    )
)
UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a catalogue: what, and the text it concerns."""

    language: str
    what: str
    text: str


def path_of(*, root: Path, language: str, suffix: str = "po") -> Path:
    return root / "locale" / language / "LC_MESSAGES" / f"django.{suffix}"


def sources(root: Path) -> Iterator[Path]:
    """Every file that may hold a text, in a fixed order."""
    for path in sorted(root.rglob("*")):
        inner = path.relative_to(root)
        if any(part in OUTSIDE or part.startswith(".") for part in inner.parts):
            continue
        if path.suffix == ".py" or (path.suffix in {".html", ".txt"} and "templates" in inner.parts):
            yield path


def extracted(root: Path) -> Catalog:
    """All texts of the project, with the files they stand in."""
    catalog = Catalog(charset="utf-8", project="Pilottihaku", fuzzy=False)
    for path in sources(root):
        source = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Indentation means nothing in a template but would be a syntax error to Python's tokenizer.
            source = "\n".join(line.lstrip() for line in templatize(source, origin=str(path)).splitlines())
        found = extract("python", BytesIO(source.encode()), keywords=KEYWORDS)
        for _line, texts, _comments, context in found:
            where = path.relative_to(root).as_posix()
            catalog.add(texts, locations=[(where, 0)], context=context)
    return catalog


def read(*, root: Path, language: str) -> Catalog:
    path = path_of(root=root, language=language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def key(message: Message) -> tuple[str | None, str]:
    """What gettext looks a text up by: its context and its singular."""
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def updated(*, texts: Catalog, known: Catalog, language: str) -> Catalog:
    """The catalogue of exactly these texts, with the translations that are known; headers carry no clock."""
    catalog = Catalog(
        locale=language,
        charset="utf-8",
        project="Pilottihaku",
        version="1",
        fuzzy=False,
        header_comment="# Texts of Pilottihaku.",
    )
    translations = {key(message): message for message in known if message.id}
    for message in texts:
        if not message.id:
            continue
        old = translations.get(key(message))
        fits = old is not None and isinstance(old.id, str) == isinstance(message.id, str)
        catalog.add(
            message.id,
            string=old.string if fits else None,
            locations=sorted(set(message.locations)),
            context=message.context,
            user_comments=old.user_comments if old is not None else (),
        )
    return catalog


def write(*, root: Path, language: str, catalog: Catalog) -> None:
    path = path_of(root=root, language=language)
    path.parent.mkdir(parents=True, exist_ok=True)
    raw = BytesIO()
    write_po(raw, catalog, width=110, sort_by_file=True, include_lineno=False, ignore_obsolete=True)
    lines = raw.getvalue().decode().splitlines(keepends=True)
    path.write_text("".join(line for line in lines if not line.startswith(NOISE)), encoding="utf-8")


def _strings(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def faults(*, root: Path, texts: Catalog) -> list[Fault]:
    """What keeps the catalogues from being complete: texts missing, unsure or left over, odd placeholders."""
    found = []
    wanted = {key(message): message for message in texts if message.id}
    for language in LANGUAGES:
        known = {key(message): message for message in read(root=root, language=language) if message.id}
        found += [Fault(language, "no longer used", text) for _context, text in known.keys() - wanted.keys()]
        for name, message in wanted.items():
            found += [
                Fault(language, what, name[1]) for what in _wrong(wanted=message, known=known.get(name))
            ]
    return sorted(found, key=lambda fault: (fault.language, fault.what, fault.text))


def _wrong(*, wanted: Message, known: Message | None) -> Iterator[str]:
    if known is None:
        yield "missing"
        return
    strings = _strings(known.string)
    if not strings or not all(strings) or isinstance(known.id, str) != isinstance(wanted.id, str):
        yield "not translated"
    elif known.fuzzy:
        yield "fuzzy"
    else:
        allowed = {frozenset(PLACEHOLDER.findall(text)) for text in _strings(wanted.id)}
        if any(frozenset(PLACEHOLDER.findall(text)) not in allowed for text in strings):
            yield "other placeholders"


def compiled(*, root: Path, language: str) -> bool:
    """Builds the binary catalogue that Django reads; tells whether it changed."""
    raw = BytesIO()
    catalog = read(root=root, language=language)
    catalog.creation_date = catalog.revision_date = UNDATED
    write_mo(raw, catalog)
    path = path_of(root=root, language=language, suffix="mo")
    if path.exists() and path.read_bytes() == raw.getvalue():
        return False
    fresh = path.with_suffix(".mo.new")
    fresh.write_bytes(raw.getvalue())
    fresh.replace(path)
    return True
