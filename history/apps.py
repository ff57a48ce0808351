"""The history room as a Django application."""

from django.apps import AppConfig


class HistoryConfig(AppConfig):
    name = "history"
