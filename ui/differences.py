"""Two texts compared word by word: what stayed, what was removed and what was added, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

SAME, REMOVED, ADDED = "same", "removed", "added"
# A word with the white space before it, so that the pieces put together give the text again.
WORD = re.compile(r"\s*\S+|\s+")
# How many pairs of equal words are worth comparing: about half a second; real texts stay far below.
MOST_PAIRS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text; `kind` is SAME, REMOVED or ADDED."""

    kind: str
    text: str


def word_differences(before: str, after: str) -> list[Piece]:
    """The pieces of both texts. Without the removed ones they give `after`, without the added ones `before`.

    Texts that repeat a few words thousands of times are told as replaced whole: comparing them would take minutes.
    """
    old, new = WORD.findall(before), WORD.findall(after)
    start = common(old, new)
    end = common(old[start:][::-1], new[start:][::-1])
    middle = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [(SAME, old[:start]), *compared(*middle), (SAME, old[len(old) - end :])]
    return [Piece(kind, "".join(words)) for kind, words in pieces if words]


def common(old: list[str], new: list[str]) -> int:
    """How many words are the same at the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def compared(old: list[str], new: list[str]) -> Iterator[tuple[str, list[str]]]:
    """The words between the common beginning and the common end."""
    counts, others = Counter(old), Counter(new)
    if sum(count * others[word] for word, count in counts.items()) > MOST_PAIRS:
        yield REMOVED, old
        yield ADDED, new
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for _what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if old[old_from:old_to] == new[new_from:new_to]:
            yield SAME, old[old_from:old_to]
        else:
            yield REMOVED, old[old_from:old_to]
            yield ADDED, new[new_from:new_to]
