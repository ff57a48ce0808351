"""Builds the binary catalogues with Babel, so that no GNU gettext is needed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from ui import catalogue


class Command(BaseCommand):
    help = "Build locale/*/LC_MESSAGES/django.mo from the .po files."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        for language in catalogue.LANGUAGES:
            changed = catalogue.compiled(root=settings.BASE_DIR, language=language)
            self.stdout.write(f"{language}: {'built' if changed else 'unchanged'}")
