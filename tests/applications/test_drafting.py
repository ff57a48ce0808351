"""Two people save at once: of one section one wins and the other is told, of different sections both win."""

from threading import Barrier, Thread

import pytest
from django.db import connections

from applications.actions.plan import ElementContent, choose_elements, save_element, save_grounds, save_plan
from applications.models import Application
from ledger.refusal import Refused
from tests.builders import begun, in_window
from tests.cast import people

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts) -> list[str]:
    """Run the acts in threads that start together; what became of each."""
    start, outcomes = Barrier(len(acts)), [""] * len(acts)

    def run(index: int, act) -> None:
        start.wait()
        try:
            act()
            outcomes[index] = "saved"
        except Refused as refused:
            outcomes[index] = refused.code
        finally:
            connections.close_all()

    threads = [Thread(target=run, args=(index, act)) for index, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_of_one_section_one_wins_and_the_other_is_told():
    cast = people()
    application = begun(cast)
    at = in_window(application.call)
    for round_number in range(20):
        texts = [f"{who} {round_number}" for who in ("ensimmäinen", "toinen")]
        acts = [
            lambda text=text, actor=actor, seen=round_number: save_plan(
                application_id=application.pk, answers={"aims": text}, seen=seen, actor=actor, at=at
            )
            for text, actor in zip(texts, (cast.lead_editor, cast.lead_signatory), strict=True)
        ]
        outcomes = at_once(*acts)
        assert sorted(outcomes) == ["saved", "saved_by_another"]
        kept = application.answers.get(question__code="aims").text
        assert kept == texts[outcomes.index("saved")]


def test_of_different_sections_both_win():
    cast = people()
    application = begun(cast)
    who = {"application_id": application.pk, "at": in_window(application.call), "seen": 0}
    outcomes = at_once(
        lambda: save_plan(answers={"aims": "Tavoite"}, actor=cast.lead_editor, **who),
        lambda: save_grounds(
            grounds="Peruste", below_limit_confirmed=False, actor=cast.lead_signatory, **who
        ),
    )
    assert outcomes == ["saved", "saved"]
    stored = Application.objects.get(pk=application.pk)
    assert (stored.special_grounds, stored.answers.get(question__code="aims").text) == ("Peruste", "Tavoite")


def test_two_presses_of_start_make_one_application():
    cast = people()
    outcomes = at_once(*[lambda: begun(cast)] * 8)
    assert sorted(outcomes) == ["already_started"] * 7 + ["saved"]
    assert Application.objects.count() == 1


def test_an_element_that_another_has_dropped_is_refused_and_not_a_crash():
    cast = people()
    application = begun(cast)
    who = {
        "application_id": application.pk,
        "actor": cast.lead_editor,
        "at": in_window(application.call),
    }
    choose_elements(codes=["personal-budget"], **who)
    choose_elements(codes=["client-voucher"], **who)
    with pytest.raises(Refused) as caught:
        save_element(code="personal-budget", content=ElementContent(description="Kuvaus"), seen=0, **who)
    assert caught.value.code == "element_dropped"
