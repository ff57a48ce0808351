"""The decisions room as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        """Register the handlers of this room's outbox rows."""
        from decisions import tasks  # noqa: F401 - importing registers
