"""`manage.py verify_ledger`: is every event still there, unaltered and in order?"""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from ledger.queries import verify


class Command(BaseCommand):
    help = "Walks the ledger's chain and names every altered, missing or inserted event."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """No arguments."""

    def handle(self, *_args: object, **_options: object) -> None:
        events, faults = verify()
        for fault in faults:
            self.stderr.write(f"event {fault.number}: {fault.what}")
        if faults:
            raise CommandError(f"the ledger does not hold: {len(faults)} faults in {events} events")
        self.stdout.write(f"the ledger holds: {events} events")
