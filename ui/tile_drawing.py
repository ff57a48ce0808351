"""Draws the squares of the tile map in Python: a template would cost several times more for a live answer."""

from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from ui.parts import Tile
from ui.tiles import text_lines

MOST_KEPT = 2048
EDGE, MIDDLE = 3, 50
NOTHING = SafeString("")


def squares(tiles: list[dict]) -> SafeString:
    """One group for each placed tile of `ui.tiles.layout`."""
    return format_html_join("\n", "{}", ((group(one["tile"], one["x"], one["y"]),) for one in tiles))


# The same squares come again and again; between two answers only a few change.
@lru_cache(maxsize=MOST_KEPT)
def group(tile: Tile, x: int, y: int) -> SafeString:
    """A square with its mark and its name; `x`, `y` is its corner."""
    ink = tile.state.replace("tone-", "on-") if tile.state.startswith("tone-") else ""
    return format_html(
        '<g{}><rect class="{}" x="{}" y="{}" width="94" height="94"/>{}<text>{}</text></g>',
        format_html(' class="{}"', ink) if ink else NOTHING,
        tile.state,
        x + EDGE,
        y + EDGE,
        mark_of(tile.key, x, y),
        format_html_join(
            "",
            '<tspan x="{}" y="{}" font-size="{}">{}</tspan>',
            ((x + MIDDLE, line["y"], line["size"], line["text"]) for line in text_lines(tile.name, y)),
        ),
    )


def mark_of(key: str, x: int, y: int) -> SafeString:
    """A mark above the name: an icon, or a letter or two."""
    kind, _, name = key.partition(":")
    if kind == "icon" and name:
        return format_html(
            '<use class="icon" href="#i-{}" x="{}" y="{}" width="24" height="24"/>', name, x + 38, y + 12
        )
    if not key:
        return NOTHING
    return format_html('<text class="strong" x="{}" y="{}">{}</text>', x + MIDDLE, y + 29, key)
