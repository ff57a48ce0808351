"""`manage.py load_reference`: places, residents, authorities, rules and calls from the files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from pilots.loading import load
from pilots.reference import BrokenFile, read_reference

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load the reference data; may be run again at any time and tells what it changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--data", type=Path, default=DATA, help="the folder of the files")
        parser.add_argument("--actor", default="load_reference", help="who loads, for the record")

    def handle(self, *_args: object, **options: Any) -> None:
        """Exit status 1 with one line where a file is broken or would change what has been used."""
        try:
            reference = read_reference(options["data"])
            done = load(reference, actor=options["actor"], at=timezone.now())
        except BrokenFile as error:
            raise CommandError(f"{error}. Nothing was loaded.") from None
        if not options["verbosity"]:
            return
        for table, tally in done.changes.items():
            counts = "  ".join(f"{what} {count}" for what, count in tally.items())
            self.stdout.write(f"{table:<18}{counts}")
        for line in done.details:
            self.stdout.write(line)
