"""The outbox: told once, claimed by one, tried again, parked at last."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from outbox.actions import add, begin, hand_out, handle, park_worn_out, requeue
from outbox.dispatch import dispatch_once
from outbox.handlers import HANDLERS, still_there
from outbox.models import Row


@pytest.fixture
def made(monkeypatch):
    """A handler of its own kind that notes what it made."""
    seen = []
    monkeypatch.setitem(HANDLERS, "test", lambda row: seen.append(row.reference))
    return seen


@pytest.fixture
def failing(monkeypatch):
    def fail(_row):
        raise ValueError("the printer is on fire")

    monkeypatch.setitem(HANDLERS, "test", fail)


def waiting():
    return Row.objects.waiting(timezone.now() + timedelta(hours=1))


def test_the_same_thing_is_added_once(db):
    first = add(kind="test", reference="thing:1", payload={"a": 1})
    assert add(kind="test", reference="thing:1", payload={"a": 2}).pk == first.pk
    assert Row.objects.get(kind="test").payload == {"a": 1}


def test_a_row_is_made_and_done(db, made):
    add(kind="test", reference="thing:1")
    assert dispatch_once() == 1
    row = Row.objects.get(kind="test")
    assert (made, row.attempts, row.done_at is None, row.last_error) == (["thing:1"], 1, False, "")
    assert dispatch_once() == 0


def test_a_claim_is_one_workers(transactional_db, made):
    row = add(kind="test", reference="thing:1")

    def take(_n):
        try:
            return hand_out(row.pk, at=timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        claims = [claim for claim in pool.map(take, range(20)) if claim]
    assert len(claims) == 1
    row.refresh_from_db()
    assert row.claim == claims[0]


def test_a_doorbell_that_rings_twice_makes_once(db, made):
    row = add(kind="test", reference="thing:1")
    claim = hand_out(row.pk, at=timezone.now())
    assert [handle(row.pk, claim), handle(row.pk, claim)] == [True, False]
    assert made == ["thing:1"]


def test_a_lost_worker_s_row_comes_back_and_its_old_claim_is_spent(db, made, settings):
    row = add(kind="test", reference="thing:1")
    old = hand_out(row.pk, at=timezone.now())
    assert hand_out(row.pk, at=timezone.now()) is None
    later = timezone.now() + timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS + 1)
    assert settings.OUTBOX_CLAIM_SECONDS < 60
    new = hand_out(row.pk, at=later)
    assert new not in {None, old}
    assert handle(row.pk, old) is False
    assert handle(row.pk, new) is True
    assert made == ["thing:1"]


def test_a_row_about_what_is_gone_ends_at_once_and_says_so(db, monkeypatch):
    monkeypatch.setitem(HANDLERS, "test", lambda _row: still_there(Row.objects.all(), pk=987_654_321))
    row = add(kind="test", reference="thing:1")
    assert handle(row.pk, hand_out(row.pk, at=timezone.now())) is True
    row.refresh_from_db()
    assert (row.attempts, row.done_at is None, row.parked_at) == (1, False, None)
    assert row.last_error == "gone: Row {'pk': 987654321}"
    assert not waiting().exists()


def test_a_failure_waits_longer_each_time_and_parks_at_last(db, failing, settings):
    row = add(kind="test", reference="thing:1")
    pauses, at = [], timezone.now()
    for _try in range(settings.OUTBOX_MOST_ATTEMPTS):
        row.refresh_from_db()
        at = max(at, row.available_at)
        claim = hand_out(row.pk, at=at)
        handle(row.pk, claim)
        row.refresh_from_db()
        pauses.append(round((row.available_at - timezone.now()).total_seconds()))
    assert pauses[:4] == [2, 4, 8, 16]
    assert (row.attempts, row.parked_at is None, "on fire" in row.last_error) == (5, False, True)
    assert not waiting().exists()


def test_a_row_whose_workers_all_died_is_parked(db, settings):
    row = add(kind="test", reference="thing:1")
    at = timezone.now()
    for _try in range(settings.OUTBOX_MOST_ATTEMPTS):
        assert begin(row.pk, hand_out(row.pk, at=at), at=at)
        at += timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS + 1)
    assert hand_out(row.pk, at=at) is None
    assert park_worn_out(at=at) == 1
    row.refresh_from_db()
    assert row.parked_at == at


def test_a_row_that_only_stood_in_a_long_queue_is_not_worn_out(db, made, settings):
    row = add(kind="test", reference="thing:1")
    at = timezone.now()
    for _time in range(settings.OUTBOX_MOST_ATTEMPTS + 1):
        claim = hand_out(row.pk, at=at)
        at += timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS + 1)
        assert park_worn_out(at=at) == 0
    assert handle(row.pk, claim) is True
    row.refresh_from_db()
    assert (made, row.attempts) == (["thing:1"], 1)


def test_a_try_that_begins_late_has_its_whole_time(db, settings):
    row = add(kind="test", reference="thing:1")
    at = timezone.now()
    held = timedelta(seconds=settings.OUTBOX_CLAIM_SECONDS)
    claim = hand_out(row.pk, at=at)
    assert begin(row.pk, claim, at=at + held * 0.9)
    assert hand_out(row.pk, at=at + held * 1.5) is None
    assert hand_out(row.pk, at=at + held * 2) is not None


def test_a_parked_row_can_be_given_a_fresh_start(db, made):
    row = add(kind="test", reference="thing:1")
    Row.objects.update(parked_at=timezone.now(), attempts=5)
    assert requeue(row_id=row.pk, at=timezone.now()) is True
    assert requeue(row_id=row.pk, at=timezone.now()) is False
    assert dispatch_once() == 1
    assert made == ["thing:1"]


def test_a_silent_broker_costs_no_attempt(db, made, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    from config.celery import app

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(app.conf, "broker_url", settings.REDIS_URL)
        add(kind="test", reference="thing:1")
        assert dispatch_once() == 0
    row = Row.objects.get(kind="test")
    assert (row.attempts, row.claimed_at, row.done_at) == (0, None, None)
    assert row.available_at > timezone.now()
