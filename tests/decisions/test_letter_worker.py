"""The letter by a real worker on Redis: made once, whatever dies or is away on the way."""

import hashlib
import os
import signal
import threading
import time
from contextlib import contextmanager

import psycopg2
import pytest
from django.db import connection, connections
from django.utils import timezone

from config.celery import app
from decisions.actions.lettering import make_letter
from decisions.models import Letter
from ledger.models import Event
from outbox.actions import hand_out
from outbox.models import Row
from tests.bed.services import Redis, eventually, free_port
from tests.decisions import stages

RECOVERY_SECONDS = 60
AFTER_RETURN_SECONDS = 120


@contextmanager
def table_held(table: str, mode: str):
    """A lock from outside, at which the worker stands still exactly where the test wants it."""
    settings = connection.settings_dict
    holder = psycopg2.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
    )
    try:
        with holder.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN {mode} MODE")
        yield
    finally:
        holder.rollback()
        holder.close()


def stands_before(table: str) -> bool:
    """Whether somebody waits for the table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = %s::regclass", [table])
        return cursor.fetchone()[0] > 0


def the_letter(decision) -> Letter:
    """The one letter, with bytes that are what its checksum says."""
    letter = Letter.objects.get(decision=decision)
    assert hashlib.sha256(bytes(letter.pdf)).hexdigest() == letter.sha256
    assert Event.objects.filter(kind="letter.made", reference=decision.reference).count() == 1
    return letter


def is_done(decision) -> bool:
    return Row.objects.filter(kind="letter", reference=decision.reference, done_at__isnull=False).exists()


def test_a_decision_becomes_a_letter_by_dispatcher_and_worker(production, cast):
    production.start_worker()
    production.start("dispatcher")
    decision = stages.decided(cast)
    eventually("the letter is made", lambda: is_done(decision), seconds=30)
    assert bytes(the_letter(decision).pdf).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("table", "mode"),
    [("decisions_decision", "ACCESS EXCLUSIVE"), ("decisions_letter", "SHARE")],
    ids=["before it is rendered", "rendered and not yet stored"],
)
def test_a_worker_killed_in_the_middle_is_followed_by_another_within_a_minute(production, cast, table, mode):
    decision = stages.decided(cast)
    worker = production.start_worker()
    with table_held(table, mode):
        production.start("dispatcher")
        eventually("the worker is in the middle of the letter", lambda: stands_before(table), seconds=30)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    killed = time.monotonic()
    row = Row.objects.get(kind="letter")
    assert (row.attempts, row.done_at) == (1, None)
    assert not Letter.objects.exists()
    production.start_worker()
    eventually("another worker makes it", lambda: is_done(decision), seconds=RECOVERY_SECONDS)
    assert time.monotonic() - killed < RECOVERY_SECONDS
    the_letter(decision)


def test_with_the_broker_down_it_is_decided_and_the_letter_comes_after_its_return(
    production, cast, settings, tmp_path
):
    port = free_port()
    production.redis_url = settings.REDIS_URL = settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
    production.start("dispatcher")
    decision = stages.decided(cast)
    eventually(
        "the dispatcher has met the closed door",
        lambda: production.says("dispatcher", "broker does not answer"),
    )
    assert not is_done(decision)
    (tmp_path / "broker").mkdir()
    broker = Redis(tmp_path / "broker")
    broker.port = port
    broker.start()
    try:
        production.start_worker()
        eventually("the letter is made", lambda: is_done(decision), seconds=AFTER_RETURN_SECONDS)
    finally:
        production.stop()
        broker.stop()
    the_letter(decision)
    assert Row.objects.get(kind="letter").attempts == 1


def test_one_task_rung_twenty_times_makes_one_letter(production, cast):
    production.start_worker()
    decision = stages.decided(cast)
    row = Row.objects.get(kind="letter")
    claim = hand_out(row.pk, at=timezone.now())
    with app.connection_for_write(production.redis_url) as broker:
        for _time in range(20):
            app.send_task("outbox.ring", (row.pk, str(claim)), connection=broker)

    def succeeded() -> int:
        return production.log("worker").read_text(encoding="utf-8").count("succeeded in")

    eventually("the worker has answered twenty times", lambda: succeeded() == 20, seconds=60)
    the_letter(decision)
    assert is_done(decision)


def test_twenty_makers_at_once_store_one_letter(transactional_db, cast):
    decision = stages.decided(cast)
    gate, made = threading.Barrier(20), []

    def make():
        gate.wait()
        made.append(make_letter(decision_id=decision.pk).sha256)
        connections.close_all()

    threads = [threading.Thread(target=make) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [the_letter(decision).sha256] * 20
