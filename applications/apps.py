"""The applications room as a Django application."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"

    def ready(self) -> None:
        """Register the handlers of this room's outbox rows."""
        from applications import tasks  # noqa: F401 - importing registers
