"""Writes the pages' fonts into static/fonts/; runs at set-up, before collectstatic."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from ui.fonts import WEIGHTS, build


class Command(BaseCommand):
    help = "Cut the pages' fonts out of the font-source-sans-pro wheel into static/fonts/."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=settings.BASE_DIR / "static" / "fonts")

    def handle(self, *_args: Any, **options: Any) -> None:
        for weight in WEIGHTS:
            path = build(weight=weight, into=options["into"])
            self.stdout.write(f"{path.name}: {path.stat().st_size} bytes")
