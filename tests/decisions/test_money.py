"""The appropriation: never overspent, whoever runs at once; changed by two people, never below what is committed."""

import random
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.db.models import F

from decisions.actions.money import commit, confirm_change, put_forward
from decisions.models import Appropriation
from ledger.models import Event
from ledger.refusal import Refused
from tests import builders
from tests.cast import people
from tests.decisions.stages import second_decision_maker, with_money

THREADS = 200
TOTAL = Decimal("1000000.00")


def refusal_of(act, **given) -> str:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code


def run_at_once(acts) -> list[Decimal]:
    """Each act in a thread and a connection of its own, all let go together; returns what was taken."""
    gate, taken, lock = threading.Barrier(len(acts)), [], threading.Lock()

    def one(act):
        gate.wait()
        try:
            amount = act()
            with lock:
                taken.append(amount)
        except Refused:
            pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def sums(seed: int) -> list[Decimal]:
    """Random euros and cents; together many times the appropriation."""
    chance = random.Random(seed)
    return [Decimal(chance.randint(1, 6_000_000)) / 100 for _ in range(THREADS)]


@pytest.mark.parametrize("seed", [1, 2018])
def test_two_hundred_at_once_never_overspend_and_every_cent_is_accounted_for(transactional_db, seed):
    call = builders.practice()
    Appropriation.objects.create(call=call, total_eur=TOTAL)

    def taking(amount):
        def act():
            with transaction.atomic():
                commit(call=call, amount_eur=amount)
            return amount

        return act

    def taking_and_changing(amount):
        """Commit, then raise by one euro and give half back, as an amended decision does."""

        def act():
            half = (amount / 2).quantize(Decimal("0.01"))
            with transaction.atomic():
                commit(call=call, amount_eur=amount)
            try:
                with transaction.atomic():
                    commit(call=call, amount_eur=Decimal(1))
                kept = amount + 1
            except Refused:
                kept = amount
            with transaction.atomic():
                commit(call=call, amount_eur=-half)
            return kept - half

        return act

    acts = [(taking if index % 2 else taking_and_changing)(amount) for index, amount in enumerate(sums(seed))]
    taken = run_at_once(acts)
    money = Appropriation.objects.get()
    assert money.committed_eur == sum(taken)
    assert money.committed_eur <= TOTAL
    assert len(taken) < THREADS


def test_with_the_guard_off_the_same_race_overspends(transactional_db):
    """The control: a read before the write, and no CHECK in the database."""
    call = builders.practice()
    Appropriation.objects.create(call=call, total_eur=TOTAL)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE decisions_appropriation DROP CONSTRAINT appropriation_never_overspent")
    looked = threading.Barrier(THREADS)

    def careless():
        money = Appropriation.objects.get(call=call)
        fits = money.committed_eur + 20_000 <= money.total_eur
        looked.wait()
        if not fits:
            raise Refused("appropriation_exceeded", "")
        Appropriation.objects.filter(call=call).update(committed_eur=F("committed_eur") + 20_000)
        return Decimal(20_000)

    try:
        run_at_once([careless] * THREADS)
        overspent = Appropriation.objects.get().committed_eur - TOTAL
    finally:
        Appropriation.objects.update(committed_eur=0)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE decisions_appropriation ADD CONSTRAINT appropriation_never_overspent "
                "CHECK (total_eur >= committed_eur + reserve_eur)"
            )
    assert overspent == Decimal("3000000.00")


def test_the_database_itself_caps_what_is_committed(db):
    Appropriation.objects.create(call=builders.practice(), total_eur=TOTAL, reserve_eur=Decimal(1))
    with pytest.raises(IntegrityError, match="appropriation_never_overspent"), transaction.atomic():
        Appropriation.objects.update(committed_eur=TOTAL)


def test_the_last_cent_can_be_committed_and_not_one_more(db):
    call = builders.practice()
    Appropriation.objects.create(call=call, total_eur=TOTAL, reserve_eur=Decimal("0.01"))
    commit(call=call, amount_eur=TOTAL - Decimal("0.01"))
    assert refusal_of(commit, call=call, amount_eur=Decimal("0.01")) == "appropriation_exceeded"
    assert Appropriation.objects.get().left_eur == 0


def test_nothing_is_committed_where_no_appropriation_has_been_set(db):
    assert refusal_of(commit, call=builders.practice(), amount_eur=Decimal(1)) == "appropriation_exceeded"


def test_a_change_takes_two_decision_makers_and_never_goes_below_what_is_committed(db):
    cast, call = people(), builders.practice()
    with_money(cast, call, total="500.00")
    commit(call=call, amount_eur=Decimal(400))
    at = builders.in_window(call)
    lower = put_forward(
        call=call,
        total_eur=Decimal(399),
        reserve_eur=Decimal(0),
        reason="Supistus",
        actor=cast.decision_maker,
        at=at,
    )
    assert refusal_of(confirm_change, change_id=lower.pk, actor=cast.decision_maker, at=at) == "same_person"
    assert (
        refusal_of(confirm_change, change_id=lower.pk, actor=cast.presenting_officer, at=at) == "not_allowed"
    )
    assert (
        refusal_of(confirm_change, change_id=lower.pk, actor=second_decision_maker(), at=at)
        == "below_committed"
    )
    assert Appropriation.objects.get().total_eur == Decimal(500)
    assert (
        refusal_of(
            put_forward,
            call=call,
            total_eur=Decimal(1),
            reserve_eur=Decimal(0),
            reason="x",
            actor=cast.administrator,
            at=at,
        )
        == "not_allowed"
    )


def test_both_halves_of_a_change_stand_in_the_ledger(db):
    cast, call = people(), builders.practice()
    with_money(cast, call, total="5.00")
    events = Event.objects.filter(reference=f"call:{call.slug}", kind__startswith="appropriation.")
    told = events.order_by("number").values_list("kind", "data__total_eur")
    assert list(told) == [("appropriation.put_forward", "5.00"), ("appropriation.set", "5.00")]
