"""Text that meets an expired session or an old token: the same person gets it back, nobody else does."""

import re

import pytest
from django.core import signing
from django.test import Client

from accounts.kept import MOST_BYTES, writer_of
from tests.builders import begun
from tests.cast import PASSWORD, people

pytestmark = pytest.mark.django_db
AIMS = "Lyhyet jonot.\r\nParempi hoito & <hyvä> mieli."


@pytest.fixture
def cast(db):
    return people()


@pytest.fixture
def plan(cast):
    return f"/en/applications/{begun(cast).pk}/plan/"


def typed(user, **more):
    return {"seen": "0", "aims": AIMS, "save": "1", "writer": writer_of(user), **more}


def kept_in(answer):
    found = re.search(r'name="kept" value="([^"]*)"', answer.content.decode())
    return found.group(1) if found else ""


def log_in(client, user, kept):
    form = {"email": user.email, "password": PASSWORD, "next": "/", "kept": kept}
    return client.post("/en/login/", form)


def hidden(answer):
    page = answer.content.decode()
    pairs = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return dict(pairs)


def test_the_text_goes_through_the_log_in_and_is_saved_by_a_press(cast, plan):
    client = Client()
    asked = client.post(plan, typed(cast.lead_editor))
    assert asked.status_code == 401
    assert 'action="/en/login/"' in asked.content.decode()
    assert "Your text is kept" in asked.content.decode()
    back = log_in(client, cast.lead_editor, kept_in(asked))
    assert "Save my text" in back.content.decode()
    assert "Parempi hoito &amp; &lt;hyvä&gt; mieli." in back.content.decode()
    fields = {name for name in hidden(back) if name != "csrfmiddlewaretoken"}
    assert fields == {"seen", "aims", "save"}
    saved = client.post(plan, {"seen": "0", "aims": AIMS, "save": "1"})
    assert saved.status_code == 302
    assert "Parempi hoito" in client.get(plan).content.decode()


def test_a_wrong_password_loses_nothing(cast, plan):
    client = Client()
    kept = kept_in(client.post(plan, typed(cast.lead_editor)))
    again = client.post("/en/login/", {"email": cast.lead_editor.email, "password": "x", "kept": kept})
    assert again.status_code == 422
    assert kept_in(again) == kept


def test_another_person_gets_nothing_of_it(cast, plan):
    client = Client()
    kept = kept_in(client.post(plan, typed(cast.lead_editor)))
    answer = log_in(client, cast.lead_signatory, kept)
    assert answer.status_code == 302
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "another person" in page
    assert "Parempi hoito" not in page


@pytest.mark.parametrize("writer", ["", "1", "x:y:z"])
def test_without_the_mark_of_its_writer_the_log_in_page_carries_nothing(cast, plan, writer):
    answer = Client().post(plan, typed(cast.lead_editor) | {"writer": writer})
    assert (answer.status_code, answer["Location"]) == (302, f"/en/login/?next={plan}")


def test_what_is_too_long_is_not_carried(cast, plan):
    answer = Client().post(plan, typed(cast.lead_editor, aims="x" * (MOST_BYTES + 1)))
    assert answer.status_code == 302


def test_only_pages_of_sections_carry(cast):
    assert Client().post("/en/applications/new/", typed(cast.lead_editor)).status_code == 302


def test_a_forged_parcel_is_dropped(cast, plan):
    forged = signing.dumps(["https://evil.example/", [["aims", "x"]], cast.lead_editor.pk], salt="other")
    answer = log_in(Client(), cast.lead_editor, forged)
    assert answer.status_code == 302


def strict_client(user):
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def test_an_old_token_gives_the_text_back_on_the_spot(cast, plan):
    client = strict_client(cast.lead_editor)
    answer = client.post(plan, typed(cast.lead_editor), headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Save my text" in answer.content.decode()
    token = hidden(answer)["csrfmiddlewaretoken"]
    saved = client.post(plan, {"seen": "0", "aims": AIMS, "csrfmiddlewaretoken": token})
    assert saved.status_code == 302


@pytest.mark.parametrize("origin", [{}, {"origin": "https://evil.example"}])
def test_what_comes_from_elsewhere_is_never_offered_as_ones_own(cast, plan, origin):
    answer = strict_client(cast.lead_editor).post(plan, typed(cast.lead_editor), headers=origin)
    assert answer.status_code == 403
    assert "Save my text" not in answer.content.decode()


def test_another_persons_text_is_not_shown_with_an_old_token(cast, plan):
    client = strict_client(cast.lead_signatory)
    answer = client.post(plan, typed(cast.lead_editor), headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    assert "Parempi hoito" not in answer.content.decode()
