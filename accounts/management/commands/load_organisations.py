"""`manage.py load_organisations`: every municipality and joint authority as a party; run after load_reference."""

from django.core.management.base import BaseCommand

from accounts.actions.founding import sync_organisations


class Command(BaseCommand):
    help = "Makes an organisation of every municipality and joint authority that has none yet."

    def handle(self, *_args: object, **_options: object) -> None:
        """Repeatable; says how many were made or brought up to date."""
        self.stdout.write(f"organisations: {sync_organisations()}")
