"""The round of 2016 and the ten counties of 2018, told again by the very acts of the pages."""

import pytest
from django.db import transaction

from tests.history.conftest import load


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """Everything that the demonstration loads, once for all of these tests and rolled back after them."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(rounds=True)
        transaction.set_rollback(True)


def test_said(loaded):
    print(loaded.said)
