"""The law of states, read aloud: every move there is, and that every other move is refused."""

from itertools import product

import pytest

from accounts.permissions import Role
from applications.workflow import (
    BEFORE_SUBMISSION,
    EDITABLE,
    OVER,
    TRANSITIONS,
    Event,
    State,
    possible_events,
    transition,
)

# from, event, to, by whom: written by hand, apart from the code's own table
LAW = """
draft                submit              submitted            SI
draft                register            submitted            AD
draft                discard             discarded            SI
submitted            submit              submitted            SI
submitted            withdraw            withdrawn            SI
under_review         withdraw            withdrawn            SI
supplement_requested withdraw            withdrawn            SI
proposed             withdraw            withdrawn            SI
submitted            take_up             under_review         PO
under_review         request_supplement  supplement_requested PO
supplement_requested supplement          under_review         SI
supplement_requested resume              under_review         PO
under_review         propose             proposed             PO
proposed             send_back           under_review         DM
proposed             decide              decided              DM
decided              re_examine          re_examined          PO
re_examined          propose             re_proposed          PO
re_proposed          send_back           re_examined          DM
re_proposed          decide              decided              DM
decided              renounce            ended                SI
decided              close               ended                PO
"""
MOVES = {
    (State(origin), Event(event)): (State(target), Role[role])
    for origin, event, target, role in (line.split() for line in LAW.strip().splitlines())
}


def test_the_table_is_the_law():
    assert {pair: (move.to, move.by) for pair, move in TRANSITIONS.items()} == MOVES


@pytest.mark.parametrize(("state", "event"), sorted(set(product(State, Event)) - set(MOVES)))
def test_what_is_absent_is_refused(state, event):
    assert transition(state, event) is None


@pytest.mark.parametrize(
    ("state", "role", "events"),
    [
        (State.DRAFT, Role.SI, [Event.SUBMIT, Event.DISCARD]),
        (State.DRAFT, Role.ED, []),
        (State.SUBMITTED, Role.PO, [Event.TAKE_UP]),
        (State.PROPOSED, Role.PO, []),
        (State.PROPOSED, Role.DM, [Event.SEND_BACK, Event.DECIDE]),
        (State.DECIDED, Role.SU, []),
    ],
)
def test_a_role_has_its_own_events(state, role, events):
    assert possible_events(state, frozenset({role})) == events


def test_nothing_leads_out_of_what_is_over():
    assert [pair for pair in TRANSITIONS if pair[0] in OVER] == []


def test_every_state_can_be_reached_and_only_drafts_and_submitted_are_edited():
    assert {move.to for move in TRANSITIONS.values()} | {State.DRAFT} == set(State)
    assert {State.DRAFT, State.SUBMITTED} == EDITABLE
    assert {State.DRAFT, State.DISCARDED} == BEFORE_SUBMISSION
