"""Service per recipient with its own last day, and rectification claims from the register to their answer."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from accounts.models import Organisation
from applications.models import Application
from decisions.actions.claims import prepare_claim, propose_late, register_claim
from decisions.actions.lettering import make_letter
from decisions.actions.presenting import present
from decisions.actions.re_examining import Outcome, choose_outcome
from decisions.actions.ruling import propose_on_condition
from decisions.actions.serving import register_service
from decisions.deadlines import last_day_of_claim, served_by_e_notice
from decisions.models import RectificationClaim, Service
from ledger.refusal import Refused
from outbox.dispatch import dispatch_once
from pilots.moments import HELSINKI, helsinki_day
from tests.decisions import stages
from tests.letters.reading import text_of

DEMAND = "Avustus on myönnettävä myös asiakassetelille."


@pytest.fixture
def decision(cast):
    """A decided case."""
    return stages.decided(cast)


def served(decision, cast, *, hours=5) -> Service:
    """The letter on paper reached the lead on the day of the decision."""
    on = helsinki_day(decision.decided_at)
    return register_service(
        decision_id=decision.pk,
        organisation=cast.keusote,
        channel="paper",
        sent_on=on,
        served_on=on,
        actor=cast.administrator,
        at=stages.later(decision.application, hours=hours),
    )


def claimed(decision, cast, arrived_at) -> RectificationClaim:
    """The lead's claim by mail."""
    return register_claim(
        decision_id=decision.pk,
        organisation=cast.keusote,
        channel="mail",
        arrived_at=arrived_at,
        demand=DEMAND,
        actor=cast.administrator,
        at=arrived_at + timedelta(minutes=5),
    )


def after_days(decision, days, clock=(16, 15)):
    """A clock time in Helsinki so many days after the decision."""
    on = helsinki_day(decision.decided_at) + timedelta(days=days)
    return datetime(on.year, on.month, on.day, *clock, tzinfo=HELSINKI)


def test_consent_makes_an_e_notice_that_counts_from_the_third_day(decision, cast):
    Organisation.objects.filter(pk=cast.helsinki.pk).update(e_notice_consent=True)
    make_letter(decision_id=decision.pk)
    while dispatch_once():
        pass
    service = Service.objects.get()
    assert (service.organisation, service.channel) == (cast.helsinki, "e_notice")
    assert service.served_on == served_by_e_notice(service.sent_on)
    assert service.last_on == last_day_of_claim(service.served_on)


def test_a_letter_on_paper_is_served_when_it_arrives_and_a_claim_waits_for_that(decision, cast):
    with pytest.raises(Refused) as unknown:
        claimed(decision, cast, after_days(decision, 5))
    assert unknown.value.code == "service_unknown"
    service = served(decision, cast)
    assert service.last_on == last_day_of_claim(service.served_on)
    claimed(decision, cast, after_days(decision, 5))
    with pytest.raises(Refused) as fixed:
        served(decision, cast, hours=200)
    assert fixed.value.code == "claim_rests_on_it"


def test_a_claim_in_time_is_examined_and_its_refusal_is_a_version_with_appeal_instructions(decision, cast):
    served(decision, cast)
    claim = claimed(decision, cast, after_days(decision, 6))
    who = {"actor": cast.presenting_officer, "at": after_days(decision, 7)}
    with pytest.raises(Refused) as in_time:
        propose_late(claim_id=claim.pk, ground="Myöhässä.", **who)
    assert in_time.value.code == "in_time"
    prepare_claim(claim_id=claim.pk, **who)
    assert Application.objects.get(pk=decision.application_id).state == "re_examined"
    pk = decision.application_id
    outcome = Outcome(kind="claim_refused", ground="Määräraha ei riitä molempiin osioihin.")
    choose_outcome(application_id=pk, outcome=outcome, **who)
    present(application_id=pk, **who)
    hours = int((who["at"] - stages.later(decision.application, hours=0)).total_seconds() // 3600) + 2
    second = stages.signed(decision.application, cast.decision_maker, hours=hours)
    claim.refresh_from_db()
    assert (second.kind, claim.state, claim.outcome) == ("claim_refused", "decided", "refused")
    assert claim.decided_by_version == second
    text = text_of(bytes(make_letter(decision_id=second.pk).pdf))
    for said in (DEMAND, "Ministeriö hylkää oikaisuvaatimuksen.", "Valitusosoitus annetaan tämän päätöksen"):
        assert said in text
    assert "Oikaisuvaatimusohje" not in text


def test_the_register_flags_a_claim_that_came_a_minute_too_late_and_it_is_left_unexamined(
    decision, cast, client
):
    service = served(decision, cast)
    last = (service.last_on - helsinki_day(decision.decided_at)).days
    in_time = claimed(decision, cast, after_days(decision, last, (16, 15)))
    late = claimed(decision, cast, after_days(decision, last, (16, 16)))
    url = reverse("admin:case-register", args=[decision.application_id])
    with time_machine.travel(after_days(decision, last + 1), tick=False):
        client.force_login(cast.presenting_officer)
        page = client.get(url).content.decode()
        assert re.findall(r"claims/(\d+)/late/", page) == [str(late.pk)]
        address = reverse("admin:claim-late", args=[decision.application_id, late.pk])
        assert client.post(address, {"ground": ""}).status_code == 422
        assert client.post(address, {"ground": "Saapumisaika on sähköpostin lokissa."}).status_code == 302
        client.force_login(cast.administrator)
        entered = reverse("admin:register-service", args=[decision.application_id])
        kept = client.post(
            entered, {"organisation": cast.vantaa.pk, "channel": "paper", "sent_on": "32.1.2027"}
        )
        assert kept.status_code == 422
        assert "32.1.2027" in kept.content.decode()
    hours = 24 * (last + 2)
    second = stages.signed(decision.application, cast.decision_maker, hours=hours)
    late.refresh_from_db()
    in_time.refresh_from_db()
    assert (second.kind, late.outcome, in_time.state) == ("claim_late", "late", "registered")
    assert Application.objects.get(pk=decision.application_id).state == "decided"


def test_a_claim_against_an_earlier_version_is_registered_beside_a_later_one(cast, client):
    application = stages.proposed(cast, proposal=stages.content(condition="Laki on vahvistettu."))
    stages.with_money(cast, application.call)
    first = stages.signed(application, cast.decision_maker)
    at = stages.later(application, hours=4)
    propose_on_condition(
        application_id=application.pk, kind="fulfilled", on=helsinki_day(at), ground="Laki on vahvistettu.",
        actor=cast.presenting_officer, at=at,
    )  # fmt: skip
    stages.signed(application, cast.decision_maker, hours=5)
    on = helsinki_day(first.decided_at)
    written = f"{on.day}.{on.month}.{on.year}"
    with time_machine.travel(after_days(first, 3), tick=False):
        client.force_login(cast.administrator)
        html = client.get(reverse("admin:case-register", args=[application.pk])).content.decode()
        ids = re.findall(r' id="(\w+)"', html)
        assert len(ids) == len(set(ids))
        served = {"version": "1", "organisation": cast.keusote.pk, "channel": "paper"}
        address = reverse("admin:register-service", args=[application.pk])
        assert client.post(address, served | {"sent_on": written, "served_on": written}).status_code == 302
        claim = served | {"channel": "mail", "arrived_at": f"{written} 23.00", "demand": DEMAND}
        address = reverse("admin:register-claim", args=[application.pk])
        assert client.post(address, claim | {"version": "9"}).status_code == 422
        assert client.post(address, claim | {"version": ""}).status_code == 422
        assert client.post(address, claim).status_code == 302
    assert RectificationClaim.objects.get().decision == first
