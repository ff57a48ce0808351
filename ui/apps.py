"""The ui room as a Django application."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "ui"
