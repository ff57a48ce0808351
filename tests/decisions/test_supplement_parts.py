"""What a request for a supplement opens besides what it names: an added element's part and lines, members' shares."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine

from applications.actions.budget import line_content, save_budget
from applications.actions.plan import ElementContent, choose_elements, save_element
from applications.actions.shares import save_shares
from applications.actions.supplements import save_answer, send_supplement
from applications.models import Application
from applications.queries.budget import lines_of
from decisions.actions.supplementing import end_supplement, request_supplement
from ledger.refusal import Refused
from pilots.moments import helsinki_day
from tests import builders
from tests.decisions import stages

pytestmark = pytest.mark.django_db
SENT, ADDED = ["personal-budget", "client-voucher"], "oral-health"


def asked(cast, *keys, application=None, hours=2) -> Application:
    """A case of which the ministry asks that these parts be supplemented."""
    application = application or stages.taken_up(cast)
    at = stages.later(application, hours=hours)
    request_supplement(
        application_id=application.pk,
        text="",
        items=[(key, "Täydentäkää.") for key in keys],
        due_on=helsinki_day(at) + timedelta(days=10),
        actor=cast.presenting_officer,
        at=at,
    )
    return Application.objects.get(pk=application.pk)


def who(cast, application, *, hours=4) -> dict:
    return {
        "application_id": application.pk,
        "actor": cast.lead_signatory,
        "at": stages.later(application, hours=hours),
    }


def refused(code, act, **given) -> None:
    with pytest.raises(Refused) as found:
        act(**given)
    assert found.value.code == code


def described(cast, application, code=ADDED) -> None:
    call = application.call
    save_element(
        code=code,
        content=ElementContent(
            description="Suun terveydenhuolto mukaan.",
            starts_on=call.starts_earliest_on,
            ends_on=call.ends_latest_on,
            expected_clients=900,
            smallest_eur=Decimal("100.00"),
            answers=builders.answers_to(call, code),
        ),
        seen=0,
        **who(cast, application),
    )


def budget_version(application) -> int:
    return application.sections.get(key="budget").version


def line_of(application, code, asked_eur="50000.00"):
    first = line_content(lines_of(application)[0])
    return replace(first, element=code, asked_eur=Decimal(asked_eur))


def test_an_element_that_is_added_is_written_and_complete_before_the_supplement_is_sent(cast, client):
    application = asked(cast, "elements")
    choose_elements(codes=[*SENT, ADDED], **who(cast, application))
    save_answer(application_id=application.pk, answer="Lisäsimme osion.", actor=cast.lead_signatory)
    refused("element_description", send_supplement, attested=True, **who(cast, application))
    described(cast, application)
    refused("budget_missing", send_supplement, attested=True, **who(cast, application))
    before = [line_content(line) for line in lines_of(application)]
    page = f"/en/applications/{application.pk}/budget/"
    with time_machine.travel(stages.later(application, hours=4), tick=False):
        client.force_login(cast.lead_signatory)
        words = client.get(page).content.decode()
        assert "Lines that are not open now" in words
        assert '<option value="personal-budget"' not in words
        sent = client.post(
            page,
            {
                "seen": budget_version(application),
                "lines-TOTAL_FORMS": "1",
                "lines-INITIAL_FORMS": "0",
                "lines-0-category": "services",
                "lines-0-year": str(application.call.budget_years[0]),
                "lines-0-element": ADDED,
                "lines-0-organisation": "",
                "lines-0-asked_eur": "50000",
            },
        )
        assert sent.status_code == 302
    now = [line_content(line) for line in lines_of(application)]
    assert [line for line in now if line.element != ADDED] == before
    made = send_supplement(attested=True, **who(cast, application))
    assert [one["code"] for one in made.snapshot["elements"]].count(ADDED) == 1


def test_of_what_was_sent_nothing_opens_by_adding_an_element(cast):
    application = asked(cast, "elements")
    choose_elements(codes=[*SENT, ADDED], **who(cast, application))
    lines = [line_of(application, ADDED), line_of(application, SENT[0], "1.00")]
    given = {"lines": lines, "seen": budget_version(application)}
    refused("element_closed", save_budget, **given, **who(cast, application))
    with pytest.raises(Refused):
        described(cast, application, SENT[0])
    refused("element_closed", choose_elements, codes=[ADDED], **who(cast, application))
    # What was added can be left out again, with its lines.
    save_budget(**given | {"lines": lines[:1]}, **who(cast, application))
    choose_elements(codes=SENT, **who(cast, application))
    assert {line.element.code for line in lines_of(application)} == set(SENT)
    assert not application.is_editable(stages.later(application), "budget")


def test_an_added_element_that_was_never_sent_stays_open_and_no_other_joins_it(cast):
    application = asked(cast, "elements")
    choose_elements(codes=[*SENT, ADDED], **who(cast, application))
    end_supplement(
        application_id=application.pk,
        note="",
        actor=cast.presenting_officer,
        at=stages.later(application, hours=5),
    )
    asked(cast, "plan", application=application, hours=6)
    late = who(cast, application, hours=7)
    refused("elements_closed", choose_elements, codes=[*SENT, ADDED, "sote-centre"], **late)
    save_answer(application_id=application.pk, answer="Vastaus.", actor=cast.lead_signatory)
    refused("element_description", send_supplement, attested=True, **late)
    choose_elements(codes=SENT, **late)
    assert send_supplement(attested=True, **late).number == 2


def test_with_the_budget_the_members_shares_of_it_are_open(cast, client):
    application = asked(cast, "budget")
    lead = application.members.get(is_lead=True)
    save_shares(shares={lead.pk: Decimal("10.00")}, seen=0, **who(cast, application))
    lead.refresh_from_db()
    assert lead.share_eur == Decimal("10.00")
    with time_machine.travel(stages.later(application, hours=4), tick=False):
        client.force_login(cast.lead_signatory)
        page = client.get(f"/en/applications/{application.pk}/shares/").content.decode()
    assert 'id="section-form"' in page


def test_shares_stay_closed_while_the_budget_is(cast):
    application = asked(cast, "plan")
    lead = application.members.get(is_lead=True)
    given = {"shares": {lead.pk: Decimal("10.00")}, "seen": 0}
    refused("not_editable", save_shares, **given, **who(cast, application))


def test_shares_that_no_longer_add_up_keep_a_supplement_of_the_budget(cast):
    application = asked(cast, "budget")
    takers = application.members.filter(state="accepted").order_by("pk")
    shares = dict.fromkeys((one.pk for one in takers), Decimal("1.00"))
    save_shares(shares=shares, seen=0, **who(cast, application))
    refused("shares_differ", send_supplement, attested=True, **who(cast, application))


@pytest.mark.parametrize(("key", "offered"), [("members", True), ("plan", False)])
def test_the_board_offers_the_record_of_a_decision_only_when_the_request_opens_it(cast, client, key, offered):
    application = asked(cast, key)
    application.members.get(organisation=cast.vantaa).decisions.all().delete()
    with time_machine.travel(stages.later(application, hours=4), tick=False):
        client.force_login(cast.second_signatory)
        page = client.get(f"/en/applications/{application.pk}/members/").content.decode()
    assert ("Record the decision" in page) is offered
