"""Power over an organisation ends where its ground ends, whoever is concerned is told, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from accounts.actions.claiming import claim, claim_with_account, mail_link, send_link, written_link
from accounts.actions.joining import NewAccount
from accounts.actions.mandates import Mandate, enter_by_mandate
from accounts.actions.organisations import save_organisation
from accounts.actions.staffing import enter_person, invite, remove_person, written_invitation
from accounts.models import Affiliation, Office, User
from accounts.queries import has_signatory
from decisions.actions.people import PersonContent, save_person
from decisions.forms.people import PersonForm
from ledger.models import Event
from ledger.refusal import Refused
from tests.cast import person, staff

PASSWORD = "koivikko-jarvenrannalla"
pytestmark = pytest.mark.django_db


def token_of(organisation, source="asked"):
    link = mail_link(organisation, source=source, by="test", at=timezone.now())
    return written_link(link).strip("/").rpartition("/")[2]


def enter(*organisations):
    mandates = [Mandate(code, frozenset({"allekirjoittaa"})) for code in organisations]
    return enter_by_mandate(
        issuer="https://op.example",
        subject="s",
        name="Mandaatti Mallikas",
        mandates=mandates,
        at=timezone.now(),
    )


def test_the_registry_is_told_who_used_its_link(cast, told):
    claim(token=token_of(cast.espoo), actor=person("aino@espoo.example", "Aino\nBcc: x@y"), at=timezone.now())
    sent = told()[-1]
    assert sent.to == [cast.espoo.registry_email]
    assert "Espoo" in sent.subject
    assert "aino@espoo.example" in sent.body
    assert set(sent.extra_headers) == {"Auto-Submitted", "Content-Language"}


def test_who_is_removed_is_told(cast, told):
    held = staff("toinen@keusote.example", cast.keusote, "editor").affiliations.get()
    remove_person(
        organisation_id=cast.keusote.pk, affiliation_id=held.pk, actor=cast.lead_signatory, at=timezone.now()
    )
    (sent,) = told()
    assert sent.to == ["toinen@keusote.example"]
    assert cast.keusote.name_fi in sent.subject


def test_a_mandate_that_a_later_log_in_lacks_has_ended(cast):
    user, _first = enter("049", "091")
    invited = staff("kutsuttu@espoo.example", cast.tampere, "editor")
    assert user.affiliations.count() == 2
    enter("091")
    assert [one.organisation for one in user.affiliations.all()] == [cast.helsinki]
    assert Event.objects.filter(kind="organisation.mandate_ended").count() == 1
    with pytest.raises(Refused) as refused:
        enter()
    assert refused.value.code == "no_mandate"
    assert not user.affiliations.exists(), "what nothing backs is gone although nobody came in"
    assert not has_signatory(cast.espoo)
    assert invited.affiliations.exists()


def test_what_came_by_invitation_outlives_the_mandate(cast):
    user, _first = enter("049")
    Affiliation.objects.create(user=user, organisation=cast.tampere, role="editor", source="invitation")
    enter()
    assert [one.organisation for one in user.affiliations.all()] == [cast.tampere]


def test_a_mandate_makes_no_official_an_applicant(cast):
    user, _first = enter("049")
    Office.objects.create(user=user, role="reviewer")
    with pytest.raises(Refused) as refused:
        enter("091")
    assert refused.value.code == "official"


def test_a_link_sent_to_a_wrong_address_ends_when_the_address_is_mended(cast):
    token = token_of(cast.espoo, "administrator")
    save_organisation(
        organisation_id=cast.espoo.pk,
        registry_email="kirjaamo@oikea.example",
        language="fi",
        actor=cast.administrator,
        at=timezone.now(),
    )
    with pytest.raises(Refused) as refused:
        claim(token=token, actor=person("x@vaara.example", "X"), at=timezone.now() + timedelta(seconds=1))
    assert refused.value.code == "expired_link"


def entered(cast, user, **more):
    content = {"email": user.email, "name": user.name, "language": "fi"} | more
    return save_person(
        person_id=user.pk, content=PersonContent(**content), actor=cast.superuser, at=timezone.now()
    )


@pytest.mark.parametrize("role", [None, "editor"])
def test_the_superuser_too_leaves_the_last_signatory(cast, role):
    left = {cast.keusote.pk: role} if role else {}
    with pytest.raises(Refused) as refused:
        entered(cast, cast.lead_signatory, affiliations=left)
    assert refused.value.code == "last_signatory"
    staff("toinen@keusote.example", cast.keusote, "signatory")
    entered(cast, cast.lead_signatory, affiliations=left)
    assert cast.keusote.affiliations.filter(role="signatory").count() == 1


def test_an_account_can_be_switched_off_whatever_it_signs(cast, told):
    entered(cast, cast.lead_signatory, is_active=False, affiliations={cast.keusote.pk: "signatory"})
    assert not has_signatory(cast.keusote)


def test_whom_the_superuser_takes_away_is_told(cast, told):
    entered(cast, cast.lead_editor)
    (sent,) = told()
    assert sent.to == [cast.lead_editor.email]


def test_nobody_is_official_and_applicant(cast):
    with pytest.raises(Refused) as refused:
        entered(cast, cast.reviewer, offices=frozenset({"reviewer"}), affiliations={cast.espoo.pk: "editor"})
    assert refused.value.code == "official"


def invited_by(actor, organisation, email):
    made = invite(
        organisation_id=organisation.pk,
        email=email,
        role="signatory",
        language="fi",
        actor=actor,
        at=timezone.now(),
    )
    return "/invitation/" + written_invitation(made).partition("/invitation/")[2]


def removed(cast, user):
    held = user.affiliations.get(organisation=cast.keusote)
    remove_person(
        organisation_id=cast.keusote.pk, affiliation_id=held.pk, actor=cast.lead_signatory, at=timezone.now()
    )


ENDS = {
    "removed": removed,
    "taken away by the superuser": entered,
    "made an editor": lambda cast, user: entered(cast, user, affiliations={cast.keusote.pk: "editor"}),
    "switched off": lambda cast, user: entered(
        cast, user, is_active=False, affiliations={cast.keusote.pk: "signatory"}
    ),
}


@pytest.mark.parametrize("end", ENDS)
def test_what_a_signatory_sent_ends_with_the_signatorys_power(cast, client, end):
    going = staff("lahteva@keusote.example", cast.keusote, "signatory")
    theirs = invited_by(going, cast.keusote, "tuttu@keusote.example")
    others = invited_by(cast.lead_signatory, cast.keusote, "uusi@keusote.example")
    entered_at(cast.keusote, cast, "hallinto@keusote.example")()
    ENDS[end](cast, going)
    assert client.get(theirs).status_code == 410
    assert client.get(others).status_code == 200
    standing = cast.keusote.invitations.open().order_by("email").values_list("email", flat=True)
    assert list(standing) == ["hallinto@keusote.example", "uusi@keusote.example"]
    told = Event.objects.get(kind="organisation.invitation_ended").data
    assert told == {"email": "tuttu@keusote.example", "invited_by": going.email}


def test_what_a_mandate_let_somebody_send_ends_with_the_mandate(cast, client):
    user, organisation = enter("049")
    path = invited_by(user, organisation, "tuttu@espoo.example")
    enter("049")
    assert client.get(path).status_code == 200
    enter("091")
    assert client.get(path).status_code == 410


def test_a_new_address_of_the_inviter_ends_nothing(cast, client):
    path = invited_by(cast.lead_signatory, cast.keusote, "uusi@keusote.example")
    entered(
        cast,
        cast.lead_signatory,
        email="uusi.osoite@keusote.example",
        affiliations={cast.keusote.pk: "signatory"},
    )
    assert client.get(path).status_code == 200


def all_at_once(*acts):
    """Runs the acts in threads; what came of each: "done", the code of a refusal, or the name of what broke."""

    def run(act):
        try:
            act()
        except Refused as refused:
            return refused.code
        except DatabaseError as broken:
            return type(broken).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def made_by(token, email):
    account = NewAccount(email=email, name="Aino", password=PASSWORD)
    return lambda: claim_with_account(token=token, account=account, at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_pressing_twice_makes_one_account_and_no_breakdown(cast):
    token = token_of(cast.espoo)
    found = all_at_once(*[made_by(token, "aino@espoo.example")] * 4)
    assert sorted(found) == ["done", "used_link", "used_link", "used_link"]
    others = [token_of(one) for one in (cast.helsinki, cast.vantaa)]
    User.objects.filter(affiliations__organisation__in=[cast.helsinki, cast.vantaa]).update(is_active=False)
    found = all_at_once(*[made_by(token, "eino@vantaa.example") for token in others])
    assert sorted(found) == ["done", "has_account"]


def named(cast, email):
    content = PersonContent(email=email, name="Aino", language="fi")
    return lambda: save_person(person_id=None, content=content, actor=cast.superuser, at=timezone.now())


def entered_at(organisation, cast, email):
    return lambda: enter_person(
        organisation_id=organisation.pk,
        email=email,
        name="Aino",
        role="editor",
        language="fi",
        actor=cast.administrator,
        at=timezone.now(),
    )


@pytest.mark.django_db(transaction=True)
def test_two_officials_who_enter_one_new_address_at_once_are_told_in_words(cast):
    for turn in range(4):
        email = f"aino{turn}@espoo.example"
        acts = [named(cast, email), entered_at(cast.espoo, cast, email), entered_at(cast.vantaa, cast, email)]
        found = all_at_once(*acts)
        assert "done" in found
        assert set(found) <= {"done", "has_account"}
        assert User.objects.filter(email=email).count() == 1


def test_an_address_taken_since_the_form_was_read_is_refused_in_words(cast, client, monkeypatch):
    monkeypatch.setattr(PersonForm, "clean_email", lambda form: form.cleaned_data["email"])
    client.force_login(cast.superuser)
    rows = {"affiliations-TOTAL_FORMS": "0", "affiliations-INITIAL_FORMS": "0"}
    given = {"email": cast.stranger.email, "name": "Aino", "language": "fi", "is_active": "on"} | rows
    response = client.post("/en/admin/people/new/", given)
    assert response.status_code == 422
    assert "There is an account with this address already." in response.content.decode()
    assert 'value="Aino"' in response.content.decode()


def test_an_account_made_since_it_was_looked_for_is_refused_in_words(cast, monkeypatch):
    made = User.objects.create_user
    monkeypatch.setattr(
        User.objects, "create_user", lambda *given, **more: made(*given, **more) and made(*given, **more)
    )
    with pytest.raises(Refused) as refused:
        entered_at(cast.espoo, cast, "aino@espoo.example")()
    assert refused.value.code == "has_account"
    assert not cast.espoo.invitations.exists()


@pytest.mark.django_db(transaction=True)
def test_new_accounts_and_an_administrators_acts_do_not_wait_for_each_other(cast):
    def send():
        send_link(organisation_id=cast.espoo.pk, actor=cast.administrator, at=timezone.now())

    for turn in range(6):
        acts = [made_by(token_of(cast.espoo, "administrator"), f"p{turn}{n}@espoo.example") for n in range(3)]
        assert set(all_at_once(*acts, send, send, send)) == {"done"}
