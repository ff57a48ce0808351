"""The ledger only grows, its chain tells every meddling, and parallel events stay in line."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from ledger.actions import record
from ledger.chain import GENESIS, digest_of
from ledger.models import Event, Head
from ledger.queries import Fault, verify

AT = datetime(2018, 3, 15, 14, 14, 59, tzinfo=UTC)


def three_events():
    with transaction.atomic():
        return [
            record(
                kind="test.happened",
                reference=f"thing:{n}",
                actor="a@example.fi",
                at=AT,
                data={"n": n, "ä": "ö"},
            )
            for n in range(3)
        ]


def meddle(sql, *params):
    """Change a row behind the triggers' back, as somebody with the database's own rights could."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, params)


def test_events_form_a_chain_from_genesis_to_head(db):
    before = Head.objects.get().number
    events = three_events()
    assert [event.number for event in events] == [before + 1, before + 2, before + 3]
    assert events[1].previous_digest == events[0].digest
    assert events[2].digest == Head.objects.get().digest
    assert verify() == (before + 3, [])


def test_an_event_needs_the_transaction_of_its_act(transactional_db):
    with pytest.raises(RuntimeError):
        record(kind="test.happened", reference="thing:1", actor="a", at=AT)


def test_an_event_goes_with_the_act_that_fails(transactional_db):
    before = Head.objects.get().number

    @transaction.atomic
    def act():
        record(kind="test.happened", reference="thing:1", actor="a", at=AT)
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - whatever the act fails with
        act()
    assert (Head.objects.get().number, Event.objects.filter(number__gt=before).count()) == (before, 0)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_an_event(db, act):
    event = three_events()[1]
    rows = Event.objects.filter(pk=event.pk)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(actor="somebody else") if act == "update" else rows.delete()
    assert rows.get().actor == "a@example.fi"


def test_the_database_refuses_to_empty_the_ledger(db):
    before = three_events()[2].number
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE ledger_event")
    assert verify() == (before, [])


@pytest.mark.parametrize(
    ("sql", "what"),
    [
        ("UPDATE ledger_event SET data = '{\"n\": 99}' WHERE number = %s", "altered"),
        ("UPDATE ledger_event SET actor = 'b' WHERE number = %s", "altered"),
        ("UPDATE ledger_event SET at = at + interval '1 second' WHERE number = %s", "altered"),
        ("DELETE FROM ledger_event WHERE number = %s", "missing"),
    ],
)
def test_meddling_is_found_and_named(transactional_db, sql, what):
    middle = three_events()[1]
    meddle(sql, middle.number)
    _count, faults = verify()
    assert any(what in fault.what and fault.number == middle.number for fault in faults)
    with pytest.raises(CommandError):
        call_command("verify_ledger", stdout=StringIO(), stderr=StringIO())


def test_a_re_sealed_forgery_breaks_the_event_after_it(transactional_db):
    first, middle, last = three_events()
    forged = digest_of({"forged": True}, first.digest)
    meddle("UPDATE ledger_event SET digest = %s WHERE number = %s", forged, middle.number)
    assert Fault(last.number, "does not follow the event before it") in verify()[1]


def test_a_cut_off_tail_does_not_match_the_head(transactional_db):
    last = three_events()[2]
    meddle("DELETE FROM ledger_event WHERE number = %s", last.number)
    assert [fault.what for fault in verify()[1]] == ["the head does not match the last event"]


def test_parallel_events_stay_in_one_line(transactional_db):
    before = Head.objects.get().number

    def one(n):
        try:
            with transaction.atomic():
                record(kind="test.parallel", reference=f"thing:{n}", actor="a", at=AT)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert verify() == (before + 40, [])


def test_the_command_says_that_it_holds(db):
    three_events()
    out = StringIO()
    call_command("verify_ledger", stdout=out)
    assert out.getvalue().startswith("the ledger holds: ")


def test_genesis_is_no_digest():
    assert digest_of({}, GENESIS) != GENESIS
