"""Two people who save at once, on the real database and in real threads: nothing is lost without a word."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from applications.actions import drafting
from applications.actions.plan import save_grounds, save_plan
from applications.models import Section
from ledger.refusal import Refused
from tests.builders import begun
from tests.cast import people

ROUNDS = 200


@pytest.fixture
def draft(transactional_db):
    cast = people()
    return begun(cast, at=timezone.now()), cast


def saver(found, name, start, act):
    """A thread that saves when both are ready, and notes what it was told."""

    def run():
        try:
            start.wait(timeout=20)
            act()
            found[name] = "saved"
        except Refused as refused:
            found[name] = refused.code
        finally:
            connection.close()

    return threading.Thread(target=run)


def at_once(**acts):
    """Runs every act in a thread of its own at the same moment; what each was told."""
    found, start = {}, threading.Barrier(len(acts))
    threads = [saver(found, name, start, act) for name, act in acts.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def rounds(draft, *, number):
    """Both save the same section from the same version, time after time: how often a text was lost in silence."""
    application, cast = draft
    lost = 0
    for turn in range(number):
        row = Section.objects.filter(application=application, key="plan").first()
        seen = row.version if row else 0

        def act(who, turn=turn, seen=seen):
            save_plan(
                application_id=application.pk,
                answers={"aims": f"{who.email} {turn}"},
                seen=seen,
                actor=who,
                at=timezone.now(),
            )

        told = at_once(editor=lambda: act(cast.lead_editor), signatory=lambda: act(cast.lead_signatory))
        stands = application.answers.get(question__code="aims").text
        for name, who in (("editor", cast.lead_editor), ("signatory", cast.lead_signatory)):
            lost += told[name] == "saved" and stands != f"{who.email} {turn}"
        assert set(told.values()) <= {"saved", "saved_by_another"}
        assert "saved" in told.values()
    return lost


def test_of_two_savers_one_wins_and_the_other_is_told(draft):
    assert rounds(draft, number=ROUNDS) == 0


def test_control_without_the_guard_texts_are_lost(draft, monkeypatch):
    def unguarded(application, key, *, seen, actor, at):
        section, _created = Section.objects.get_or_create(application=application, key=key)
        section.version, section.saved_at, section.saved_by = section.version + 1, at, actor.email
        section.save()
        return section

    monkeypatch.setattr("applications.actions.plan.next_version", unguarded)
    assert drafting.next_version is not unguarded
    assert rounds(draft, number=20) > 0


def test_two_sections_at_once_both_win(draft):
    application, cast = draft
    for turn in range(20):
        who = {"application_id": application.pk, "seen": turn}
        told = at_once(
            plan=lambda who=who, turn=turn: save_plan(
                answers={"aims": f"A{turn}"}, actor=cast.lead_editor, at=timezone.now(), **who
            ),
            grounds=lambda who=who, turn=turn: save_grounds(
                grounds=f"G{turn}",
                below_limit_confirmed=False,
                actor=cast.lead_signatory,
                at=timezone.now(),
                **who,
            ),
        )
        assert told == {"plan": "saved", "grounds": "saved"}
        application.refresh_from_db()
        assert application.special_grounds == f"G{turn}"
        assert application.answers.get(question__code="aims").text == f"A{turn}"
