"""Claiming an organisation by the link to its registry: once, in time, hashed, and only while nobody signs for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from accounts.actions.claiming import claim, claim_link, mail_link, send_link, written_link
from accounts.models import Affiliation, ClaimLink, User
from accounts.tokens import digest_of
from applications.tasks import send_mail
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from tests.builders import asked, begun
from tests.cast import PASSWORD, person

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
ACCOUNT = {
    "name": "Aino Äijälä",
    "email": "Aino.Aijala@Espoo.example",
    "password": "koivikko-jarvenrannalla",
    "language": "fi",
}
pytestmark = pytest.mark.django_db


def ask(client, organisation):
    return client.post("/en/claim/", {"organisation": organisation.pk})


def fresh(organisation, source="asked", at=None):
    """The path of a link as it stands in a mail."""
    link = mail_link(organisation, source=source, by="test", at=at or timezone.now())
    return "/claim/" + written_link(link).partition("/claim/")[2]


def test_a_person_without_account_becomes_signatory_through_the_mail(client, cast, told, link_in):
    response = ask(client, cast.espoo)
    assert response.status_code == 302
    (sent,) = told()
    assert sent.to == [cast.espoo.registry_email]
    assert sent.subject == "Linkki Pilottihakuun: Espoo"
    path = link_in(sent, "claim")
    token = path.rstrip("/").rpartition("/")[2]
    assert ClaimLink.objects.get().digest == digest_of(token)
    assert "Espoo" in client.get(path).content.decode()
    response = client.post(path, ACCOUNT)
    assert (response.status_code, response["Location"]) == (302, "/applications/")
    affiliation = Affiliation.objects.get(organisation=cast.espoo)
    assert (affiliation.role, affiliation.source) == ("signatory", "link")
    assert affiliation.user.email == "aino.aijala@espoo.example"
    assert "Espoo (allekirjoittaja)" in client.get("/applications/").content.decode()
    assert (
        Event.objects.filter(kind="organisation.claimed", reference=f"organisation:{cast.espoo.pk}").count()
        == 1
    )


def test_the_token_is_nowhere_in_the_database(client, cast, told, link_in):
    ask(client, cast.espoo)
    token = link_in(told()[0], "claim").rstrip("/").rpartition("/")[2]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s', [f"%{token}%"])
            assert cursor.fetchone() == (0,), table


def test_the_mail_is_in_the_language_of_the_organisation(client, cast, told):
    type(cast.espoo).objects.filter(pk=cast.espoo.pk).update(language="sv")
    ask(client, cast.espoo)
    (sent,) = told()
    assert sent.subject == "Länk till Pilottihaku: Esbo"
    assert "https://pilotit.example/sv/claim/" in sent.body


def test_the_answer_is_the_same_whatever_is_the_case(client, cast, told):
    pages = []
    for organisation in (cast.espoo, cast.helsinki, *[cast.espoo] * 4):
        ask(client, organisation)
        page = client.get("/en/claim/").content.decode()
        assert organisation.registry_email not in page
        pages.append(page.partition("<main")[2].partition("<form")[0])
    assert len(set(pages)) == 1


def test_an_organisation_gets_at_most_three_mails_a_day(client, cast, told):
    with time_machine.travel(NOW, tick=False) as clock:
        for _try in range(6):
            ask(client, cast.espoo)
        assert len(told()) == 3
        clock.shift(timedelta(days=1))
        ask(client, cast.espoo)
        ask(client, cast.vantaa)
        assert len(told()) == 5


def test_whoever_has_a_signatory_gets_a_mail_without_a_link(client, cast, told):
    ask(client, cast.helsinki)
    (sent,) = told()
    assert sent.subject == "Organisaatio on jo käytössä Pilottihaussa: Helsinki"
    assert "/claim/" not in sent.body
    assert ClaimLink.objects.get().digest is None


def test_a_link_works_once(client, cast):
    path = fresh(cast.espoo)
    assert client.post(path, ACCOUNT).status_code == 302
    client.logout()
    again = client.get(path.replace("/claim", "/en/claim", 1))
    assert again.status_code == 410
    assert "This link has been used already." in again.content.decode()
    assert 'href="/en/claim/"' in again.content.decode()
    assert client.post(path, ACCOUNT | {"email": "toinen@espoo.example"}).status_code == 410
    assert cast.espoo.affiliations.count() == 1


def test_a_link_ends_after_fourteen_days(client, cast):
    with time_machine.travel(NOW, tick=False) as clock:
        path = fresh(cast.espoo)
        clock.shift(timedelta(days=14, microseconds=-1))
        assert client.get(path).status_code == 200
        clock.shift(timedelta(microseconds=1))
        assert client.get(path).status_code == 410
        assert client.post(path, ACCOUNT).status_code == 410
    assert not User.objects.filter(email="aino.aijala@espoo.example").exists()


@pytest.mark.parametrize("token", ["x", "%00", "a" * 2_000, "%F0%9F%98%80", "%ED%A0%80"])
def test_an_unknown_link_says_so(client, cast, token):
    response = client.get(f"/en/claim/{token}/")
    assert response.status_code == 404
    assert "The link is not known." in response.content.decode()


def test_a_link_no_longer_makes_a_signatory_where_somebody_signs(client, cast):
    path = fresh(cast.espoo)
    Affiliation.objects.create(user=person("a@espoo.example", "A"), organisation=cast.espoo, role="signatory")
    assert client.post(path, ACCOUNT).status_code == 410
    assert cast.espoo.affiliations.count() == 1


def test_an_administrators_link_does(client, cast, told, link_in):
    send_link(organisation_id=cast.helsinki.pk, actor=cast.administrator, at=timezone.now())
    path = link_in(told()[0], "claim")
    assert client.post(path, ACCOUNT).status_code == 302
    assert cast.helsinki.affiliations.filter(role="signatory").count() == 2


def test_a_signatory_who_cannot_log_in_is_none(client, cast):
    User.objects.filter(pk=cast.partner_signatory.pk).update(is_active=False)
    assert client.post(fresh(cast.helsinki), ACCOUNT).status_code == 302


def test_somebody_logged_in_confirms_and_an_editor_is_raised(client, cast):
    Affiliation.objects.create(user=cast.lead_editor, organisation=cast.espoo, role="editor")
    client.force_login(cast.lead_editor)
    path = fresh(cast.espoo)
    assert 'name="password"' not in client.get(path).content.decode()
    assert client.post(path).status_code == 302
    held = cast.espoo.affiliations.get()
    assert (held.user, held.role, held.source) == (cast.lead_editor, "signatory", "link")
    assert "Espoo" in client.get("/applications/").content.decode().partition("<main")[0]


def test_an_address_with_an_account_logs_in_first(client, cast):
    path = fresh(cast.espoo)
    response = client.post(path, ACCOUNT | {"email": cast.lead_editor.email})
    page = response.content.decode()
    assert response.status_code == 422
    assert ACCOUNT["name"] in page
    assert f"/login/?next={path}" in page
    assert ACCOUNT["password"] not in page
    assert cast.espoo.affiliations.count() == 0
    login = client.post("/login/", {"email": cast.lead_editor.email, "password": PASSWORD, "next": path})
    assert login["Location"] == path


def test_an_official_cannot_claim(client, cast):
    client.force_login(cast.reviewer)
    assert client.post(fresh(cast.espoo)).status_code == 422
    assert cast.espoo.affiliations.count() == 0
    assert ClaimLink.objects.get().used_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a\x00b"}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "ei osoite"}, "email"),
        ({"email": "a@b.example\r\nBcc: c@d.example"}, "email"),
        ({"password": "lyhyt"}, "password"),
        ({"password": "aino.aijala@espoo.example"}, "password"),
        ({"language": "ru"}, "language"),
    ],
)
def test_what_is_wrong_is_told_next_to_its_field(client, cast, wrong, field):
    path = fresh(cast.espoo)
    response = client.post(path, ACCOUNT | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert f'href="#id_{field}' in response.content.decode()
    assert ClaimLink.objects.get().used_at is None


def test_a_name_in_two_pieces_is_kept_in_one_form(client, cast):
    client.post(fresh(cast.espoo), ACCOUNT | {"name": "A\u0308ija\u0308"})
    assert User.objects.get(email="aino.aijala@espoo.example").name == "Äijä"


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"]
)
def test_claiming_never_leads_off_the_site(client, cast, wanted):
    assert client.post(f"{fresh(cast.espoo)}?next={wanted}", ACCOUNT)["Location"] == "/applications/"


def test_a_request_to_who_has_nobody_carries_the_link_and_leads_on_to_the_request(
    client, cast, told, link_in
):
    application = begun(cast)
    asked(application, cast, cast.espoo)
    told()
    from_request = mail_of_requests()
    path = link_in(from_request[0], "claim")
    response = client.post(path, ACCOUNT)
    assert response["Location"] == f"/applications/{application.pk}/request/"
    assert client.get(response["Location"]).status_code == 200


def mail_of_requests():

    for row in Row.objects.filter(kind="mail", done_at=None).order_by("pk"):
        send_mail(row)
    return mail.outbox


def test_a_request_to_who_has_a_signatory_carries_none(cast, told):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    told()
    assert "/claim/" not in mail_of_requests()[0].body
    assert claim_link(cast.helsinki, timezone.now()) is None


def test_the_first_of_two_mails_works_until_one_is_used(cast):
    paths = [fresh(cast.espoo), fresh(cast.espoo)]
    tokens = [path.strip("/").rpartition("/")[2] for path in paths]
    claim(token=tokens[0], actor=person("a@espoo.example", "A"), at=timezone.now())
    with pytest.raises(Refused) as refused:
        claim(token=tokens[1], actor=person("b@espoo.example", "B"), at=timezone.now())
    assert refused.value.code == "claimed"


@pytest.mark.django_db(transaction=True)
def test_of_many_who_open_one_link_at_once_one_becomes_signatory(cast):
    token = fresh(cast.espoo).strip("/").rpartition("/")[2]
    runners = [person(f"p{number}@espoo.example", f"P{number}") for number in range(8)]

    def run(user):
        try:
            claim(token=token, actor=user, at=timezone.now())
        except Refused as refused:
            return refused.code
        finally:
            connection.close()
        return "claimed it"

    with ThreadPoolExecutor(8) as pool:
        found = sorted(pool.map(run, runners))
    assert found.count("claimed it") == 1
    assert set(found) <= {"claimed it", "used_link"}
    assert cast.espoo.affiliations.count() == 1
