"""`manage.py load_history`: organisations, appropriations, the real cases replayed, and the practice call's people."""

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from history.loading import load
from history.telling import write_accounts


class Command(BaseCommand):
    help = "Replay the real rounds and make the practice call usable; a second time there is nothing to do."

    def handle(self, *_args: object, **options: object) -> None:
        """Says what it makes as it goes; run after load_reference."""

        def say(line: str) -> None:
            if options["verbosity"]:
                self.stdout.write(line)
                self.stdout.flush()

        with translation.override(settings.LANGUAGE_CODE):
            made = load(now=timezone.now(), say=say)
        if settings.EMBEDDED:
            write_accounts()
        say("history: loaded" if made else "history: nothing to do")
