"""Two officials at once on one case, in threads and connections of their own: one wins, the other is told in words."""

import threading
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.db import connections

from accounts.models import User
from applications.models import Application
from decisions.actions.deciding import Proof, decide, send_back
from decisions.actions.presenting import present, save_proposal, take_up
from decisions.models import Appropriation, Case, Decision, Proposal
from ledger.models import Event
from ledger.queries import verify
from ledger.refusal import Refused
from tests import builders
from tests.cast import people
from tests.decisions import stages
from tests.decisions.test_deciding import second_officer


def at_once(*acts: Callable[[], object]) -> list[Refused | None]:
    """Each act in a thread of its own, all let go together; returns the refusals, None for what was done."""
    gate, ends = threading.Barrier(len(acts)), [Refused("never_ended", "") for _act in acts]

    def one(number: int) -> None:
        gate.wait()
        try:
            acts[number]()
            ends[number] = None
        except Refused as refused:
            ends[number] = refused
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ends


def one_wins(ends: list[Refused | None], code: str, people: Sequence[User]) -> int:
    """Exactly one act was done; the other was refused with this code and told who was first. Returns which."""
    [refused] = [end for end in ends if end]
    won = ends.index(None)
    assert refused.code == code
    assert people[won].name in " ".join(str(detail) for detail in refused.details)
    return won


def test_two_at_once_on_one_case_one_wins_and_the_other_is_told(transactional_db):
    cast = people()
    application = builders.submitted(cast)
    stages.with_money(cast, application.call)
    officers = (cast.presenting_officer, second_officer())
    makers = (cast.decision_maker, stages.second_decision_maker())
    moments = iter(stages.later(application) + timedelta(minutes=n) for n in range(100))

    def case() -> Application:
        return Application.objects.get(pk=application.pk)

    def taking(officer, at):
        return lambda: take_up(application_id=application.pk, actor=officer, at=at)

    ends = at_once(*(taking(officer, next(moments)) for officer in officers))
    officer = officers[one_wins(ends, "not_possible_now", officers)]
    assert Case.objects.get().presenting_officer == officer
    assert case().steps.filter(event="take_up").count() == 1

    def presenting():
        """The one officer in another window, too."""
        who = {"application_id": application.pk, "actor": officer, "at": next(moments)}
        return lambda: present(**who)

    save_proposal(application_id=application.pk, content=stages.content(), actor=officer, at=next(moments))
    one_wins(at_once(presenting(), presenting()), "no_proposal", (officer, officer))
    assert case().steps.filter(event="propose").count() == 1

    def returning(maker, note):
        given = {"application_id": application.pk, "seen": stages.seen(application), "at": next(moments)}
        return lambda: send_back(note=note, actor=maker, **given)

    notes = ("Perustele hylkäys.", "Tarkenna summaa.")
    ends = at_once(*(returning(maker, note) for maker, note in zip(makers, notes, strict=True)))
    won = one_wins(ends, "nothing_presented", makers)
    assert Proposal.objects.get().note == notes[won]
    assert case().state == "under_review"
    presenting()()

    def deciding(maker):
        at = next(moments)
        given = {"application_id": application.pk, "seen": stages.seen(application), "at": at}
        return lambda: decide(proof=Proof("password", at), actor=maker, **given)

    # One signs while the other sends it back or signs: never both.
    ends = at_once(deciding(makers[0]), deciding(makers[1]), returning(makers[1], notes[0]))
    refused = [end.code for end in ends if end]
    assert refused == ["nothing_presented"] * 2
    signed = ends.index(None) != 2
    assert (case().state, Decision.objects.count()) == (("decided", 1) if signed else ("under_review", 0))
    held = Appropriation.objects.get().committed_eur
    assert held == sum(decision.granted_eur for decision in Decision.objects.all())
    read, faults = verify()
    assert (read, faults) == (Event.objects.count(), [])


def test_without_the_lock_both_take_the_same_case_up(transactional_db, monkeypatch):
    """The control: both read the case before either writes, and both are told that it is theirs."""
    cast = people()
    application = builders.submitted(cast)
    looked = threading.Barrier(2)

    def careless(application_id: int) -> Application:
        found = Application.objects.select_related("call", "lead").get(pk=application_id)
        looked.wait()
        return found

    monkeypatch.setattr("decisions.actions.presenting.locked", careless)
    at = stages.later(application)
    ends = at_once(
        *(
            lambda officer=officer: take_up(application_id=application.pk, actor=officer, at=at)
            for officer in (cast.presenting_officer, second_officer())
        )
    )
    with pytest.raises(ValueError, match="not enough values"):
        one_wins(ends, "not_possible_now", ())
    assert application.steps.filter(event="take_up").count() == 2
