"""A text that people write in a box, taken apart: headings, paragraphs and lists, for PDF and Word alike."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ui.print_text import printable

HEADING, PARAGRAPH, ITEMS, NUMBERED = "heading", "paragraph", "items", "numbered"
KINDS = (HEADING, ITEMS, NUMBERED)
MARK = re.compile(r"(?P<heading>#+\s+)|(?P<items>[-–•*]\s+)|(?P<numbered>(?P<number>[0-9]{1,3})[.)]\s+)")


@dataclass(frozen=True)
class Block:
    """A stretch of one kind; only lists have several lines. `first` is the number that a numbered list begins with."""

    kind: str
    lines: tuple[str, ...]
    first: int = 1

    def goes_on(self, kind: str, number: int) -> bool:
        """Whether a line of this kind and number belongs to this list."""
        return self.kind == kind and (
            kind == ITEMS or (kind == NUMBERED and number == self.first + len(self.lines))
        )


def blocks_of(text: str) -> list[Block]:
    """The blocks in reading order. Characters that cannot be printed are gone or replaced; no line is lost."""
    found: list[Block] = []
    for kind, number, line in marked(text):
        if found and found[-1].goes_on(kind, number):
            found[-1] = Block(kind, (*found[-1].lines, line), found[-1].first)
        else:
            found.append(Block(kind, (line,), number))
    return found


def marked(text: str) -> Iterator[tuple[str, int, str]]:
    """Each line that says something, with its kind and its number."""
    for raw in printable(text).split("\n"):
        line = raw.strip()
        mark = MARK.match(line)
        words = line[mark.end() :].strip() if mark else line
        if not words:
            continue
        kind = next(name for name in KINDS if mark[name]) if mark else PARAGRAPH
        yield kind, int(mark["number"] or 1) if mark else 1, words
