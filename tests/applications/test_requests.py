"""The asked organisation reads the request and answers it."""

import pytest

from accounts.models import Affiliation
from applications.actions.consortium import see_request
from applications.models import Member, PlanAnswer
from outbox.models import Row
from tests.applications.consortia import AT, accept, ask, decide, draft, member
from tests.cast import staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_february(monkeypatch):
    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    return draft(cast)


@pytest.fixture
def asked(cast, application):
    return ask(cast, application, cast.helsinki)[0]


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(application):
    return f"/en/applications/{application.pk}/request/"


def test_the_asked_read_message_draft_members_and_the_effect(cast, application, asked, logged_in):
    question = application.call.questions.get(code="aims")
    PlanAnswer.objects.create(application=application, question=question, text="Asiakas <valitsee>")
    decide(member(application, cast.keusote), cast.lead_signatory)
    text = words(logged_in(cast.partner_editor).get(page(application)))
    assert "Lähdettekö mukaan?" in text
    assert "28.2.2018" in text
    assert "Asiakas &lt;valitsee&gt;" in text
    assert "11,88 %" in text
    assert "50,65 %" in text
    assert "A signatory of your organisation answers the request." in text
    assert "Your answer" not in text


def test_opening_the_request_is_noted_once(cast, application, asked, logged_in):
    logged_in(cast.partner_editor).get(page(application))
    asked.refresh_from_db()
    assert asked.seen_at == AT
    board = words(logged_in(cast.lead_editor).get(f"/en/applications/{application.pk}/members/"))
    assert "has opened the request" in board


def test_only_the_organisation_that_the_reader_acts_for_has_seen_its_request(cast, application, logged_in):
    helsinki, vantaa = ask(cast, application, cast.helsinki, cast.vantaa)
    both = staff("molemmat@vantaa.example", cast.helsinki, "editor")
    Affiliation.objects.create(user=both, organisation=cast.vantaa, role="editor")
    both.act_within_request(cast.helsinki.pk)
    for one in (helsinki, vantaa):
        see_request(member_id=one.pk, actor=both, at=AT)
    assert [Member.objects.get(pk=one.pk).seen_at for one in (helsinki, vantaa)] == [AT, None]
    logged_in(both).get(page(application))
    assert Member.objects.get(pk=vantaa.pk).seen_at is None


def test_accepting_leads_to_the_own_decision_and_tells_the_lead(cast, application, asked, logged_in):
    response = logged_in(cast.partner_signatory).post(
        page(application), {"answer": "accept", "note": "Hienoa"}
    )
    assert response["Location"] == f"/en/applications/{application.pk}/members/{asked.pk}/decision/"
    asked.refresh_from_db()
    assert (asked.state, asked.answer_note, asked.answered_at) == ("accepted", "Hienoa", AT)
    assert Row.objects.filter(kind="mail", payload__template="request_accepted").count() == 1


def test_who_declines_no_longer_sees_the_draft(cast, application, asked, logged_in):
    client = logged_in(cast.partner_signatory)
    asks = client.post(page(application), {"answer": "decline", "note": "Emme <ehdi>"})
    assert asks.status_code == 200
    assert "Decline the partnership request?" in words(asks)
    assert "Emme &lt;ehdi&gt;" in words(asks)
    assert Member.objects.get(pk=asked.pk).state == "asked"
    sent = {"answer": "decline", "note": "Emme <ehdi>", "confirmed": "1"}
    assert client.post(page(application), sent).status_code == 302
    assert Member.objects.get(pk=asked.pk).answer_note == "Emme <ehdi>"
    assert client.get(page(application)).status_code == 404
    assert client.get(f"/en/applications/{application.pk}/members/").status_code == 404


def test_from_the_question_one_comes_back_to_what_was_typed(cast, application, asked, logged_in):
    sent = {"answer": "decline", "note": "Emme ehdi", "edit": "1"}
    response = logged_in(cast.partner_signatory).post(page(application), sent)
    assert "Emme ehdi" in words(response)
    assert "Your answer" in words(response)
    assert Member.objects.get(pk=asked.pk).state == "asked"


def test_an_answer_has_to_be_chosen_and_the_note_stays(cast, application, asked, logged_in):
    response = logged_in(cast.partner_signatory).post(page(application), {"note": "Harkitsemme"})
    assert response.status_code == 422
    assert "Choose an answer." in words(response)
    assert "Harkitsemme" in words(response)


@pytest.mark.parametrize(
    ("who", "status"), [("partner_editor", 403), ("lead_signatory", 403), ("stranger", 404)]
)
def test_only_a_signatory_of_the_asked_answers(cast, application, asked, logged_in, who, status):
    response = logged_in(getattr(cast, who)).post(page(application), {"answer": "accept"})
    assert response.status_code == status
    assert Member.objects.get(pk=asked.pk).state == "asked"


def test_a_signatory_of_the_lead_cannot_answer_for_the_asked_by_another_membership(
    cast, application, asked, logged_in
):
    """Somebody who signs for the lead and only edits for the asked has both roles, and still may not answer."""
    both = staff("both@keusote.example", cast.keusote, "signatory")
    both.affiliations.create(organisation=cast.helsinki, role="editor")
    response = logged_in(both).post(page(application), {"answer": "accept"})
    assert response.status_code == 403
    assert Member.objects.get(pk=asked.pk).state == "asked"


def test_an_answered_request_is_not_answered_again(cast, application, asked, logged_in):
    accept(asked, cast.partner_signatory)
    response = logged_in(cast.partner_signatory).post(page(application), {"answer": "decline"})
    assert response.status_code == 403
    assert Member.objects.get(pk=asked.pk).state == "accepted"


def test_an_unasked_partner_on_the_list_sees_nothing(cast, application, logged_in):
    logged_in(cast.lead_editor).post(
        f"/en/applications/{application.pk}/members/", {"organisation": [cast.vantaa.pk]}
    )
    assert logged_in(cast.second_signatory).get(page(application)).status_code == 404
