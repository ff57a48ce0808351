"""The decisions room as a Django application."""

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    name = "decisions"
