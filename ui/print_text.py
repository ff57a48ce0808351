"""Text made fit for print: only characters that our own font can draw ever reach a PDF."""

import unicodedata
from functools import cache
from pathlib import Path

import font_source_sans_pro
from fontTools.ttLib import TTFont

FONT_FOLDER = Path(font_source_sans_pro.font_directory)
FONT_FILES = ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf")
# What a reader sees where the font has no such character. The attached data keeps the original.
UNPRINTABLE = "?"
_ALIKE = {"\u2010": "-", "\u2011": "-", "\u2028": "\n", "\u2029": "\n", "\u0085": "\n"}


@cache
def drawable_codes() -> frozenset[int]:
    """Code points that every face of ours can draw."""
    covered: list[set[int]] = []
    for name in FONT_FILES:
        with TTFont(FONT_FOLDER / name, lazy=True) as font:
            covered.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*covered))


def printable(text: str) -> str:
    """Composed (NFC) text without control, format and soft-hyphen characters; newlines stay.

    A character that our font lacks would pull a font of the machine into the file, so it becomes "?".
    """
    kept: list[str] = []
    for character in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        known = _ALIKE.get(character, character)
        if known == "\n":
            kept.append(known)
        elif known.isspace() and known not in {"\u00a0", "\u202f"}:
            kept.append(" ")
        elif unicodedata.category(known) in {"Cc", "Cf", "Cs", "Co", "Cn"}:
            continue
        else:
            kept.append(known if ord(known) in drawable_codes() else UNPRINTABLE)
    return "".join(kept)
