"""Health pages: alive to anyone, ready only to those inside, and honest about what is wrong."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config import health
from outbox.models import Row

pytestmark = pytest.mark.django_db


def test_alive_without_a_query(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/health/live")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready_tells_how_long_the_oldest_due_row_has_waited(client):
    now = timezone.now()
    for number, age in enumerate((30, 90, -500)):
        Row.objects.create(kind="letter", reference=str(number), available_at=now - timedelta(seconds=age))
    Row.objects.create(
        kind="letter", reference="done", available_at=now - timedelta(days=9), done_at=now - timedelta(days=8)
    )
    answer = client.get("/health/ready")
    told = answer.json()
    assert 90 <= told.pop("outbox_oldest_seconds") <= 100
    assert (answer.status_code, told) == (200, {"ready": True, "database": True, "migrated": True})


def test_not_ready_while_a_migration_waits(client):
    MigrationRecorder.Migration.objects.filter(app="outbox").order_by("-pk").first().delete()
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "migrated": False, "outbox_oldest_seconds": 0}


def test_not_ready_without_a_database(client, monkeypatch):
    def gone() -> bool:
        raise OperationalError("the connection is closed")

    monkeypatch.setattr(health, "_unapplied", gone)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "database": False})


@pytest.mark.parametrize(
    ("meta", "inside"),
    [
        pytest.param({"REMOTE_ADDR": "127.0.0.1"}, True, id="from this machine"),
        pytest.param({"REMOTE_ADDR": "::1"}, True, id="from this machine by IPv6"),
        pytest.param({"REMOTE_ADDR": "192.0.2.7"}, False, id="from elsewhere"),
        pytest.param({"REMOTE_ADDR": ""}, False, id="through a socket, from nobody knows where"),
        pytest.param(
            {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False, id="by a proxy"
        ),
    ],
)
def test_who_is_inside(meta, inside):
    assert health.from_inside(meta) is inside


def test_readiness_is_told_to_nobody_outside(client):
    assert client.get("/health/ready", REMOTE_ADDR="192.0.2.7").status_code == 404
