"""A decided case taken up again: a member left, hearing, consent, money before and after, annulment, giving up."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.urls import reverse

from applications.actions.leaving import leave
from applications.models import Application
from decisions.actions.hearing import answer_hearing, ask_hearing
from decisions.actions.lettering import make_letter
from decisions.actions.presenting import present, save_proposal
from decisions.actions.re_examining import Outcome, choose_outcome, re_examine
from decisions.actions.renouncing import renounce
from decisions.actions.ruling import propose_on_renounced
from decisions.models import Appropriation, Hearing, ReExamination
from decisions.queries.payable import why_not_payable
from ledger.refusal import Refused
from outbox.dispatch import dispatch_once
from pilots.moments import helsinki_day
from tests.decisions import stages
from tests.letters.reading import text_of

MILLION, HALF = Decimal("1000000.00"), Decimal("600000.00")
GROUND = "Espoon osuus kustannuksista jää pois, joten tarve on pienempi."


@pytest.fixture
def decided(cast) -> Application:
    """A million granted, two hundred thousand kept in reserve."""
    application = stages.proposed(cast)
    stages.with_money(cast, application.call, total="1300000.00", reserve="200000.00")
    return stages.signed(application, cast.decision_maker).application


def who(application, cast, hours):
    """The presenting officer at a moment after the sending."""
    return {
        "application_id": application.pk,
        "actor": cast.presenting_officer,
        "at": stages.later(application, hours=hours),
    }


def opened(application, cast, *, ground="facts", hours=5):
    return re_examine(ground=ground, text="Asia on selvitettävä.", **who(application, cast, hours))


def espoo_left(application, cast):
    """Espoo leaves the whole consortium after the decision."""
    member = application.members.get(organisation=cast.espoo)
    signatory = cast.espoo.affiliations.get(role="signatory").user
    leave(member_id=member.pk, actor=signatory, at=stages.later(application, hours=4), reason="Säästöt.")


def heard(application, cast, *, hours=6, consents=True):
    """The lead is asked and consents."""
    at = stages.later(application, hours=hours)
    row = ask_hearing(
        organisation=cast.keusote,
        question="Avustusta vähennetään. Suostutteko?",
        asks_consent=True,
        due_on=helsinki_day(at) + timedelta(days=7),
        **who(application, cast, hours),
    )
    if consents is not None:
        answer_hearing(
            hearing_id=row.pk, answer="Hyväksymme.", consents=consents, actor=cast.lead_signatory, at=at
        )
    return row


def amended(application, cast, amount, *, hours=7, **more):
    """The outcome chosen, the sums written anew and presented."""
    choose_outcome(outcome=Outcome(kind="amended", ground=GROUND, **more), **who(application, cast, hours))
    written = stages.content()
    written.elements[stages.GRANTED] = stages.ElementProposal(
        outcome="partly",
        amount_eur=amount,
        reason_key="R14",
        reasons=stages.REASONS[stages.GRANTED],
        below_smallest="Riittää.",
    )
    save_proposal(content=written, **who(application, cast, hours))
    present(**who(application, cast, hours))


def money() -> tuple:
    row = Appropriation.objects.get()
    return row.committed_eur, row.reserve_eur


def test_a_member_leaves_and_the_award_is_cut_with_consent(decided, cast):
    espoo_left(decided, cast)
    opened(decided, cast, ground="member_left")
    assert why_not_payable(Application.objects.get(pk=decided.pk)) == "re_examined"
    heard(decided, cast)
    amended(decided, cast, HALF)
    assert money() == (MILLION, Decimal("200000.00"))
    second = stages.signed(decided, cast.decision_maker, hours=8)
    assert (second.kind, second.version, second.granted_eur) == ("amended", 2, HALF)
    assert money() == (HALF, Decimal("200000.00"))
    assert Application.objects.get(pk=decided.pk).state == "decided"
    assert ReExamination.objects.get().closed_at == second.decided_at
    text = text_of(bytes(make_letter(decision_id=second.pk).pdf))
    for said in (
        "Jäsen: Espoo.",
        "aiemmin se oli 1 000 000 euroa",
        "Saaja on suostunut siihen",
        "Espoo",
        GROUND,
    ):
        assert said in text
    exits = second.snapshot["ruling"]["cause"]["exits"]
    assert [one["name"]["fi"] for one in exits] == ["Espoo"]
    assert exits[0]["before"] > exits[0]["after"]


def test_less_without_hearing_or_consent_is_refused_and_a_refusal_needs_its_ground(decided, cast):
    opened(decided, cast)
    choose_outcome(outcome=Outcome(kind="annulled", ground="Virhe."), **who(decided, cast, 6))
    with pytest.raises(Refused) as unheard:
        present(**who(decided, cast, 6))
    assert "hearing" in str(unheard.value.details)
    heard(decided, cast, consents=False)
    with pytest.raises(Refused) as against:
        present(**who(decided, cast, 7))
    assert "consent" in str(against.value.details)
    choose_outcome(
        outcome=Outcome(kind="annulled", ground="Virhe.", without_consent="Virhe on ilmeinen."),
        **who(decided, cast, 7),
    )
    present(**who(decided, cast, 7))
    second = stages.signed(decided, cast.decision_maker, hours=8)
    assert (second.kind, second.granted_eur, money()[0]) == ("annulled", 0, 0)
    assert why_not_payable(Application.objects.get(pk=decided.pk)) == "nothing_granted"


def test_a_raise_is_drawn_from_the_reserve_and_neither_falls_below_nothing(decided, cast):
    raised = stages.content()
    opened(decided, cast, ground="new_facts")
    choose_outcome(outcome=Outcome(kind="amended", ground=GROUND, from_reserve=True), **who(decided, cast, 6))
    raised.elements[stages.REFUSED] = stages.ElementProposal(
        outcome="partly",
        amount_eur=Decimal("150000.00"),
        reason_key="R14",
        reasons="Osa hyväksytään.",
        below_smallest="Osa toimista siirtyy.",
    )
    save_proposal(content=raised, **who(decided, cast, 6))
    present(**who(decided, cast, 6))
    stages.signed(decided, cast.decision_maker, hours=7)
    assert money() == (Decimal("1150000.00"), Decimal("50000.00"))
    opened(decided, cast, ground="new_facts", hours=8)
    choose_outcome(outcome=Outcome(kind="amended", ground=GROUND, from_reserve=True), **who(decided, cast, 9))
    raised.elements[stages.REFUSED] = stages.ElementProposal(
        outcome="partly",
        amount_eur=Decimal("250000.00"),
        reason_key="R14",
        reasons="Osa hyväksytään.",
        below_smallest="Osa toimista siirtyy.",
    )
    save_proposal(content=raised, **who(decided, cast, 9))
    present(**who(decided, cast, 9))
    with pytest.raises(Refused) as refused:
        stages.signed(decided, cast.decision_maker, hours=10)
    assert refused.value.code == "reserve_exceeded"
    assert money() == (Decimal("1150000.00"), Decimal("50000.00"))


def test_the_party_reads_and_answers_on_the_site_once_and_what_it_typed_is_kept(decided, cast, client):
    opened(decided, cast)
    row = heard(decided, cast, consents=None)
    while dispatch_once():
        pass
    link = reverse("decisions:hearing", args=[decided.pk, row.pk])
    (told,) = [one for one in mail.outbox if link in one.body]
    assert told.to == [cast.keusote.registry_email]
    assert row.question in told.body
    with time_machine.travel(stages.later(decided, hours=7), tick=False):
        client.force_login(cast.partner_signatory)
        assert client.get(link).status_code == 404
        client.force_login(cast.lead_signatory)
        half = client.post(link, {"answer": "Emme hyväksy vähennystä."})
        assert half.status_code == 422
        assert "Emme hyväksy vähennystä." in half.content.decode()
        assert client.post(link, {"answer": "Emme hyväksy.", "consents": "no"}).status_code == 302
        again = client.post(link, {"answer": "Sittenkin kyllä.", "consents": "yes"})
    assert again.status_code == 409
    row.refresh_from_db()
    assert (row.answer, row.consents, row.answered_by) == ("Emme hyväksy.", False, cast.lead_signatory)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE decisions_hearing SET consents = true WHERE id = %s", [row.pk])
    assert not Hearing.objects.get().consents


def test_an_award_given_up_returns_at_once_and_is_confirmed_by_a_letter(decided, cast, client):
    url = reverse("decisions:renounce", args=[decided.pk])
    with time_machine.travel(stages.later(decided, hours=4), tick=False):
        client.force_login(cast.lead_signatory)
        unsure = client.post(url, {"reason": "Hanketta ei käynnistetä."})
        assert unsure.status_code == 422
        assert "Hanketta ei käynnistetä." in unsure.content.decode()
        assert money()[0] == MILLION
        assert client.post(url, {"reason": "Hanketta ei käynnistetä.", "confirmed": "on"}).status_code == 302
    assert Application.objects.get(pk=decided.pk).state == "ended"
    assert money()[0] == 0
    propose_on_renounced(ground="", **who(decided, cast, 5))
    second = stages.signed(decided, cast.decision_maker, hours=6)
    assert (second.kind, second.granted_eur) == ("renounced", 0)
    assert Application.objects.get(pk=decided.pk).state == "ended"
    text = text_of(bytes(make_letter(decision_id=second.pk).pdf))
    assert "Hanketta ei käynnistetä." in text
    assert "vapautuu määrärahaan" in text
    with pytest.raises(Refused):
        renounce(
            application_id=decided.pk,
            reason="Taas.",
            actor=cast.lead_signatory,
            at=stages.later(decided, hours=7),
        )


def test_the_page_lays_out_coverage_and_money_and_keeps_what_was_typed(decided, cast, client):
    espoo_left(decided, cast)
    url = reverse("admin:re-examination", args=[decided.pk])
    with time_machine.travel(stages.later(decided, hours=5), tick=False):
        client.force_login(cast.presenting_officer)
        page = client.get(url).content.decode()
        assert "Espoo" in page
        assert "Jäljellä" not in page  # what is left of money is another word than the day that a member left
        assert client.post(url, {"ground": "member_left", "text": "Espoo erosi."}).status_code == 302
        ask = reverse("admin:re-examination-hear", args=[decided.pk])
        wrong = {"organisation": cast.vantaa.pk, "question": "Mitä sanotte?", "due_on": "1.1.2020"}
        kept = client.post(ask, wrong)
        assert kept.status_code == 422
        assert "Mitä sanotte?" in kept.content.decode()
        chosen = reverse("admin:re-examination-outcome", args=[decided.pk])
        assert client.post(chosen, {"kind": "upheld", "ground": GROUND, "present": "1"}).status_code == 302
    second = stages.signed(decided, cast.decision_maker, hours=6)
    assert (second.kind, second.granted_eur) == ("upheld", MILLION)
    with time_machine.travel(stages.later(decided, hours=7), tick=False):
        page = client.get(reverse("admin:case", args=[decided.pk])).content.decode()
        letter = client.get(reverse("decisions:letter", args=[decided.pk]))
    assert "Korvattu versiolla 2" in page
    assert letter.status_code == 404


def test_the_sums_are_offered_only_once_the_award_is_to_be_written_anew(decided, cast, client):
    opened(decided, cast)
    client.force_login(cast.presenting_officer)
    form = reverse("admin:proposal", args=[decided.pk])
    for kind, written_here in (("", False), ("upheld", False), ("amended", True), ("annulled", False)):
        if kind:
            choose_outcome(outcome=Outcome(kind=kind, ground=GROUND), **who(decided, cast, 6))
        page = client.get(reverse("admin:case", args=[decided.pk])).content.decode()
        assert reverse("admin:re-examination", args=[decided.pk]) in page
        assert (f'action="{form}"' in page) == written_here, kind
        assert ('id="outcome-title"' in page) != written_here, kind
