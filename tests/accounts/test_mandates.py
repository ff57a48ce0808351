"""Log-in with a mandate against a real provider on this machine: who comes in, and who does not."""

import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest
import requests

from accounts.models import Affiliation, Identity, User
from accounts.oidc import MandateBackend
from ledger.models import Event

pytestmark = pytest.mark.django_db
CLIENT = "pilottihaku"


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture(scope="module")
def provider():
    """The provider's address; it runs in a process of its own."""
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    for _try in range(200):
        try:
            requests.get(f"{address}/.well-known/openid-configuration", timeout=2)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield address
    process.kill()
    process.wait()


@pytest.fixture
def configured(settings, provider, cast):
    """The site with this provider."""
    settings.OIDC_ENABLED = True
    settings.OIDC_ISSUER = provider
    settings.OIDC_RP_CLIENT_ID, settings.OIDC_RP_CLIENT_SECRET = CLIENT, "secret"
    settings.OIDC_OP_AUTHORIZATION_ENDPOINT = f"{provider}/oauth2/authorize"
    settings.OIDC_OP_TOKEN_ENDPOINT = f"{provider}/oauth2/token"
    settings.OIDC_OP_USER_ENDPOINT = f"{provider}/userinfo"
    settings.OIDC_OP_JWKS_ENDPOINT = f"{provider}/jwks"
    settings.OIDC_VERIFY_KID = False  # this provider has one key and does not name it in its tokens
    settings.AUTHENTICATION_BACKENDS = [*settings.AUTHENTICATION_BACKENDS, "accounts.oidc.MandateBackend"]
    return settings


def mandate(organisation="049", *rights):
    return {"organisation": organisation, "rights": list(rights or ["allekirjoittaa"])}


def known_as(provider, subject, **claims):
    """What the provider knows of somebody."""
    claims = {"name": "Mandaatti Mallikas"} | claims
    requests.put(f"{provider}/users/{subject}", json=claims, timeout=5).raise_for_status()


def way_back(client, subject, begin="/en/login/mandate/"):
    """Begins here, identifies at the provider, and gives the address to which the provider sends back."""
    there = client.get(begin)
    assert there.status_code == 302
    sent_back = requests.post(there["Location"], data={"sub": subject}, allow_redirects=False, timeout=5)
    back = urlsplit(sent_back.headers["Location"])
    assert back.path == "/login/mandate/back/"
    return f"{back.path}?{back.query}"


def test_a_mandate_brings_the_first_signatory(client, configured, provider, cast):
    known_as(provider, "s-1", mandates=[mandate()])
    response = client.get(way_back(client, "s-1"))
    assert response.status_code == 302
    held = cast.espoo.affiliations.get()
    assert (held.role, held.source, held.user.name) == ("signatory", "mandate", "Mandaatti Mallikas")
    assert Identity.objects.get(user=held.user).subject == "s-1"
    assert Event.objects.filter(kind="organisation.mandate").count() == 1
    assert "Espoo (signatory)" in client.get("/en/applications/").content.decode()


def test_the_same_person_comes_again_to_the_same_account(client, configured, provider):
    known_as(provider, "s-2", mandates=[mandate()])
    for _time in range(2):
        client.get(way_back(client, "s-2"))
        client.post("/logout/")
    known_as(provider, "s-2", name="Uusi Nimi", mandates=[mandate()])
    client.get(way_back(client, "s-2"))
    assert "_auth_user_id" in client.session
    assert Identity.objects.count() == Affiliation.objects.filter(source="mandate").count() == 1


def test_an_authority_is_named_by_its_key_and_the_wanted_page_follows(client, configured, provider, cast):
    known_as(provider, "s-3", mandates=[mandate("keusote", "hakea avustusta")])
    back = way_back(client, "s-3", "/sv/login/mandate/?next=/sv/applications/new/")
    assert client.get(back)["Location"] == "/sv/applications/new/"
    assert cast.keusote.affiliations.filter(source="mandate").count() == 1


def test_an_address_that_somebody_has_opens_no_account(client, configured, provider, cast):
    known_as(provider, "s-4", email=cast.decision_maker.email, email_verified=True, mandates=[mandate()])
    client.get(way_back(client, "s-4"))
    assert client.session["_auth_user_id"] != str(cast.decision_maker.pk)
    assert not cast.decision_maker.identities.exists()


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({}, "brought no mandate"),
        ({"mandates": []}, "brought no mandate"),
        ({"mandates": "049"}, "brought no mandate"),
        ({"mandates": [{"organisation": 49}]}, "brought no mandate"),
        ({"mandates": [mandate("999")]}, "does not let you act"),
        ({"mandates": [mandate("0\x0049")]}, "does not let you act"),
        ({"mandates": [mandate("049", "lukea")]}, "does not let you act"),
    ],
)
def test_without_a_fitting_mandate_nobody_comes_in(client, configured, provider, claims, words):
    known_as(provider, "s-5", **claims)
    before = User.objects.count()
    response = client.get(way_back(client, "s-5"))
    assert response.status_code == 403
    assert words in response.content.decode()
    assert "/en/login/" in response.content.decode()
    assert (User.objects.count(), Identity.objects.count()) == (before, 0)
    assert "_auth_user_id" not in client.session


def test_a_token_of_another_issuer_is_refused(client, configured, provider):
    known_as(provider, "s-6", mandates=[mandate()])
    back = way_back(client, "s-6")
    configured.OIDC_ISSUER = "https://tunnistus.example"
    response = client.get(back)
    assert response.status_code == 400
    assert "The log-in could not be completed." in response.content.decode()
    assert not Identity.objects.exists()


def test_a_token_for_another_client_is_refused(client, configured, provider, monkeypatch):
    known_as(provider, "s-7", mandates=[mandate()])
    back = way_back(client, "s-7")
    asked = MandateBackend.get_token
    monkeypatch.setattr(
        MandateBackend, "get_token", lambda self, payload: asked(self, payload | {"client_id": CLIENT})
    )
    configured.OIDC_RP_CLIENT_ID = "another"
    assert client.get(back).status_code == 400
    assert not Identity.objects.exists()


def test_an_answer_that_was_not_asked_for_is_refused(client, configured, provider):
    known_as(provider, "s-8", mandates=[mandate()])
    back = way_back(client, "s-8")
    assert client.get("/login/mandate/back/?code=x&state=y").status_code == 400
    client.cookies.clear()
    assert client.get(back).status_code == 400
    assert not Identity.objects.exists()


def test_an_answer_works_once(client, configured, provider):
    known_as(provider, "s-9", mandates=[mandate()])
    back = way_back(client, "s-9")
    assert client.get(back).status_code == 302
    client.post("/logout/")
    assert client.get(back).status_code == 400


def test_a_code_that_the_provider_does_not_know_is_no_breakdown(client, configured, provider):
    known_as(provider, "s-11", mandates=[mandate()])
    back = way_back(client, "s-11").replace("code=", "code=x")
    assert client.get(back).status_code == 400


def test_a_provider_that_is_down_gets_a_clear_page(client, configured, provider):
    known_as(provider, "s-10", mandates=[mandate()])
    back = way_back(client, "s-10")
    configured.OIDC_OP_TOKEN_ENDPOINT = f"http://127.0.0.1:{free_port()}/token"
    response = client.get(back)
    assert response.status_code == 503
    assert "The identification service does not answer now." in response.content.decode()


def test_a_password_is_tried_without_the_provider(client, configured, cast):
    given = {"email": cast.lead_editor.email, "password": "wrong", "code": "x", "state": "y"}
    configured.OIDC_OP_TOKEN_ENDPOINT = f"http://127.0.0.1:{free_port()}/token"
    assert client.post("/login/?code=x&state=y", given).status_code == 422


def test_the_log_in_page_offers_it_only_where_it_is_configured(client, configured):
    assert "/en/login/mandate/?next=" in client.get("/en/login/?next=/en/applications/").content.decode()
    configured.OIDC_ENABLED = False
    assert "/login/mandate/" not in client.get("/en/login/").content.decode()
    assert client.get("/login/mandate/").status_code == 404
