"""The people and a logged-in browser without a browser, for the tests of the applicants' half."""

import pytest
from django.test import Client

from tests.builders import practice
from tests.cast import people


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def call(db):
    """The practice call, open on the wall clock too, since pages go by the moment a request arrives."""
    return practice()


@pytest.fixture
def logged_in():
    """Clients of people, by the session they would have after logging in."""

    def client_of(user) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of
