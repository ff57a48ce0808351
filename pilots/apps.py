"""The pilots room as a Django application."""

from django.apps import AppConfig


class PilotsConfig(AppConfig):
    name = "pilots"
