"""The words of the letters, as data: one file per language, and the library of reasons."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

_FOLDER = Path(__file__).parent / "texts"
LANGUAGES = ("fi", "sv")


class LibraryReason(NamedTuple):
    """A reason that an official starts from; braces in the text are to be filled in."""

    key: str
    title: str
    text: str


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of the letter in "fi" or "sv", by "section.key"."""
    if language not in LANGUAGES:
        raise ValueError(f"letters are written in Finnish or Swedish, not {language!r}")
    data = tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return {f"{section}.{key}": text for section, part in data.items() for key, text in part.items()}


@cache
def reasons_library(language: str, outcome: str | None = None) -> tuple[LibraryReason, ...]:
    """Reasons in "fi" or "sv", all of them or those fit for one outcome of an element."""
    if language not in LANGUAGES:
        raise ValueError(f"letters are written in Finnish or Swedish, not {language!r}")
    rows = tomllib.loads((_FOLDER / "reasons.toml").read_text(encoding="utf-8"))["reason"]
    return tuple(
        LibraryReason(row["key"], row[f"title_{language}"], row[f"text_{language}"])
        for row in rows
        if outcome is None or outcome in row["outcomes"]
    )
