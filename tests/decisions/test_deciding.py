"""From the desk to the signature: who may do what, what is refused, and what the database refuses by itself."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.models import Office
from applications.actions.plan import choose_elements
from applications.models import Application, Step
from decisions.actions.assigning import declare_disqualified
from decisions.actions.deciding import Proof, decide, prove_by_password, send_back
from decisions.actions.presenting import (
    ElementProposal,
    present,
    save_proposal,
    take_up,
)
from decisions.models import Appropriation, Decision, Proposal
from ledger.chain import canonical
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from tests import builders
from tests.cast import PASSWORD
from tests.decisions import stages


def refused(act, **given) -> Refused:
    with pytest.raises(Refused) as found:
        act(**given)
    return found.value


def test_a_case_goes_from_the_desk_to_a_signed_decision(cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    decision = stages.signed(application, cast.decision_maker)
    assert Application.objects.get(pk=application.pk).state == "decided"
    assert decision.granted_eur == Decimal("1000000.00")
    outcomes = decision.elements.order_by("element__order").values_list(
        "element__code", "outcome", "amount_eur"
    )
    assert set(outcomes) == {
        ("personal-budget", "granted", Decimal("1000000.00")),
        ("client-voucher", "refused", Decimal("0.00")),
    }
    assert Appropriation.objects.get(call=application.call).committed_eur == Decimal("1000000.00")
    assert list(Row.objects.filter(kind="letter").values_list("reference", "payload")) == [
        (f"decision:{decision.pk}", {"decision": decision.pk})
    ]
    assert decision.checksum == hashlib.sha256(canonical(decision.snapshot).encode()).hexdigest()
    steps = Step.objects.filter(application=application).order_by("pk").values_list("event", "to_state")
    assert list(steps) == [
        ("submit", "submitted"),
        ("take_up", "under_review"),
        ("propose", "proposed"),
        ("decide", "decided"),
    ]
    kinds = set(Event.objects.filter(reference=application.reference).values_list("kind", flat=True))
    assert {"application.take_up", "application.propose", "application.decide"} <= kinds


def test_the_presenting_officer_never_decides_the_own_case_by_the_act(cast):
    application = stages.proposed(cast)
    Office.objects.create(user=cast.presenting_officer, role="decision_maker")
    del cast.presenting_officer._office_roles
    stages.with_money(cast, application.call)
    at = stages.later(application, hours=3)
    found = refused(
        decide,
        application_id=application.pk,
        proof=Proof("password", at),
        seen=stages.seen(application),
        actor=cast.presenting_officer,
        at=at,
    )
    assert found.code == "own_proposal"
    assert not Decision.objects.exists()


def test_nor_by_the_database(cast):
    decision = stages.decided(cast)
    copy = {field.attname: getattr(decision, field.attname) for field in Decision._meta.concrete_fields}
    proposal = Proposal.objects.create(
        application=decision.application,
        presenting_officer=cast.presenting_officer,
        saved_at=decision.decided_at,
    )
    changed = {"id": None, "version": 2, "verify_code": "OTHER", "proposal_id": proposal.pk}
    with (
        pytest.raises(IntegrityError, match="decision_maker_is_not_the_presenting_officer"),
        transaction.atomic(),
    ):
        Decision.objects.create(**copy | changed | {"decision_maker_id": decision.presenting_officer_id})


@pytest.mark.parametrize(
    ("age", "code"),
    [
        (timedelta(minutes=5, microseconds=1), "proof_too_old"),
        (timedelta(seconds=-1), "proof_too_old"),
        (timedelta(minutes=5), None),
    ],
    ids=["just too old", "from the future", "five minutes to the dot"],
)
def test_a_proof_holds_five_minutes(cast, age, code):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    at = stages.later(application, hours=3)
    given = {
        "application_id": application.pk,
        "proof": Proof("password", at - age),
        "seen": stages.seen(application),
        "actor": cast.decision_maker,
    }
    if code is None:
        assert decide(**given, at=at).version == 1
    else:
        assert refused(decide, **given, at=at).code == code
        assert Application.objects.get(pk=application.pk).state == "proposed"


def test_a_wrong_password_proves_nothing(cast):
    at = builders.in_window(builders.practice())
    found = refused(prove_by_password, actor=cast.decision_maker, password="wrong", at=at)
    assert found.code == "wrong_password"
    assert prove_by_password(actor=cast.decision_maker, password=PASSWORD, at=at) == Proof("password", at)


def test_beyond_the_appropriation_nothing_is_decided(cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call, total="999999.99")
    at = stages.later(application, hours=3)
    found = refused(
        decide,
        application_id=application.pk,
        proof=Proof("password", at),
        seen=stages.seen(application),
        actor=cast.decision_maker,
        at=at,
    )
    assert found.code == "appropriation_exceeded"
    assert not Decision.objects.exists()
    assert not Row.objects.filter(kind="letter").exists()
    assert Appropriation.objects.get(call=application.call).committed_eur == 0


def test_what_the_draft_says_since_it_was_sent_is_not_proposed_on(cast):
    application = builders.submitted(cast)
    choose_elements(
        application_id=application.pk,
        codes=["personal-budget"],
        actor=cast.lead_signatory,
        at=stages.later(application),
    )
    who = {
        "application_id": application.pk,
        "actor": cast.presenting_officer,
        "at": stages.later(application, hours=2),
    }
    take_up(**who)
    proposal = save_proposal(content=stages.content(), **who)
    codes = proposal.elements.order_by("element__order").values_list("element__code", flat=True)
    assert sorted(codes) == sorted(builders.ELEMENTS)


def test_a_proposal_sent_back_is_mended_and_presented_again(cast):
    application = stages.proposed(cast)
    at = stages.later(application, hours=3)
    given = {
        "application_id": application.pk,
        "seen": stages.seen(application),
        "actor": cast.decision_maker,
        "at": at,
    }
    assert refused(send_back, **given, note=" ").code == "note_missing"
    send_back(**given, note="Perustele hylkäys.")
    proposal = Proposal.objects.get(application=application)
    assert (proposal.state, proposal.note) == ("draft", "Perustele hylkäys.")
    assert Application.objects.get(pk=application.pk).state == "under_review"
    who = {"application_id": application.pk, "actor": cast.presenting_officer, "at": at}
    save_proposal(content=stages.content(), **who)
    present(**who)
    assert Application.objects.get(pk=application.pk).state == "proposed"


def test_nobody_signs_or_returns_what_was_presented_anew_while_they_read(cast):
    application = stages.proposed(cast)
    stages.with_money(cast, application.call)
    at = stages.later(application, hours=3)
    given = {"application_id": application.pk, "seen": stages.seen(application), "actor": cast.decision_maker}
    send_back(**given, note="Perustele hylkäys.", at=at)
    officer = {"application_id": application.pk, "actor": cast.presenting_officer, "at": at}
    save_proposal(content=stages.content(purpose="Aivan toinen käyttötarkoitus."), **officer)
    present(**officer)
    proof = Proof("password", at)
    assert refused(decide, **given, proof=proof, at=at).code == "presented_anew"
    assert refused(send_back, **given, note="Vielä.", at=at).code == "presented_anew"
    assert decide(**given | {"seen": stages.seen(application)}, proof=proof, at=at).version == 1


def test_an_unfinished_proposal_can_be_saved_and_not_presented(cast):
    application = stages.taken_up(cast)
    who = {
        "application_id": application.pk,
        "actor": cast.presenting_officer,
        "at": stages.later(application),
    }
    bare = stages.content(elements={}, purpose="")
    save_proposal(content=bare, **who)
    found = refused(present, **who)
    assert found.code == "proposal_incomplete"
    words = [str(detail) for detail in found.details]
    assert len(words) == len(found.details) > 0
    assert any("outcome has not been chosen" in line or "lopputulos" in line.lower() for line in words)
    assert Application.objects.get(pk=application.pk).state == "under_review"


@pytest.mark.parametrize(
    ("reasons", "word"),
    [
        ("Suunnitelma vastaa haussa asetettuja tavoitteita ja voidaan toteuttaa aikataulussa.", "library"),
        ("Painopiste: {painopiste}.", "placeholder"),
        ("", "missing"),
    ],
    ids=["the library's text alone", "a brace left open", "nothing"],
)
def test_reasons_must_be_the_cases_own(cast, reasons, word):
    application = stages.taken_up(cast)
    who = {
        "application_id": application.pk,
        "actor": cast.presenting_officer,
        "at": stages.later(application),
    }
    good = stages.content()
    element = replace(good.elements[stages.GRANTED], reasons=reasons)
    save_proposal(content=replace(good, elements=good.elements | {stages.GRANTED: element}), **who)
    found = refused(present, **who)
    assert found.code == "proposal_incomplete"
    assert len(found.details) == 1


def test_only_the_own_presenting_officer_writes_the_proposal(cast):
    application = stages.taken_up(cast)
    at = stages.later(application)
    other = second_officer()
    given = {"application_id": application.pk, "content": stages.content(), "at": at}
    assert refused(save_proposal, **given, actor=other).code == "not_your_case"
    for actor in (cast.decision_maker, cast.reviewer, cast.administrator, cast.auditor, cast.superuser):
        assert refused(save_proposal, **given, actor=actor).code == "not_allowed"
    assert not Proposal.objects.exists()


def second_officer():
    """Another presenting officer than the cast's."""
    user = stages.person("po2@stm.example", "second presenting officer")
    Office.objects.create(user=user, role="presenting_officer")
    return user


def test_a_disqualified_official_is_refused_everything(cast):
    application = builders.submitted(cast)
    at = stages.later(application)
    declare_disqualified(
        application_id=application.pk, reason="Sukulainen", actor=cast.presenting_officer, at=at
    )
    assert (
        refused(take_up, application_id=application.pk, actor=cast.presenting_officer, at=at).code
        == "disqualified"
    )
    assert Application.objects.get(pk=application.pk).state == "submitted"


def test_two_officers_cannot_take_the_same_case_up(cast):
    application = stages.taken_up(cast)
    given = {"application_id": application.pk, "at": stages.later(application)}
    assert refused(take_up, **given, actor=second_officer()).code == "not_possible_now"


@pytest.mark.parametrize("table", ["decisions_decision", "decisions_decisionelement", "decisions_letter"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_is_signed_or_made_is_frozen_by_the_database(cast, table, verb):
    decision = stages.decided(cast)
    decision.letters.create(language="fi", pdf=b"%PDF", size=4, sha256="0" * 64, made_at=decision.decided_at)
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table))


COPIED = "element_id, outcome, amount_eur, scope, reason_key, reasons, below_smallest"
SETTLED = (
    "UPDATE decisions_proposalelement SET id = id WHERE proposal_id = {was}",
    "DELETE FROM decisions_proposalelement WHERE proposal_id = {was}",
    # A row of another proposal is not moved into it either.
    "UPDATE decisions_proposalelement SET proposal_id = {was} WHERE proposal_id = {open}",
    (
        f"INSERT INTO decisions_proposalelement (proposal_id, {COPIED})"
        f" SELECT {{was}}, {COPIED} FROM decisions_proposalelement WHERE proposal_id = {{open}}"
    ),
)


@pytest.mark.parametrize("change", SETTLED)
def test_the_elements_of_a_decided_proposal_are_frozen_by_the_database(cast, change):
    decision = stages.decided(cast)
    element = decision.proposal.elements.order_by("pk").first()
    open_one = Proposal.objects.create(
        application=decision.application,
        presenting_officer=cast.presenting_officer,
        saved_at=decision.decided_at,
    )
    open_one.elements.create(element=element.element)
    open_one.elements.update(scope="Rajattu.")
    with (
        pytest.raises(IntegrityError, match="the proposal is settled"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change.format(was=decision.proposal_id, open=open_one.pk))


def test_amounts_and_outcomes_cannot_contradict_each_other_in_the_database(cast):
    decision = stages.decided(cast)
    element = decision.elements.order_by("pk").first()
    with pytest.raises(IntegrityError), transaction.atomic():
        decision.elements.create(
            element=element.element, outcome="refused", asked_eur=1, amount_eur=1, reasons="x"
        )


def test_a_refusal_of_everything_needs_no_appropriation(cast):
    nothing = ElementProposal(outcome="refused", reason_key="R15", reasons=stages.REASONS[stages.REFUSED])
    content = stages.content(elements={stages.GRANTED: nothing, stages.REFUSED: nothing})
    application = stages.proposed(cast, proposal=content)
    decision = stages.signed(application, cast.decision_maker)
    assert decision.granted_eur == 0
    assert decision.snapshot["use"] is None
    assert not Appropriation.objects.filter(committed_eur__gt=0).exists()
