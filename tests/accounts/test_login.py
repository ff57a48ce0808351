"""Logging in and out."""

import pytest

from tests.cast import PASSWORD, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return people()


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/login/", {"email": email, "password": password, **more})


def test_staff_of_an_organisation_come_to_their_applications(client, cast):
    response = sign_in(client, "  Lead.Signatory@KEUSOTE.example ")
    assert response.status_code == 302
    assert response["Location"] == "/applications/"
    assert client.session["_auth_user_id"] == str(cast.lead_signatory.pk)


def test_officials_come_to_their_desk(client, cast):
    assert sign_in(client, cast.presenting_officer.email)["Location"] == "/admin/"


@pytest.mark.parametrize(
    ("email", "password"), [("nobody@x.example", PASSWORD), (None, "wrong"), (None, PASSWORD.upper())]
)
def test_every_way_to_fail_reads_the_same(client, cast, email, password):
    response = sign_in(client, email or cast.lead_signatory.email, password)
    assert response.status_code == 422
    assert "_auth_user_id" not in client.session
    assert response.context["form"].non_field_errors() == [response.context["form"].non_field_errors()[0]]
    assert PASSWORD not in response.content.decode()


def test_an_account_that_is_switched_off_stays_outside(client, cast):
    cast.lead_signatory.is_active = False
    cast.lead_signatory.save()
    assert sign_in(client, cast.lead_signatory.email).status_code == 422


def test_what_was_typed_stays_but_for_the_password(client, cast):
    page = sign_in(client, cast.lead_signatory.email, "wrong", next="/applications/new/").content.decode()
    assert f'value="{cast.lead_signatory.email}"' in page
    assert 'value="/applications/new/"' in page
    assert "wrong" not in page


@pytest.mark.parametrize(
    "wanted",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "http:///x",
    ],
)
def test_next_never_leads_off_the_site(client, cast, wanted):
    assert sign_in(client, cast.lead_signatory.email, next=wanted)["Location"] == "/applications/"


def test_a_closed_page_asks_to_log_in_and_comes_back(client, cast):
    response = client.get("/sv/applications/new/")
    assert response["Location"] == "/sv/login/?next=/sv/applications/new/"
    assert (
        sign_in(client, cast.lead_signatory.email, next="/sv/applications/new/")["Location"]
        == "/sv/applications/new/"
    )


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800x".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "x" * 100_000]
)
def test_hostile_text_is_only_a_wrong_log_in(client, cast, text):
    assert sign_in(client, text, text).status_code == 422


def test_logging_out_takes_a_press(client, cast):
    client.force_login(cast.lead_signatory)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/"
    assert "_auth_user_id" not in client.session


def test_the_page_tells_for_whom_one_acts(client, cast):
    client.force_login(cast.lead_signatory)
    assert "Keski-Uudenmaan sote" in client.get("/en/").content.decode()
    client.force_login(cast.decision_maker)
    assert "decision-maker" in client.get("/en/").content.decode()


def test_an_anonymous_page_asks_nothing_about_people(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/login/")
