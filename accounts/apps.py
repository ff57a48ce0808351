"""The accounts room as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Register the handlers of this room's outbox rows."""
        from accounts import tasks  # noqa: F401 - importing registers
