"""Draws the squares of the tile map in Python: a template would cost several times more for a live answer."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

NOTHING = SafeString("")


def squares(tiles: list[dict]) -> SafeString:
    """One group for each placed tile of `ui.tiles.layout`."""
    return format_html_join("\n", "<g{}>{}{}<text>{}</text></g>", map(parts_of, tiles))


def parts_of(one: dict) -> tuple[SafeString, ...]:
    """The group's class, its square, its mark and its name."""
    ink = format_html(' class="{}"', one["ink"]) if one["ink"] else NOTHING
    square = format_html(
        '<rect class="{}" x="{}" y="{}" width="94" height="94"/>', one["tile"].state, one["x"], one["y"]
    )
    return ink, square, mark_of(one), name_of(one)


def mark_of(one: dict) -> SafeString:
    if one["icon"]:
        return format_html(
            '<use class="icon" href="#i-{}" x="{}" y="{}" width="24" height="24"/>',
            one["icon"],
            one["icon_x"],
            one["icon_y"],
        )
    if not one["tile"].key:
        return NOTHING
    return format_html(
        '<text class="strong" x="{}" y="{}">{}</text>', one["middle"], one["key_y"], one["tile"].key
    )


def name_of(one: dict) -> SafeString:
    return format_html_join(
        "",
        '<tspan x="{}" y="{}" font-size="{}">{}</tspan>',
        ((one["middle"], line["y"], line["size"], line["text"]) for line in one["lines"]),
    )
