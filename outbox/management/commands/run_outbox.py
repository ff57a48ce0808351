"""`manage.py run_outbox`: the loop that hands outbox rows on, until it is told to stop."""

import signal
import threading
from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections

from outbox.dispatch import dispatch_once, run

REST_SECONDS = 0.5


class Command(BaseCommand):
    help = "Claims outbox rows and hands them to the workers (production) or runs them itself (embedded)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--once", action="store_true", help="empty the outbox of what waits now, then end"
        )

    def handle(self, *_args: object, once: bool = False, **_options: object) -> None:
        if once:
            while dispatch_once():
                pass
            return
        told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        while not told.is_set():
            try:
                run(stop=told.is_set, pause=lambda: (told.wait(REST_SECONDS), close_old_connections()))
            except OperationalError as error:
                # The database is away for a moment (a restart, say): the rows wait there, so do we.
                self.stderr.write(f"the database does not answer: {error}")
                close_old_connections()
                told.wait(2)
