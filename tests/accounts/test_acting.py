"""One person, several organisations: always for one of them, always said for which, and changed by a press."""

import pytest

from accounts.models import Affiliation
from applications.models import Application
from tests.builders import asked, begun
from tests.cast import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(cast):
    """Somebody who signs for Espoo and for Vantaa."""
    user = person("kaksi@konsultti.example", "Kaksi")
    for organisation in (cast.vantaa, cast.espoo):
        Affiliation.objects.create(user=user, organisation=organisation, role="signatory")
    return user


def choose(client, organisation, **more):
    return client.post("/en/acting/", {"organisation": organisation.pk, **more})


def header(client, path="/en/applications/"):
    return client.get(path).content.decode().partition("<main")[0]


def test_with_nothing_chosen_it_is_the_first_by_name_and_said_so(client, both):
    client.force_login(both)
    shown = header(client)
    assert "Espoo (signatory), the first of your organisations by name" in shown
    assert "Change organisation" in shown
    assert "Vantaa" not in shown


def test_the_chosen_one_stands_on_every_page(client, both, cast):
    client.force_login(both)
    assert choose(client, cast.vantaa)["Location"] == "/en/applications/"
    shown = header(client, "/en/")
    assert "Vantaa (signatory)" in shown
    assert "by name" not in shown


def test_one_organisation_needs_no_choice(client, cast):
    client.force_login(cast.lead_editor)
    assert "Change organisation" not in header(client)


def test_one_sees_what_belongs_to_the_chosen_organisation(client, both, cast):
    application = begun(cast)
    asked(application, cast, cast.vantaa)
    client.force_login(both)
    start = client.get("/en/applications/").content.decode()
    assert f"/applications/{application.pk}/" not in start
    assert "Vantaa: 1 thing waits" in start
    choose(client, cast.vantaa)
    start = client.get("/en/applications/").content.decode()
    assert f"/applications/{application.pk}/" in start
    assert "Espoo: nothing waits" in start


def test_a_page_of_another_own_organisation_offers_to_change(client, both, cast):
    application = begun(cast)
    asked(application, cast, cast.vantaa)
    client.force_login(both)
    path = f"/en/applications/{application.pk}/"
    response = client.get(path)
    page = response.content.decode()
    assert response.status_code == 403
    assert "Act for Vantaa" in page
    assert f'name="next" value="{path}"' in page
    assert choose(client, cast.vantaa, next=path)["Location"] == path
    assert client.get(path).status_code == 200


def test_what_is_sent_for_another_organisation_is_not_saved(client, both, cast):
    application = begun(cast)
    member = asked(application, cast, cast.vantaa)[0]
    client.force_login(both)
    response = client.post(f"/en/applications/{application.pk}/request/", {"answer": "accept", "note": ""})
    assert response.status_code == 403
    assert "Nothing has been saved." in response.content.decode()
    member.refresh_from_db()
    assert member.state == "asked"


def test_what_belongs_to_none_of_them_is_not_there(client, both, cast):
    application = begun(cast)
    client.force_login(both)
    assert client.get(f"/en/applications/{application.pk}/").status_code == 404


@pytest.mark.parametrize("wanted", ["0", "", "x", "9" * 40, "\x00"])
def test_an_organisation_of_others_cannot_be_chosen(client, both, cast, wanted):
    client.force_login(both)
    for organisation in (wanted, str(cast.helsinki.pk)):
        response = client.post("/en/acting/", {"organisation": organisation})
        assert response.status_code == 422
        assert "You do not act for that organisation." in response.content.decode()
    assert "Espoo" in header(client)


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example"])
def test_changing_never_leads_off_the_site(client, both, cast, wanted):
    client.force_login(both)
    assert choose(client, cast.vantaa, next=wanted)["Location"] == "/en/applications/"


def test_who_is_removed_from_the_chosen_one_acts_for_the_other(client, both, cast):
    client.force_login(both)
    choose(client, cast.vantaa)
    both.affiliations.filter(organisation=cast.vantaa).delete()
    assert "Espoo (signatory)" in header(client)


def test_the_own_organisations_page_follows_the_choice(client, both, cast):
    client.force_login(both)
    assert client.get(f"/en/organisation/{cast.espoo.pk}/").status_code == 200
    response = client.get(f"/en/organisation/{cast.vantaa.pk}/")
    assert (response.status_code, "Act for Vantaa" in response.content.decode()) == (403, True)
    assert client.get(f"/en/organisation/{cast.helsinki.pk}/").status_code == 404


def test_outside_of_a_request_a_person_acts_for_all(both, cast):
    application = begun(cast)
    asked(application, cast, cast.vantaa)
    assert [one.organisation for one in both.affiliations_now] == [cast.espoo, cast.vantaa]
    assert list(Application.objects.visible_to(both)) == [application]


def test_choosing_for_which_to_start_is_the_choice_of_the_header(client, both, cast):
    client.force_login(both)
    choose(client, cast.vantaa)
    page = client.get("/en/applications/new/").content.decode().partition("<main")[2]
    assert "Vantaa" in page
    assert "Espoo" not in page
