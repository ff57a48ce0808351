"""The loaded history, once for each module of tests and rolled back after it."""

from dataclasses import dataclass
from datetime import datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone


@dataclass(frozen=True)
class Loaded:
    """What the command said, and between which moments it ran."""

    said: list[str]
    began_at: datetime
    ended_at: datetime


def load(*, rounds: bool = False) -> Loaded:
    """Run the command as the set-up does, or without the rounds of many cases."""
    told, began_at = StringIO(), timezone.now()
    call_command("load_history", no_rounds=not rounds, stdout=told)
    return Loaded(told.getvalue().splitlines(), began_at, timezone.now())


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The module's tests read what was loaded; they do not ask for `db`, which would close the connection."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)
