"""Plan, elements and grounds by their pages: saved unfinished, nothing typed is lost, read-only for the others."""

import pytest

from applications.models import Application, Section
from tests.builders import asked, begun, complete_draft, in_window, written

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def draft(cast):
    return begun(cast)


def url(application, page: str) -> str:
    return f"/en/applications/{application.pk}/{page}/"


def test_an_unfinished_plan_is_saved_and_shown(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    answer = client.post(
        url(draft, "plan"), {"seen": "0", "aims": "Lyhyet jonot.\r\nParempi hoito.", "save": "1"}
    )
    assert (answer.status_code, answer["Location"]) == (302, url(draft, "plan"))
    assert list(draft.answers.exclude(text="").values_list("question__code", "text")) == [
        ("aims", "Lyhyet jonot.\nParempi hoito.")
    ]
    page = text_of(client.get(url(draft, "plan")))
    assert "Lyhyet jonot." in page
    assert "by lead.editor, version 1" in page
    assert "(needed before sending)" in page


def test_save_and_go_on_leads_to_the_next_part(cast, draft, logged_in):
    answer = logged_in(cast.lead_editor).post(
        url(draft, "plan"), {"seen": "0", "title": "A", "save_next": "1"}
    )
    assert answer["Location"] == url(draft, "elements")


def test_a_text_that_is_too_long_is_refused_and_kept(cast, draft, logged_in):
    long = "ä" * 4001
    answer = logged_in(cast.lead_editor).post(url(draft, "plan"), {"seen": "0", "aims": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert not draft.answers.exclude(text="").exists()


@pytest.mark.parametrize("hostile", ["nolla\x00tavu", "puolikas \ud800 pari"])
def test_what_is_not_text_is_refused_by_name(cast, draft, logged_in, hostile):
    body = f"seen=0&aims={''.join(f'%{byte:02x}' for byte in hostile.encode('utf-8', 'surrogatepass'))}"
    answer = logged_in(cast.lead_editor).post(
        url(draft, "plan"), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {302, 422}


def test_the_second_of_two_savers_gets_both_texts(cast, draft, logged_in):
    first, second = logged_in(cast.lead_editor), logged_in(cast.lead_signatory)
    first.post(url(draft, "plan"), {"seen": "0", "aims": "Ensimmäisen teksti"})
    answer = second.post(url(draft, "plan"), {"seen": "0", "aims": "Toisen teksti"})
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Ensimmäisen teksti" in page
    assert "Toisen teksti" in page
    assert "Keep mine and save" in page
    assert 'name="seen" value="1"' in page
    assert draft.answers.get(question__code="aims").text == "Ensimmäisen teksti"
    kept = second.post(url(draft, "plan"), {"seen": "1", "aims": "Toisen teksti"})
    assert kept.status_code == 302
    assert draft.answers.get(question__code="aims").text == "Toisen teksti"


def test_choosing_and_dropping_elements(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft, "elements"), {"seen": "0", "elements": ["personal-budget", "sote-centre"]})
    chosen = draft.element_plans.order_by("element__order").values_list("element__code", flat=True)
    assert list(chosen) == ["sote-centre", "personal-budget"]
    client.post(url(draft, "elements/sote-centre"), {"seen": "0", "description": "Keskus"})
    refused = client.post(url(draft, "elements"), {"seen": "1", "elements": ["personal-budget"]})
    assert refused.status_code == 422
    assert "Confirm that it is removed." in text_of(refused)
    assert draft.element_plans.count() == 2
    client.post(url(draft, "elements"), {"seen": "1", "elements": ["personal-budget"], "drop": "on"})
    assert [plan.element.code for plan in draft.element_plans.all()] == ["personal-budget"]


def test_one_element_with_days_written_the_finnish_way(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft, "elements"), {"seen": "0", "elements": ["personal-budget"]})
    form = {
        "seen": "0",
        "description": "Kuvaus",
        "starts_on": "1.3.2027",
        "ends_on": "31.12.2028",
        "expected_clients": "4 500",
    }
    assert client.post(url(draft, "elements/personal-budget"), form).status_code == 302
    plan = draft.element_plans.get()
    assert (plan.starts_on.isoformat(), plan.ends_on.isoformat(), plan.expected_clients) == (
        "2027-03-01",
        "2028-12-31",
        4500,
    )
    backwards = client.post(
        url(draft, "elements/personal-budget"), form | {"seen": "1", "ends_on": "1.2.2027"}
    )
    assert backwards.status_code == 422
    assert "The end is before the start." in text_of(backwards)
    assert 'value="1.2.2027"' in text_of(backwards)
    assert client.get(url(draft, "elements/sote-centre")).status_code == 404


def test_grounds_stand_beside_the_verdict_and_need_no_confirmation_under_a_binding_rule(
    cast, draft, logged_in
):
    client = logged_in(cast.lead_editor)
    page = text_of(client.get(url(draft, "grounds")))
    assert "Confirmed coverage" in page
    assert "below_limit_confirmed" not in page
    client.post(
        url(draft, "grounds"), {"seen": "0", "special_grounds": "Saaristo", "below_limit_confirmed": "on"}
    )
    stored = Application.objects.get(pk=draft.pk)
    assert (stored.special_grounds, stored.below_limit_confirmed) == ("Saaristo", False)


@pytest.mark.parametrize("page", ["plan", "elements", "elements/personal-budget", "grounds"])
def test_partners_and_asked_organisations_read_and_do_not_write(cast, draft, logged_in, page):
    written(draft, cast)
    asked(draft, cast, cast.helsinki)
    client = logged_in(cast.partner_signatory)
    shown = client.get(url(draft, page))
    assert shown.status_code == 200
    assert "You can read this part here." in text_of(shown)
    before = list(Section.objects.order_by("pk").values())
    assert (
        client.post(url(draft, page), {"seen": "1", "aims": "x", "special_grounds": "x"}).status_code == 403
    )
    assert logged_in(cast.stranger).get(url(draft, page)).status_code == 404
    assert logged_in(cast.stranger).post(url(draft, page), {}).status_code == 404
    assert list(Section.objects.order_by("pk").values()) == before


def test_after_the_call_has_closed_the_typed_text_is_shown_with_the_reason(cast, draft, logged_in, call):
    call.closes_at = in_window(call)
    type(call).objects.filter(pk=call.pk).update(opens_at="2018-01-01T00:00Z", closes_at="2018-02-01T00:00Z")
    answer = logged_in(cast.lead_editor).post(
        url(draft, "plan"), {"seen": "0", "aims": "Myöhässä kirjoitettu"}
    )
    assert answer.status_code == 422
    assert "The application can no longer be changed." in text_of(answer)
    assert "Myöhässä kirjoitettu" in text_of(answer)


def test_extra_fields_change_nothing_else(cast, draft, logged_in):
    before = Application.objects.values().get(pk=draft.pk)
    form = {"seen": "0", "state": "decided", "lead": "1", "case_number": "PH/1/1", "language": "sv"}
    logged_in(cast.lead_editor).post(url(draft, "plan"), form)
    assert Application.objects.values().get(pk=draft.pk) == before


def test_a_complete_draft_says_so(cast, logged_in):
    application = complete_draft(cast)
    assert "Nothing required is missing" in text_of(
        logged_in(cast.lead_editor).get(url(application, "submit"))
    )


@pytest.mark.parametrize(
    ("page", "typed"),
    [
        ("plan", {"title": "Yhdessä", "aims": "Lyhyet jonot.\r\nParempi hoito. "}),
        ("elements", {"elements": ["personal-budget", "client-voucher"]}),
        (
            "elements/client-voucher",
            {"description": "Kuvaus", "starts_on": "01.05.2027", "expected_clients": "4 500"},
        ),
        ("grounds", {"special_grounds": "Saaristo."}),
        (
            "budget",
            {
                "lines-TOTAL_FORMS": "1",
                "lines-INITIAL_FORMS": "0",
                "lines-0-category": "personnel",
                "lines-0-year": "2027",
                "lines-0-element": "client-voucher",
                "lines-0-asked_eur": "1 000,50",
            },
        ),
    ],
)
def test_a_second_press_of_save_is_no_clash_with_oneself(cast, draft, logged_in, page, typed):
    client = logged_in(cast.lead_editor)
    codes = {"elements": ["personal-budget", "client-voucher"]}
    if page != "elements":
        client.post(url(draft, "elements"), {"seen": "0", **codes})
    for _press in range(2):
        answer = client.post(url(draft, page), {"seen": "0", "save": "1", **typed})
        assert (answer.status_code, answer["Location"]) == (302, url(draft, page))
    key = page.replace("elements/", "element:")
    assert Section.objects.get(application=draft, key=key).version == 1


def test_a_day_outside_the_call_is_saved_and_said_on_the_spot(cast, draft, logged_in):
    client = logged_in(cast.lead_editor)
    client.post(url(draft, "elements"), {"seen": "0", "elements": ["personal-budget"]})
    assert "Still missing before sending" not in text_of(client.get(url(draft, "elements/personal-budget")))
    typed = {"seen": "0", "description": "Kuvaus", "starts_on": "1.1.1999", "ends_on": "31.12.2028"}
    page = text_of(client.post(url(draft, "elements/personal-budget"), typed, follow=True))
    assert "Still missing before sending" in page
    assert '<a href="#id_starts_on">Personal budget: the start is outside the limits of the call</a>' in page
