"""Who makes what: each room above registers the handler of its kinds when it is ready."""

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Model, QuerySet

from outbox.models import Row

Handler = Callable[[Row], None]
HANDLERS: dict[str, Handler] = {}
Found = TypeVar("Found", bound=Model)


class Gone(Exception):  # noqa: N818 - it is an answer, not an error
    """What a row is about is no longer there: nothing to tell or to make, now or at any later try."""


def still_there(candidates: QuerySet[Found], **which: object) -> Found:
    """The one object that a row names, or Gone."""
    found = candidates.filter(**which).order_by("pk").first()
    if found is None:
        raise Gone(f"gone: {candidates.model.__name__} {which}")
    return found


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler. It must be harmless when run twice for one row: the row is a doorbell."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.get(kind, handler) is not handler:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = handler
        return handler

    return register
