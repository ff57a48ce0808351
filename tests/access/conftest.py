"""The world of the access tests: built once for each module and state, rolled back after it."""

import logging

import pytest
from django.db import transaction

from tests.access import world as worlds
from tests.access.table import STATES


def standing(state, blocker):
    """The module's tests share it; they do not ask for `db`, which would close the connection under it."""
    with blocker.unblock(), transaction.atomic():
        try:
            yield worlds.build(state)
        finally:
            worlds.clear_away()
            transaction.set_rollback(True)


@pytest.fixture(scope="module", params=STATES)
def world(request, django_db_setup, django_db_blocker):
    """In each state of the table, one after another."""
    yield from standing(request.param, django_db_blocker)


@pytest.fixture(scope="module")
def draft(django_db_setup, django_db_blocker):
    """The application is a draft."""
    yield from standing("draft", django_db_blocker)


@pytest.fixture(scope="module")
def proposed(django_db_setup, django_db_blocker):
    """The application waits for a decision."""
    yield from standing("proposed", django_db_blocker)


@pytest.fixture(scope="module")
def decided(django_db_setup, django_db_blocker):
    """The application is decided and its letter made."""
    yield from standing("decided", django_db_blocker)


@pytest.fixture(autouse=True)
def quiet():
    """Thousands of refusals, each logged with its traceback, cost more than the requests."""
    loggers = [
        logging.getLogger(name) for name in ("django.request", "django.security", "django.security.csrf")
    ]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    yield
    for logger, level in zip(loggers, before, strict=True):
        logger.setLevel(level)
