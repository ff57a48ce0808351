"""A country as its counties: one shape for each, made of the squares of its municipalities, with a number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Square = tuple[int, int]
# Tones and patterns: no two of them differ by colour alone.
FILLS = ("plain", "lines", "dots", "mid", "dark", "away")
PATTERNS = {"lines", "dots"}
RIGHT, DOWN, LEFT, UP = (1, 0), (0, 1), (-1, 0), (0, -1)
SIDE = 10


@dataclass(frozen=True, slots=True)
class Shape:
    """A county: the squares (column, row) of its municipalities, its fill, and the number of its row in the table."""

    squares: frozenset[Square]
    fill: str
    key: str = ""

    def __post_init__(self) -> None:
        if self.fill not in FILLS:
            raise ValueError(f"no such fill of a shape: {self.fill!r}")


def outline(squares: Iterable[Square]) -> str:
    """The path around the squares: every edge that only one of them has, walked until it closes."""
    inside, edges = set(squares), {}
    for x, y in sorted(inside):
        for start, step, beside in (
            ((x, y), RIGHT, (x, y - 1)),
            ((x + 1, y), DOWN, (x + 1, y)),
            ((x + 1, y + 1), LEFT, (x, y + 1)),
            ((x, y + 1), UP, (x - 1, y)),
        ):
            if beside not in inside:
                edges.setdefault(start, []).append(step)
    path = []
    while edges:
        at = min(edges)
        path.append(f"M{at[0] * SIDE} {at[1] * SIDE}")
        while at in edges:
            step = edges[at].pop()
            if not edges[at]:
                del edges[at]
            at = (at[0] + step[0], at[1] + step[1])
            path.append(f"h{step[0] * SIDE}" if step[0] else f"v{step[1] * SIDE}")
        path.append("z")
    return "".join(path)


def middle(squares: frozenset[Square]) -> Square:
    """The square nearest to the shape's centre: there the number stands."""
    x, y = (sum(one[axis] for one in squares) / len(squares) for axis in (0, 1))
    return min(squares, key=lambda one: ((one[0] - x) ** 2 + (one[1] - y) ** 2, one))


def view_box(shapes: Sequence[Shape]) -> str:
    """Around everything, with room for the outlines."""
    every = [square for shape in shapes for square in shape.squares] or [(0, 0)]
    left, top = (min(one[axis] for one in every) * SIDE for axis in (0, 1))
    right, bottom = (max(one[axis] for one in every) * SIDE + SIDE for axis in (0, 1))
    return f"{left - 1} {top - 1} {right - left + 2} {bottom - top + 2}"


def drawn(shapes: Sequence[Shape], ident: str) -> SafeString:
    """The shapes, then the numbers on top of them. Patterns go by the name of their map: ids are unique on a page."""
    paths = (
        (one.fill, f"url(#{ident}-{one.fill})" if one.fill in PATTERNS else "", outline(one.squares))
        for one in sorted(
            shapes, key=lambda one: one.fill != "away"
        )  # their dashed edges lie below the others'
    )
    numbers = ((one.key, *middle(one.squares)) for one in shapes if one.key)
    return format_html(
        "{}\n{}",
        format_html_join("\n", '<path class="county-{}" fill="{}" d="{}"/>', paths),
        format_html_join(
            "\n",
            '<g><rect x="{}" y="{}" width="14" height="12" rx="2"/><text x="{}" y="{}">{}</text></g>',
            ((x * SIDE - 2, y * SIDE - 1, x * SIDE + 5, y * SIDE + 9, key) for key, x, y in numbers),
        ),
    )
