"""What `make run` stands on, tried on SQLite: migrations, reference data, first page, verdict command."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    call_command("load_reference", verbosity=0)


def test_the_database_is_sqlite_and_writers_wait_for_their_turn():
    assert connection.vendor == "sqlite"
    assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_the_front_page_opens_in_each_language(world, client):
    for path, language in (("/", "fi"), ("/sv/", "sv")):
        answer = client.get(path)
        assert (answer.status_code, answer["Content-Language"]) == (200, language)


def test_a_verdict_at_the_terminal(world):
    told = StringIO()
    members = ["046", "178", "213", "491", "507", "588", "593", "681"]
    southern_savo = "10"
    call_command("check_coverage", "practice", southern_savo, *members, "--format", "json", stdout=told)
    verdict = json.loads(told.getvalue())
    named = ("outcome", "covered_inhabitants", "region_inhabitants", "region_municipalities", "share")
    assert [verdict[name] for name in named] == ["needs_grounds", 97_126, 138_822, 12, "69.96"]


def test_the_service_is_ready(client):
    answer = client.get("/health/ready")
    assert answer.json() == {"ready": True, "database": True, "migrated": True, "outbox_oldest_seconds": 0}


FROZEN = {
    "applications_memberexit", "applications_message", "applications_step", "applications_submission",
    "decisions_condition", "decisions_decision", "decisions_decisionelement", "decisions_hearing", "decisions_letter",
    "decisions_proposal", "decisions_proposalelement", "decisions_rectificationclaim", "decisions_reexamination",
    "decisions_review", "decisions_reviewscore", "ledger_event", "pilots_coveragerule",
}  # fmt: skip


def test_what_is_frozen_is_still_frozen_after_every_migration():
    """SQLite makes a table anew for many changes, and its triggers go with the old one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        assert {name for (name,) in cursor.fetchall()} == FROZEN
