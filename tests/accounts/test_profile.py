"""The own page: name, language and password."""

import pytest
from django.test import Client

from ledger.models import Event
from tests.cast import PASSWORD

NEW = "koivikko-jarvenrannalla"
pytestmark = pytest.mark.django_db


def test_name_and_language_are_changed(client, cast):
    client.force_login(cast.lead_editor)
    given = {"name": "A\u0308ija\u0308 O\u0308ljy", "language": "en", "email": "other@x.example"}
    assert client.post("/en/profile/", given).status_code == 302
    cast.lead_editor.refresh_from_db()
    assert (cast.lead_editor.name, cast.lead_editor.language) == ("Äijä Öljy", "en")
    assert cast.lead_editor.email == "lead.editor@keusote.example"
    assert Event.objects.filter(kind="person.profile_saved").count() == 1


@pytest.mark.parametrize("name", ["", " ", "a\x00", "x" * 121])
def test_a_name_that_cannot_be_kept_is_refused(client, cast, name):
    client.force_login(cast.lead_editor)
    response = client.post("/en/profile/", {"name": name, "language": "fi"})
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["name"])


def test_the_password_is_changed_and_other_sessions_end(client, cast):
    other = Client()
    for browser in (client, other):
        browser.force_login(cast.lead_editor)
    assert client.post("/en/profile/password/", {"present": PASSWORD, "password": NEW}).status_code == 302
    assert client.get("/en/profile/").status_code == 200
    assert other.get("/en/profile/").status_code == 302
    cast.lead_editor.refresh_from_db()
    assert cast.lead_editor.check_password(NEW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"present": "wrong", "password": NEW}, "present"),
        ({"present": PASSWORD, "password": "short"}, "password"),
        ({"present": PASSWORD, "password": "lead.editor@keusote.example"}, "password"),
        ({"present": PASSWORD, "password": ""}, "password"),
    ],
)
def test_a_wrong_change_changes_nothing(client, cast, given, field):
    client.force_login(cast.lead_editor)
    response = client.post("/en/profile/password/", given)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    cast.lead_editor.refresh_from_db()
    assert cast.lead_editor.check_password(PASSWORD)
