"""`manage.py load_history`: organisations, appropriations, the real cases replayed, and the practice call's people."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from history.loading import load
from history.telling import write_accounts
from ledger.refusal import Refused


class Command(BaseCommand):
    help = "Replay the real rounds and make the practice call usable; a second time there is nothing to do."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--no-rounds", action="store_true", help="leave out the rounds of many cases (quicker)"
        )

    def handle(self, *_args: object, **options: object) -> None:
        """Says what it makes as it goes; run after load_reference."""

        def say(line: str) -> None:
            if options["verbosity"]:
                self.stdout.write(line)
                self.stdout.flush()

        with translation.override(settings.LANGUAGE_CODE):
            try:
                made = load(now=timezone.now(), say=say, rounds=not options["no_rounds"])
            except Refused as refused:
                raise CommandError(str(refused)) from None
        write_accounts()
        say("history: loaded" if made else "history: nothing to do")
