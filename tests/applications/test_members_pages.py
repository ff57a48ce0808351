"""The page of the members: the board, the live meter, sending requests, releasing and leaving."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation
from applications.models import Member
from ledger.models import Event
from outbox.models import Row
from tests.applications.consortia import AT, accept, ask, decide, draft, member
from tests.cast import people, staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def application(cast):
    return draft(cast)


@pytest.fixture(autouse=True)
def in_february(monkeypatch):
    """Every request arrives while the call of 2018 is open."""

    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def as_(client):
    def log_in(user):
        client.force_login(user)
        return client

    return log_in


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(application, tail=""):
    return f"/en/applications/{application.pk}/members/{tail}"


def test_two_figures_and_the_confirmed_one_governs(as_, cast, application):
    helsinki, _vantaa = ask(cast, application, cast.helsinki, cast.vantaa)
    accept(helsinki, cast.partner_signatory)
    decide(member(application, cast.keusote), cast.lead_signatory)
    decide(helsinki, cast.partner_signatory)
    text = words(as_(cast.lead_editor).get(page(application)))
    assert '<p class="figure">50,65 %</p>' in text
    assert "confirmed now" in text
    assert '<p class="figure">64,04 %</p>' in text
    assert "Confirmed: this governs" in text
    assert "Decided: they are counted" in text
    assert "No answer: they are not counted" in text


def test_whoever_accepted_without_deciding_is_named_as_blocking(as_, cast, application):
    (helsinki,) = ask(cast, application, cast.helsinki)
    accept(helsinki, cast.partner_signatory)
    text = words(as_(cast.lead_editor).get(page(application)))
    assert "A decision is missing" in text
    assert "Helsinki" in text[text.index("A decision is missing") :][:400]


def test_whose_exit_changes_the_verdict(as_, cast, application):
    espoo = staff("signatory@espoo.example", cast.espoo, "signatory")
    decide(member(application, cast.keusote), cast.lead_signatory)
    asked = ask(cast, application, cast.helsinki, cast.vantaa, cast.espoo)
    by_organisation = {
        cast.helsinki: cast.partner_signatory,
        cast.vantaa: cast.second_signatory,
        cast.espoo: espoo,
    }
    for each in asked:
        accept(each, by_organisation[each.organisation])
        decide(each, by_organisation[each.organisation])
    text = words(as_(cast.lead_editor).get(page(application)))
    assert '<p class="figure">80,80 %</p>' in text
    exits = text[text.index("If one leaves") :]
    assert [name for name in ("Helsinki", "Espoo", "Vantaa", "Keski-Uudenmaan") if name not in exits] == []
    assert "42,03 %" in exits
    assert "64,04 %" in exits
    assert "67,41 %" in exits
    assert "68,91 %" in exits


def test_an_element_alone_is_judged_by_its_own_members(as_, cast, application):
    (helsinki,) = ask(cast, application, cast.helsinki)
    accept(helsinki, cast.partner_signatory)
    decide(helsinki, cast.partner_signatory)
    decide(member(application, cast.keusote), cast.lead_signatory)
    client = as_(cast.lead_editor)
    response = client.post(page(application, f"{helsinki.pk}/elements/"), {"elements": ["client-voucher"]})
    assert response.status_code == 302
    elements = words(client.get(page(application))).split("Confirmed, each element alone")[1]
    assert elements.index("50,65 %") < elements.index("11,88 %")


def test_the_list_is_saved_and_unwanted_ones_go(as_, cast, application):
    client = as_(cast.lead_editor)
    ids = [cast.helsinki.pk, cast.vantaa.pk]
    response = client.post(page(application), {"organisation": ids, "save_next": "1"})
    assert response["Location"] == page(application) + "#requests"
    client.post(page(application), {"organisation": [cast.vantaa.pk]})
    assert set(application.members.values_list("organisation", "state")) == {
        (cast.keusote.pk, "accepted"),
        (cast.vantaa.pk, "listed"),
    }


def test_an_organisation_of_another_county_is_refused_and_nothing_changes(as_, cast, application):
    response = as_(cast.lead_editor).post(
        page(application), {"organisation": [cast.vantaa.pk, cast.tampere.pk]}
    )
    assert response.status_code == 422
    assert "does not belong to the county" in words(response)
    assert application.members.count() == 1


def test_hospital_district_and_special_care_can_be_asked_but_cover_nobody(as_, cast, application):
    hus, eteva = (Organisation.objects.get(authority=key) for key in ("hus", "eteva"))
    as_(cast.lead_editor).post(page(application), {"organisation": [hus.pk, eteva.pk]})
    assert set(application.members.filter(state="listed").values_list("organisation", flat=True)) == {
        hus.pk,
        eteva.pk,
    }
    response = as_(cast.lead_editor).get(page(application, "meter/"), {"organisation": [hus.pk, eteva.pk]})
    assert "11,88 %" in words(response)


def test_the_live_meter_judges_what_is_ticked(as_, cast, application):
    ids = [cast.helsinki.pk, cast.vantaa.pk, cast.espoo.pk, cast.tampere.pk, 10**17]
    response = as_(cast.lead_editor).get(
        page(application, "meter/"), {"organisation": [*ids, "x", "-1", "٣"]}
    )
    text = words(response)
    assert "<html" not in text
    assert '<p class="figure">80,80 %</p>' in text
    assert "Meets the rule" in text


def test_the_live_meter_takes_four_queries(as_, cast, application):
    client = as_(cast.lead_editor)
    ask(cast, application, cast.helsinki)
    # The first answer reads the county, which then is kept.
    client.get(page(application, "meter/"), {"organisation": [cast.vantaa.pk]})
    with CaptureQueriesContext(connection) as seen:
        client.get(page(application, "meter/"), {"organisation": [cast.vantaa.pk]})
    own = [
        q["sql"] for q in seen if "django_session" not in q["sql"] and 'FROM "accounts_user"' not in q["sql"]
    ]
    assert len(own) <= 4, own


def test_the_board_takes_as_many_queries_for_many_members_as_for_few(as_, cast, application):
    client = as_(cast.lead_signatory)

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page(application)).status_code == 200
        return len(seen)

    ask(cast, application, cast.helsinki)
    few = count()
    others = Organisation.objects.filter(municipality__reform_region="01").exclude(pk=cast.helsinki.pk)
    asked = ask(cast, application, *others)
    accept(next(m for m in asked if m.organisation_id == cast.vantaa.pk), cast.second_signatory)
    decide(member(application, cast.vantaa), cast.second_signatory)
    assert count() == few


def test_sending_asks_first_and_then_leaves_a_mail_for_each(as_, cast, application):
    client = as_(cast.lead_signatory)
    ids = [cast.helsinki.pk, cast.vantaa.pk]
    client.post(page(application), {"organisation": ids})
    data = {"organisation": ids, "message": "Tervetuloa <mukaan>", "reply_by_on": "28.2.2018"}
    asks = client.post(page(application, "send/"), data)
    assert asks.status_code == 200
    assert "Helsinki" in words(asks)
    assert "Send 2 requests" in words(asks)
    assert "Tervetuloa &lt;mukaan&gt;" in words(asks)
    assert not Row.objects.filter(kind="mail").exists()
    sent = client.post(page(application, "send/"), data | {"confirmed": "1", "reply_by_on": "2018-02-28"})
    assert sent.status_code == 302
    assert Row.objects.filter(kind="mail").count() == 2
    assert set(
        application.members.filter(is_lead=False).values_list("state", "message", "reply_by_on__day")
    ) == {("asked", "Tervetuloa <mukaan>", 28)}
    assert Event.objects.filter(kind="request.sent").count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"message": ""}, "Write a message"),
        ({"organisation": []}, "Choose at least one organisation."),
        ({"reply_by_on": "1.2.2018"}, "has passed already"),
        ({"reply_by_on": "16.3.2018"}, "The call has closed by then"),
        ({"reply_by_on": "31.2.2018"}, "Write a day that exists"),
    ],
)
def test_a_request_that_is_not_whole_comes_back_with_what_was_typed(as_, cast, application, change, message):
    client = as_(cast.lead_signatory)
    client.post(page(application), {"organisation": [cast.helsinki.pk]})
    data = {"organisation": [cast.helsinki.pk], "message": "Moi", "reply_by_on": "28.2.2018"} | change
    response = client.post(page(application, "send/"), data | {"confirmed": "1"})
    assert response.status_code == 422
    assert message in words(response)
    assert not application.members.filter(state="asked").exists()


def test_a_request_can_be_withdrawn_before_the_answer_only(as_, cast, application):
    helsinki, vantaa = ask(cast, application, cast.helsinki, cast.vantaa)
    accept(vantaa, cast.second_signatory)
    client = as_(cast.lead_signatory)
    board = client.get(page(application)).content.decode()
    where = page(application, f"{helsinki.pk}/withdraw/")
    assert f'href="{where}"' in board
    assert f'action="{where}"' not in board, "one press would be enough"
    asked = client.get(where)
    assert "Withdraw the request to Helsinki?" in words(asked)
    assert "38,77 %" in words(asked), "the coverage with Helsinki and without"
    assert member(application, cast.helsinki).state == "asked"
    assert client.post(where).status_code == 302
    late = client.post(page(application, f"{vantaa.pk}/withdraw/"))
    assert late.status_code == 422
    assert "has already been answered" in words(late)
    assert member(application, cast.helsinki).state == "withdrawn"
    assert member(application, cast.vantaa).state == "accepted"


def test_releasing_shows_the_effect_and_keeps_the_decision(as_, cast, application):
    (helsinki,) = ask(cast, application, cast.helsinki)
    accept(helsinki, cast.partner_signatory)
    decide(helsinki, cast.partner_signatory)
    decide(member(application, cast.keusote), cast.lead_signatory)
    client = as_(cast.lead_signatory)
    text = words(client.get(page(application, f"{helsinki.pk}/release/")))
    assert "11,88 %" in text
    assert "50,65 %" in text
    assert client.post(page(application, f"{helsinki.pk}/release/")).status_code == 302
    assert member(application, cast.helsinki).state == "left"
    assert member(application, cast.helsinki).decisions.count() == 1


def test_a_partner_leaves_with_a_reason(as_, cast, application):
    (helsinki,) = ask(cast, application, cast.helsinki)
    accept(helsinki, cast.partner_signatory)
    client = as_(cast.partner_signatory)
    empty = client.post(page(application, f"{helsinki.pk}/leave/"), {"reason": " "})
    assert empty.status_code == 422
    assert member(application, cast.helsinki).state == "accepted"
    gone = client.post(page(application, f"{helsinki.pk}/leave/"), {"reason": "Valtuusto kielsi"})
    assert gone.status_code == 302
    assert member(application, cast.helsinki).state == "left"
    assert client.get(page(application)).status_code == 404


def test_who_may_do_what(as_, cast, application):
    (helsinki,) = ask(cast, application, cast.helsinki)
    accept(helsinki, cast.partner_signatory)
    before = list(Member.objects.order_by("pk").values())
    assert {
        (name, method, tail): getattr(as_(getattr(cast, name)), method)(page(application, tail)).status_code
        for name, method, tail in [
            ("stranger", "get", ""),
            ("stranger", "post", ""),
            ("stranger", "get", "meter/"),
            ("stranger", "post", "send/"),
            ("stranger", "post", f"{helsinki.pk}/withdraw/"),
            ("presenting_officer", "get", ""),
            ("superuser", "get", ""),
            ("second_signatory", "get", ""),
            ("lead_editor", "post", "send/"),
            ("lead_editor", "post", f"{helsinki.pk}/withdraw/"),
            ("lead_editor", "get", f"{helsinki.pk}/release/"),
            ("lead_editor", "post", f"{helsinki.pk}/release/"),
            ("partner_editor", "get", ""),
            ("partner_editor", "post", ""),
            ("partner_signatory", "post", ""),
            ("partner_signatory", "post", "send/"),
            ("partner_signatory", "post", f"{helsinki.pk}/elements/"),
            ("partner_editor", "post", f"{helsinki.pk}/leave/"),
            ("lead_signatory", "post", f"{helsinki.pk}/leave/"),
            ("lead_signatory", "get", "send/"),
            ("lead_signatory", "post", "987654321/release/"),
        ]
    } == {
        ("stranger", "get", ""): 404,
        ("stranger", "post", ""): 404,
        ("stranger", "get", "meter/"): 404,
        ("stranger", "post", "send/"): 404,
        ("stranger", "post", f"{helsinki.pk}/withdraw/"): 404,
        ("presenting_officer", "get", ""): 404,
        ("superuser", "get", ""): 404,
        ("second_signatory", "get", ""): 404,
        ("lead_editor", "post", "send/"): 403,
        ("lead_editor", "post", f"{helsinki.pk}/withdraw/"): 403,
        ("lead_editor", "get", f"{helsinki.pk}/release/"): 403,
        ("lead_editor", "post", f"{helsinki.pk}/release/"): 403,
        ("partner_editor", "get", ""): 200,
        ("partner_editor", "post", ""): 403,
        ("partner_signatory", "post", ""): 403,
        ("partner_signatory", "post", "send/"): 403,
        ("partner_signatory", "post", f"{helsinki.pk}/elements/"): 403,
        ("partner_editor", "post", f"{helsinki.pk}/leave/"): 403,
        ("lead_signatory", "post", f"{helsinki.pk}/leave/"): 403,
        ("lead_signatory", "get", "send/"): 405,
        ("lead_signatory", "post", "987654321/release/"): 404,
    }
    assert list(Member.objects.order_by("pk").values()) == before


def test_a_member_of_another_application_is_not_reached_through_ones_own(as_, cast, application):
    other = draft(cast, county="06")
    (tampere,) = ask(cast, other, cast.tampere)
    response = as_(cast.lead_signatory).post(page(application, f"{tampere.pk}/withdraw/"))
    assert response.status_code == 404
    assert member(other, cast.tampere).state == "asked"
