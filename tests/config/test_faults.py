"""What is shown when something breaks under the page: a pause for a database that is away, our fault for the rest."""

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from pilots import views

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("broken", "status", "words"),
    [
        (OperationalError("the server closed the connection"), 503, "Palvelu on hetken poissa käytöstä"),
        (InterfaceError("connection already closed"), 503, "Palvelu on hetken poissa käytöstä"),
        (ValueError("our own mistake"), 500, "Jokin meni vikaan"),
    ],
)
def test_a_database_that_is_away_is_a_pause(monkeypatch, broken, status, words):
    def breaks(*_args, **_more):
        raise broken

    monkeypatch.setattr(views, "render", breaks)
    answer = Client(raise_request_exception=False).get("/")
    assert (answer.status_code, answer.headers.get("Retry-After")) == (
        status,
        "30" if status == 503 else None,
    )
    assert words in answer.content.decode()
    assert "the server closed" not in answer.content.decode()
