"""The words of the documents, as data: one file per language. A missing key or place stops the document."""

import tomllib
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from ui.formatting import NO_BREAK

FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("fi", "sv")
Say = Callable[..., str]


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of the documents in "fi" or "sv", by "section.key"."""
    if language not in LANGUAGES:
        raise ValueError(f"documents are written in Finnish or Swedish, not {language!r}")
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, part in data.items() for key, text in part.items()}


def saying(language: str) -> Say:
    """A function that gives a text with its places filled; KeyError when the key or a place is unknown."""
    known = texts(language)

    def say(key: str, **values: Any) -> str:
        return known[key].format_map(values).replace(" %", NO_BREAK + "%")

    return say


def series(names: Iterable[str], language: str) -> str:
    """a, b ja c."""
    found = list(names)
    if len(found) < 2:  # noqa: PLR2004 - one name or none needs no joiner
        return "".join(found)
    return f"{', '.join(found[:-1])} {texts(language)['document.and']} {found[-1]}"


def inside(name: str) -> str:
    """A name of an element inside a sentence."""
    return name[:1].lower() + name[1:]
