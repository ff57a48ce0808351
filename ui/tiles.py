"""Lays municipalities out as squares of a map: places, and names cut so that they fit."""

from collections.abc import Iterator, Sequence

from ui.parts import Tile

SIDE, LONGEST_LINE = 100, 9
VOWELS = frozenset("aeiouyåäöAEIOUYÅÄÖ")


def name_lines(name: str) -> list[str]:
    """A long name in two lines: at a space or hyphen, else before a consonant that a vowel follows."""
    if len(name) <= LONGEST_LINE:
        return [name]
    for mark, kept in ((" ", ""), ("-", "-")):
        head, found, tail = name.partition(mark)
        if found:
            return [head + kept, tail]
    cuts = [spot for spot in range(3, len(name) - 2) if name[spot] not in VOWELS and name[spot + 1] in VOWELS]
    if not cuts:
        return [name]
    # Of two equal cuts the later one: compounds are cut more often there (Kirkko-nummi).
    best = min(cuts, key=lambda spot: (max(spot + 1, len(name) - spot), -spot))
    return [name[:best] + "-", name[best:]]


def layout(tiles: Sequence[Tile]) -> tuple[str, list[dict[str, object]]]:
    """The viewBox, and every tile with its corner; rows from the top."""
    left, top = min(tile.col for tile in tiles), min(tile.row for tile in tiles)
    width = (max(tile.col for tile in tiles) - left + 1) * SIDE
    height = (max(tile.row for tile in tiles) - top + 1) * SIDE
    ordered = sorted(tiles, key=lambda tile: (tile.row, tile.col))
    placed = [placed_tile(tile, (tile.col - left) * SIDE, (tile.row - top) * SIDE) for tile in ordered]
    return f"0 0 {width} {height}", placed


def placed_tile(tile: Tile, x: int, y: int) -> dict[str, object]:
    """A tile and its corner; the icon's name, if its key is one."""
    kind, _, name = tile.key.partition(":")
    return {"tile": tile, "x": x, "y": y, "icon": name if kind == "icon" else ""}


def text_lines(name: str, y: int) -> Iterator[dict[str, object]]:
    lines = name_lines(name)
    longest = max(len(line) for line in lines)
    for index, line in enumerate(lines):
        yield {
            "text": line,
            "y": y + 66 + 23 * index - 10 * (len(lines) - 1),
            "size": 21 if longest <= LONGEST_LINE else 17,
        }
