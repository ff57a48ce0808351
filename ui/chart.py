"""The calendar of decisions as a step line: how coverage rises, confirmed and projected."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from ui.formatting import share
from ui.meter import place
from ui.parts import Text

# The drawing is 274 px high: the line of zero lies at 250, and one percent is 2.2 px.
ZERO, PER_PERCENT = Decimal(250), Decimal("2.2")
FULL = 100
WORDS_OF_TODAY = 35  # what they take (in percent of the width) at 320 px
CROWDED = 12  # labels of days nearer than this (in percent of the width) would run into each other


@dataclass(frozen=True, slots=True)
class Point:
    """Coverage (percent cut to two decimals) from a day on; projected unless confirmed."""

    on: date
    percent: Decimal | str
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """`title` says in words what the line shows; `today` may be left out when the call is over."""

    title: Text
    opens_on: date
    closes_on: date
    points: list[Point]
    closes_text: Text
    today: date | None = None
    today_text: Text = ""
    limits: list[int] = field(default_factory=lambda: [50, 70, 80])
    ident: str = "chart"

    def across(self, on: date) -> Decimal:
        span = max((self.closes_on - self.opens_on).days, 1)
        return min(max(Decimal(100 * (on - self.opens_on).days) / span, Decimal(0)), Decimal(100))

    def limit_lines(self) -> Iterator[dict[str, object]]:
        for limit in self.limits:
            yield {
                "y": up(limit),
                "text_y": up(limit, lift=5),
                "limit": limit,
                "strong": limit == max(self.limits),
            }

    def lines(self) -> Iterator[dict[str, object]]:
        """Level stretches and rises; a stretch is drawn solid up to the last confirmed day or today."""
        level, since = Decimal(0), self.opens_on
        ordered = sorted(self.points, key=lambda point: point.on)
        sure = [point.on for point in ordered if point.confirmed]
        solid_until = max([*sure, *([self.today] if self.today else [])], default=self.opens_on)
        for point in [*ordered, None]:
            until = point.on if point else self.closes_on
            for start, end, kind in (
                (since, min(until, solid_until), "done"),
                (max(since, solid_until), until, "ahead"),
            ):
                if start < end:
                    yield self.line(kind, (start, end), (level, level))
            if point is None:
                return
            rise = Decimal(point.percent)
            yield self.line("done" if point.confirmed else "ahead", (until, until), (level, rise))
            level, since = rise, until

    def line(self, kind: str, days: tuple[date, date], levels: tuple[Decimal, Decimal]) -> dict[str, object]:
        return {
            "kind": kind,
            "x1": place(self.across(days[0])),
            "x2": place(self.across(days[1])),
            "y1": up(levels[0]),
            "y2": up(levels[1]),
        }

    def labels(self) -> Iterator[dict[str, object]]:
        """Day and share of each rise; the later of two that would collide wins, the table has them all."""
        after: Decimal | None = None
        for point in sorted(self.points, key=lambda point: point.on, reverse=True):
            x = self.across(point.on)
            if after is not None and after - x < CROWDED:
                continue
            after = x
            yield {
                "x": place(x),
                "y": up(Decimal(point.percent), lift=6),
                "day": f"{point.on.day}.{point.on.month}.",
                "share": share(point.percent),
                "anchor": "start" if x < CROWDED else "end",
                "day_anchor": "start" if x < CROWDED else "middle" if x < FULL - CROWDED else "end",
            }

    def today_line(self) -> str | None:
        inside = self.today is not None and self.opens_on <= self.today <= self.closes_on
        return place(self.across(self.today)) if inside else None

    def today_side(self) -> str:
        """The words stand to the left of the line, to its right where a narrow drawing has no room for them."""
        return "start" if self.today is not None and self.across(self.today) < WORDS_OF_TODAY else "end"


def up(percent: Decimal | int, *, lift: int = 0) -> str:
    """The height of a share in the drawing, as text: a template would write a decimal comma."""
    return str((ZERO - PER_PERCENT * Decimal(percent) - lift).quantize(Decimal("0.1")))
