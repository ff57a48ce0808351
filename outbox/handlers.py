"""Who makes what: each room above registers the handler of its kinds when it is ready."""

from collections.abc import Callable

from outbox.models import Row

Handler = Callable[[Row], None]
HANDLERS: dict[str, Handler] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Register a handler. It must be harmless when run twice for one row: the row is a doorbell."""

    def register(handler: Handler) -> Handler:
        if HANDLERS.get(kind, handler) is not handler:
            raise ValueError(f"two handlers for {kind}")
        HANDLERS[kind] = handler
        return handler

    return register
