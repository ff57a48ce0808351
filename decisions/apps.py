"""The decisions room as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"

    def ready(self) -> None:
        """Register the handlers of this room's outbox rows, and the pages of the officials' desk."""
        from decisions import tasks  # noqa: F401 - importing registers
        from decisions.admin import registry  # noqa: F401 - importing registers
