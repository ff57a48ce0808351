"""The suspensive condition after the decision: fulfilled or lapsed, one by one or all of a call, money and letter."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from applications.models import Application
from decisions.actions.deciding import send_back
from decisions.actions.lettering import make_letter
from decisions.actions.ruling import propose_on_condition
from decisions.models import Appropriation, Condition, Decision, Proposal
from decisions.queries.payable import why_not_payable
from ledger.models import Event
from ledger.refusal import Refused
from pilots.moments import helsinki_day
from tests.cast import PASSWORD
from tests.decisions import stages
from tests.letters.reading import text_of

CONDITION = "Eduskunta on hyväksynyt valinnanvapauslain ja laki on vahvistettu."
PROOF = "Laki on vahvistettu, säädöskokoelman numero on asiakirjoissa."


@pytest.fixture
def conditional(cast) -> Decision:
    """A decided case whose award waits for a condition."""
    application = stages.proposed(cast, proposal=stages.content(condition=CONDITION))
    stages.with_money(cast, application.call)
    return stages.signed(application, cast.decision_maker)


def on_condition(decision, cast, *, kind="fulfilled", hours=4, **more):
    """The presenting officer proposes a ruling."""
    at = stages.later(decision.application, hours=hours)
    words = {"kind": kind, "on": helsinki_day(at), "ground": PROOF} | more
    return propose_on_condition(
        application_id=decision.application_id, actor=cast.presenting_officer, at=at, **words
    )


def standing(decision) -> tuple:
    """State of the case, of its condition, what the case holds, and why nothing may be paid."""
    application = Application.objects.get(pk=decision.application_id)
    condition = Condition.objects.get()
    return application.state, condition.state, application.case.committed_eur, why_not_payable(application)


MILLION = Decimal("1000000.00")


def test_a_fulfilled_condition_lets_the_award_be_paid_by_a_version_and_letter_of_its_own(conditional, cast):
    assert standing(conditional) == ("decided", "open", MILLION, "condition_open")
    on_condition(conditional, cast)
    assert standing(conditional) == ("decided", "open", MILLION, "condition_open")
    second = stages.signed(conditional.application, cast.decision_maker, hours=5)
    assert standing(conditional) == ("decided", "fulfilled", MILLION, "")
    assert (second.version, second.kind, second.granted_eur) == (2, "fulfilled", MILLION)
    assert second.snapshot["replaces"] == {
        "version": 1,
        "on": helsinki_day(conditional.decided_at).isoformat(),
    }
    assert [row.outcome for row in second.elements.order_by("element__order")] == ["refused", "granted"]
    text = text_of(bytes(make_letter(decision_id=second.pk).pdf))
    assert "voidaan maksaa päätöksen mukaisesti" in text
    assert PROOF in text
    kinds = list(
        Event.objects.filter(kind__startswith="ruling.").order_by("number").values_list("kind", flat=True)
    )
    assert kinds == ["ruling.presented", "ruling.fulfilled"]


def test_a_lapse_returns_its_sum_and_the_case_stays_decided(conditional, cast):
    assert Appropriation.objects.get().committed_eur == MILLION
    on_condition(conditional, cast, kind="lapsed")
    second = stages.signed(conditional.application, cast.decision_maker, hours=5)
    assert standing(conditional) == ("decided", "lapsed", Decimal(0), "nothing_granted")
    assert Appropriation.objects.get().committed_eur == 0
    assert second.snapshot["use"] is None
    assert not second.elements.filter(outcome="granted").exists()
    with pytest.raises(Refused) as again:
        on_condition(conditional, cast, hours=6)
    assert again.value.code == "not_possible_now"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"ground": "  "}, "ground_missing"),
        ({"kind": "granted"}, "kind_missing"),
        ({"kind": "fulfilled", "on": "tomorrow"}, "day_not_possible"),
        ({"kind": "fulfilled", "on": "before"}, "day_not_possible"),
        ({"ground": "Peruste: [täydennä]"}, "proposal_incomplete"),
    ],
)
def test_what_cannot_be_ruled_is_refused(conditional, cast, wrong, code):
    today = helsinki_day(stages.later(conditional.application, hours=4))
    days = {"tomorrow": today + timedelta(days=1), "before": today - timedelta(days=3)}
    given = wrong | ({"on": days[wrong["on"]]} if "on" in wrong else {})
    with pytest.raises(Refused) as refused:
        on_condition(conditional, cast, **given)
    assert refused.value.code == code
    assert not Proposal.objects.exclude(state="decided").exists()


def test_a_ruling_sent_back_is_dropped_and_proposed_anew(conditional, cast):
    on_condition(conditional, cast)
    with pytest.raises(Refused) as twice:
        on_condition(conditional, cast, kind="lapsed", hours=5)
    assert twice.value.code == "not_possible_now"
    send_back(
        application_id=conditional.application_id,
        note="Liitä säädöskokoelman numero.",
        seen=stages.seen(conditional.application),
        actor=cast.decision_maker,
        at=stages.later(conditional.application, hours=5),
    )
    assert standing(conditional)[:2] == ("decided", "open")
    on_condition(conditional, cast, hours=6)
    with pytest.raises(Refused) as own:
        stages.signed(conditional.application, cast.presenting_officer, hours=7)
    assert own.value.code == "not_allowed"
    assert stages.signed(conditional.application, cast.decision_maker, hours=7).version == 2


def test_the_whole_round_is_ruled_on_from_one_page_with_one_proof(conditional, cast, client, time_machine):
    time_machine.move_to(stages.later(conditional.application, hours=6))
    url = reverse("admin:round-conditions", args=[conditional.application.call.slug])
    client.force_login(cast.presenting_officer)
    page = client.get(url).content.decode()
    assert "1 / 1" in page
    sent = {"kind": "fulfilled", "on": "31.2.2099", "ground": PROOF, "case": [conditional.application_id]}
    wrong = client.post(url, sent)
    assert wrong.status_code == 422
    assert PROOF in wrong.content.decode()
    right = client.post(url, sent | {"on": f"{helsinki_day(conditional.decided_at):%d.%m.%Y}"})
    assert right.status_code == 302
    proposal = Proposal.objects.get(state="presented")
    client.force_login(cast.decision_maker)
    sign = reverse("admin:round-conditions-sign", args=[conditional.application.call.slug])
    seen = {"case": [f"{conditional.application_id}:{proposal.presented_at.isoformat()}"]}
    assert client.post(sign, seen | {"password": "väärä"}).status_code == 422
    assert Decision.objects.count() == 1
    assert client.post(sign, seen | {"password": PASSWORD}).status_code == 302
    assert Decision.objects.get(version=2).kind == "fulfilled"
    assert "0 / 0" in client.get(url).content.decode()
