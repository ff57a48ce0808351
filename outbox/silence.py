"""For acts that happened long ago: what they would tell or make is noted as settled, and no one is told."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_reason: ContextVar[str] = ContextVar("outbox_silence", default="")


@contextmanager
def silently(reason: str) -> Iterator[None]:
    """Rows added inside are settled from the beginning, with the reason: no dispatcher ever sees one waiting."""
    token = _reason.set(reason)
    try:
        yield
    finally:
        _reason.reset(token)


def reason_for_silence() -> str:
    """Why rows are settled at once just now; empty when they are not."""
    return _reason.get()
