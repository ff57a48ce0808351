"""The proposal's form: what cannot be is refused at its field, nothing typed is lost, nobody overwrites unseen."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from applications.actions.submitting import withdraw
from applications.models import Application
from decisions.actions.presenting import present, save_proposal
from decisions.letters import html_of, lint, render
from decisions.models import Proposal
from decisions.queries.snapshot import snapshot_of
from decisions.wording import fault_text
from ledger.refusal import Refused
from tests import builders
from tests.decisions import stages
from tests.decisions.test_case_pages import typed, url

PLAN = {
    "instalment-0-on": "1.3.2027",
    "instalment-0-amount_eur": "400 000",
    "instalment-0-text": "Tarkennettu hankesuunnitelma on hyväksytty",
    "instalment-1-on": "1.3.2028",
    "instalment-1-amount_eur": "600 000,00",
    "instalment-1-text": "Väliselvitys on hyväksytty",
    "instalment-2-on": "",
    "instalment-2-amount_eur": "",
    "instalment-2-text": "",
}


@pytest.fixture
def own(client, cast) -> Application:
    """A case of the cast's presenting officer, with an appropriation; the officer is logged in."""
    application = stages.taken_up(cast)
    stages.with_money(cast, application.call, total="1500000.00")
    client.force_login(cast.presenting_officer)
    return application


def posted(client, application, status: int, **changes) -> str:
    response = client.post(url("proposal", application), typed(**changes))
    assert response.status_code == status
    return response.content.decode()


def marked(html: str, field: str) -> bool:
    """Whether the field carries an error of its own."""
    return (
        f'id="id_{field}_error' in html or f'id="error_1_id_{field}"' in html or f'href="#id_{field}"' in html
    )


def test_sums_that_cannot_be_are_refused_at_their_field_and_nothing_is_saved_or_lost(client, own):
    asked = {"personal-budget-amount_eur": "1 000 000,01", "personal-budget-outcome": "partly"}
    html = posted(client, own, 422, save="save", **asked)
    assert marked(html, "personal-budget-amount_eur")
    assert not marked(html, "client-voucher-amount_eur")
    assert "1 000 000,01" in html
    both = {"client-voucher-outcome": "partly", "client-voucher-amount_eur": "500 000,01"}
    html = posted(client, own, 422, save="save", **both)
    assert marked(html, "personal-budget-amount_eur"), "the element that passes what is left"
    assert not marked(html, "client-voucher-amount_eur")
    assert "500 000,01" in html
    assert not Proposal.objects.exists()


def test_below_the_smallest_viable_sum_only_with_saying_so(client, own):
    little = {"personal-budget-outcome": "partly", "personal-budget-amount_eur": "499 999,99"}
    assert posted(client, own, 302, save="save", **little) == "", "a draft may be unfinished"
    html = posted(client, own, 422, present="present", **little)
    assert marked(html, "personal-budget-below_smallest")
    assert Proposal.objects.get().state == "draft"
    said = {"personal-budget-below_smallest": "Hakija ilmoitti 3.5. voivansa rajata palvelut yhteen kuntaan."}
    posted(client, own, 302, present="present", **little, **said)
    row = Proposal.objects.get(state="presented").elements.get(element__code="personal-budget")
    assert (row.amount_eur, row.below_smallest) == (
        Decimal("499999.99"),
        said["personal-budget-below_smallest"],
    )


def test_every_missing_thing_is_told_next_to_its_field(client, own):
    lacking = {
        "client-voucher-reasons": "",
        "purpose": "",
        "final_report_on": "",
        "payment": "Kesken {tähän}.",
    }
    html = posted(client, own, 422, present="present", **lacking)
    for field in ("client-voucher-reasons", "purpose", "final_report_on"):
        assert marked(html, field), field
    assert "Kesken {tähän}." in html
    html = posted(client, own, 422, present="present", payment="Kesken {tähän}.")
    assert marked(html, "payment")
    whole = {"resolution": "unexamined", "resolution_reasons": ""}
    assert marked(posted(client, own, 422, present="present", **whole), "resolution_reasons")
    html = posted(client, own, 422, present="present", **{"client-voucher-outcome": ""})
    assert marked(html, "client-voucher-outcome")
    assert str(fault_text("part_without_grant", "use", {})) not in html, "a grant is still possible"


def test_a_payment_plan_adds_up_to_the_grant_and_is_printed_in_the_letter(client, own, cast):
    half = {"instalment-1-text": ""}
    assert marked(posted(client, own, 422, save="save", **PLAN | half), "instalment-1-text")
    short = PLAN | {"instalment-1-amount_eur": "599 999,99"}
    html = posted(client, own, 422, present="present", **short)
    assert marked(html, "instalment-1-amount_eur")
    assert "599 999,99" in html
    posted(client, own, 302, present="present", **PLAN)
    proposal = Proposal.objects.get()
    assert [row["amount_eur"] for row in proposal.instalments] == ["400000.00", "600000.00"]
    application = Application.objects.get(pk=own.pk)
    for language, words in (("fi", "Maksusuunnitelma"), ("sv", "Betalningsplan")):
        application.language = language
        snapshot = snapshot_of(application, proposal, at=stages.later(own))
        assert lint(snapshot, draft=True) == []
        html = html_of(snapshot, draft=True)
        assert words in html
        assert html.index("1.3.2027") < html.index("Väliselvitys on hyväksytty")
        assert "600\u00a0000" in html
    assert render(snapshot, draft=True)[:4] == b"%PDF"
    snapshot["payment"]["instalments"][0]["amount_eur"] = "1.00"
    assert [problem.code for problem in lint(snapshot, draft=True)] == ["instalments_differ"]


def test_of_two_who_save_the_second_sees_both_and_loses_nothing(client, own):
    first = posted(client, own, 302, save="save", seen="")
    assert first == ""
    html = posted(client, own, 409, save="save", seen="", purpose="Toisen välilehden tarkoitus.")
    assert "Toisen välilehden tarkoitus." in html
    assert "Henkilökohtaisen budjetin pilotti Uudellamaalla." in html
    assert Proposal.objects.get().purpose == "Henkilökohtaisen budjetin pilotti Uudellamaalla."
    now = Proposal.objects.get().saved_at.isoformat()
    assert f'value="{now}"' in html
    posted(client, own, 302, save="save", seen=now, purpose="Toisen välilehden tarkoitus.")
    assert Proposal.objects.get().purpose == "Toisen välilehden tarkoitus."


def test_a_case_that_has_moved_on_says_what_happened_and_keeps_what_was_typed(client, own, cast):
    at = stages.later(own, hours=5)
    withdraw(application_id=own.pk, reason="Jäsenet luopuivat.", actor=cast.lead_signatory, at=at)
    html = posted(client, own, 409, save="save", purpose="Tätä ei saa hukata.")
    assert "Tätä ei saa hukata." in html
    assert cast.lead_signatory.name in html
    assert "Jäsenet luopuivat." in html
    assert not Proposal.objects.exists()


def test_the_act_itself_refuses_what_no_form_showed(cast):
    application = stages.taken_up(cast)
    stages.with_money(cast, application.call, total="900000.00")
    who = {"application_id": application.pk, "actor": cast.presenting_officer}
    at = stages.later(application)
    with pytest.raises(Refused) as found:
        save_proposal(content=stages.content(), at=at, **who)
    assert (found.value.code, found.value.faults) == ("sums_impossible", [("above_left", stages.GRANTED)])
    good = stages.content()
    less = replace(good.elements[stages.GRANTED], outcome="partly", amount_eur=Decimal("400000.00"))
    save_proposal(content=replace(good, elements=good.elements | {stages.GRANTED: less}), at=at, **who)
    with pytest.raises(Refused) as found:
        present(at=at + timedelta(minutes=1), **who)
    assert ("below_smallest", stages.GRANTED) in found.value.faults
    assert builders.practice().pk == application.call_id
