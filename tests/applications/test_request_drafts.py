"""An editor of the lead writes the partnership requests; a signatory sends them."""

from datetime import date

import pytest

from applications.actions.consortium import list_partners
from applications.models import Member
from outbox.models import Row
from tests.applications.consortia import AT, draft, member

pytestmark = pytest.mark.django_db
WORDS = "Lähtisittekö mukaan <pilottiin>?"


@pytest.fixture(autouse=True)
def in_february(monkeypatch):
    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    application = draft(cast)
    list_partners(
        application_id=application.pk,
        organisation_ids={cast.helsinki.pk, cast.vantaa.pk, cast.espoo.pk},
        actor=cast.lead_editor,
        at=AT,
    )
    return application


def page(application, tail=""):
    return f"/en/applications/{application.pk}/members/{tail}"


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def drafting(cast, **more):
    return {
        "organisation": [cast.helsinki.pk, cast.vantaa.pk],
        "message": WORDS,
        "reply_by_on": "28.2.2018",
    } | more


def test_what_an_editor_drafts_waits_for_the_signatory_who_sends_it(cast, application, logged_in):
    editor = logged_in(cast.lead_editor)
    board = words(editor.get(page(application)))
    assert "Save the request as a draft" in board
    assert "Go on: see who will be asked" not in board
    kept = editor.post(page(application, "draft/"), drafting(cast))
    assert kept["Location"] == page(application) + "#requests"
    helsinki = member(application, cast.helsinki)
    assert (helsinki.state, helsinki.message, helsinki.reply_by_on) == ("listed", WORDS, date(2018, 2, 28))
    assert not Row.objects.filter(kind="mail", payload__template="request").exists()
    assert "the request has been drafted" in words(editor.get(page(application)))

    signatory = logged_in(cast.lead_signatory)
    board = signatory.get(page(application))
    form = board.context["form"]
    assert (form["message"].value(), form["reply_by_on"].value()) == (WORDS, "28.2.2018")
    assert set(form["organisation"].value()) == {str(cast.helsinki.pk), str(cast.vantaa.pk)}
    sent = signatory.post(page(application, "send/"), drafting(cast, confirmed="1"))
    assert sent.status_code == 302
    states = Member.objects.filter(application=application, is_lead=False).order_by("organisation__name_fi")
    assert list(states.values_list("state", flat=True)) == ["listed", "asked", "asked"]
    assert Row.objects.filter(kind="mail", payload__template="request").count() == 2


def test_an_editor_cannot_send_what_was_drafted(cast, application, logged_in):
    editor = logged_in(cast.lead_editor)
    editor.post(page(application, "draft/"), drafting(cast))
    refused = editor.post(page(application, "send/"), drafting(cast, confirmed="1"))
    assert refused.status_code == 403
    assert not application.members.filter(state="asked").exists()


def test_whoever_is_left_out_of_a_newer_draft_has_none(cast, application, logged_in):
    editor = logged_in(cast.lead_editor)
    editor.post(page(application, "draft/"), drafting(cast))
    editor.post(page(application, "draft/"), drafting(cast, organisation=[cast.vantaa.pk], message="Uusi"))
    assert member(application, cast.helsinki).message == ""
    assert member(application, cast.vantaa).message == "Uusi"


def test_a_draft_with_a_day_gone_by_keeps_what_was_typed(cast, application, logged_in):
    response = logged_in(cast.lead_editor).post(
        page(application, "draft/"), drafting(cast, reply_by_on="1.2.2018")
    )
    assert response.status_code == 422
    assert "The day has passed already." in words(response)
    assert "Lähtisittekö mukaan &lt;pilottiin&gt;?" in words(response)
    assert member(application, cast.helsinki).message == ""


def test_the_page_that_asks_one_begins_with_its_draft(cast, application, logged_in):
    logged_in(cast.lead_editor).post(page(application, "draft/"), drafting(cast))
    signatory = logged_in(cast.lead_signatory)
    alone = signatory.get(page(application, f"ask/?only={cast.helsinki.pk}")).context["form"]
    assert alone["message"].value() == WORDS
    assert alone["organisation"].value() == [str(cast.helsinki.pk)]
    other = signatory.get(page(application, f"ask/?only={cast.espoo.pk}")).context["form"]
    assert not other["message"].value()


def test_a_partner_drafts_no_requests(cast, application, logged_in):
    response = logged_in(cast.partner_signatory).post(page(application, "draft/"), drafting(cast))
    assert response.status_code == 404
