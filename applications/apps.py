"""The applications room as a Django application."""

from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "applications"
