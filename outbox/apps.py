"""The outbox room as a Django application."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
