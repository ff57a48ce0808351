"""For acts that happened long ago: what they would tell or make is noted as settled, and no one is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_silence: ContextVar[tuple[str, frozenset[str]]] = ContextVar("outbox_silence", default=("", frozenset()))


@contextmanager
def silently(reason: str, *, but: frozenset[str] = frozenset()) -> Iterator[None]:
    """Rows added inside are settled from the beginning, with the reason: no dispatcher ever sees one waiting.

    Rows of the kinds named in `but` wait as ever: what has to be made, without telling anybody.
    """
    token = _silence.set((reason, but))
    try:
        yield
    finally:
        _silence.reset(token)


def reason_for_silence(kind: str = "") -> str:
    """Why rows (of this kind) are settled at once just now; empty when they are not."""
    reason, but = _silence.get()
    return "" if kind in but else reason
