"""`manage.py practice_accounts`: who one can log in as in the embedded profile."""

import json
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from history.telling import accounts


class Command(BaseCommand):
    help = "Print the practice accounts; they exist in the embedded profile only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_args: object, **options: object) -> None:
        """Exit status 1 in the production profile."""
        if not settings.EMBEDDED:
            raise CommandError("There are no practice accounts in the production profile.")
        told = accounts()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"Password of all: {told['password']}")
        width = max(len(person["email"]) for person in told["people"])
        for person in told["people"]:
            self.stdout.write(f"  {person['email']:<{width}}  {person['role_fi']}, {person['organisation']}")
