"""The coverage meter: a plain object that says it all in words, and where its parts lie on a bar."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ui.parts import Text

# Room that a letter takes in percent of the bar, on a narrow screen (about 290 px) and a wide one (760 px).
NARROW, WIDE = Decimal("2.6"), Decimal("1.02")


@dataclass(frozen=True, slots=True)
class Segment:
    """One member's part of the bar; `inner` are the shares of its municipalities, as hairlines."""

    label: Text
    percent: Decimal | str
    key: str = ""
    tone: int = 0
    short: Text = ""
    inner: list[Decimal | str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Mark:
    """A limit of the rule, in whole percent, with words if it is the one that matters."""

    at: int
    text: Text = ""


@dataclass(frozen=True, slots=True)
class Ghost:
    """What the smallest step would add."""

    label: Text
    percent: Decimal | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """Coverage with its verdict: `share` as the rules cut it ("64.04") or None; `verdict` (state, words)."""

    share: Decimal | str | None
    verdict: tuple[str, Text]
    figures: list[Text] = field(default_factory=list)
    sentences: list[Text] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    ghost: Ghost | None = None
    note: Text = ""
    ident: str = "meter"

    def blocks(self) -> Iterator[dict[str, object]]:
        """Every segment with its place; tones alternate so that neighbours differ in lightness."""
        start = Decimal(0)
        for index, segment in enumerate(self.segments):
            size = Decimal(segment.percent)
            label = str(segment.short or segment.label)
            yield {
                "segment": segment,
                "tone": segment.tone or index % 3 + 1,
                "label": label,
                "start": place(start),
                "size": place(size),
                "end": place(start + size),
                "shows_key": fits(segment.key, size, NARROW),
                "shows_key_wide": fits(segment.key, size, WIDE),
                "shows_label": fits(f"{segment.key} {label}", size, NARROW),
                "shows_label_wide": fits(f"{segment.key} {label}", size, WIDE),
                "inner": list(hairlines(start, segment.inner)),
            }
            start += size

    def ghost_block(self) -> dict[str, object] | None:
        """The dashed part after the last segment, never past the end of the bar."""
        if self.ghost is None:
            return None
        start = sum((Decimal(segment.percent) for segment in self.segments), Decimal(0))
        size = min(Decimal(self.ghost.percent), Decimal(100) - start)
        label = f"+ {self.ghost.label}"
        return {
            "label": label,
            "start": place(start),
            "size": place(size),
            "middle": place(start + size / 2),
            "shows_label": fits(label, size, NARROW),
            "shows_label_wide": fits(label, size, WIDE),
        }


def fits(text: str, size: Decimal, letter: Decimal) -> bool:
    """Whether a label has room in its part of the bar, with a little air."""
    return bool(text) and (len(text) + 2) * letter <= size


def hairlines(start: Decimal, shares: list[Decimal | str]) -> Iterator[str]:
    """Borders of the municipalities inside one member; the last is the member's own edge and left out."""
    for part in shares[:-1]:
        start += Decimal(part)
        yield place(start)


def place(percent: Decimal) -> str:
    """A length of an SVG: `38.77%`."""
    return f"{max(percent, Decimal(0)):.3f}".rstrip("0").rstrip(".") + "%"
