"""Brings the Finnish and Swedish catalogues in step with the texts of the code, or checks that they are."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from ui import catalogue


class Command(BaseCommand):
    help = (
        "Update locale/*/LC_MESSAGES/django.po from the code and templates; --check only tells what is wrong."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if anything is missing"
        )

    def handle(self, *, check: bool, **_options: Any) -> None:
        texts = catalogue.extracted(settings.BASE_DIR)
        if not check:
            for language in catalogue.LANGUAGES:
                known = catalogue.read(root=settings.BASE_DIR, language=language)
                fresh = catalogue.updated(texts=texts, known=known, language=language)
                catalogue.write(root=settings.BASE_DIR, language=language, catalog=fresh)
        faults = catalogue.faults(root=settings.BASE_DIR, texts=texts)
        for fault in faults:
            self.stdout.write(f"{fault.language}: {fault.what}: {fault.text!r}")
        if check and faults:
            raise CommandError(f"{len(faults)} faults in the translations of {len(texts)} texts")
        self.stdout.write(f"{len(texts)} texts, {len(faults)} faults")
