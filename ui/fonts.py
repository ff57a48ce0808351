"""Cuts the pages' fonts out of the font-source-sans-pro wheel: Latin, woff2, same bytes each time."""

from pathlib import Path

import font_source_sans_pro
from fontTools import subset
from fontTools.ttLib import TTFont

WEIGHTS = {"regular": "Regular", "semibold": "Semibold"}
# Basic Latin, Latin-1, Sámi and other names of the north, and the typography of our texts.
UNICODES = [
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),
    *(ord(letter) for letter in "ŠšŽžČčĐđŊŋŦŧŐőŰű–—‘’‚“”„•…‰′″€−≤≥≈×→←↑↓✓"),
    0x2009,
    0x2011,
    0x202F,
]
FEATURES = ["kern", "liga", "tnum", "lnum", "ccmp", "mark", "locl"]


def source_of(weight: str) -> Path:
    """The OpenType file of a weight inside the wheel."""
    return Path(font_source_sans_pro.__file__).parent / "files" / f"SourceSansPro-{WEIGHTS[weight]}.otf"


def build(*, weight: str, into: Path) -> Path:
    """Write one weight; returns its path. No clock gets in: the font's own date of change stays."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = FEATURES
    options.hinting = False
    options.recalc_timestamp = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # the copyright and the licence travel with the font
    font = TTFont(source_of(weight), recalcTimestamp=False)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=UNICODES)
    cutter.subset(font)
    path = into / f"source-sans-{weight}.woff2"
    into.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(path), options)
    font.close()
    return path
