"""The pilots room as a Django application."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"

    def ready(self) -> None:
        """Register the handlers of this room's outbox rows."""
        from pilots import tasks  # noqa: F401 - importing registers
