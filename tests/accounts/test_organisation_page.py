"""People of our organisation: inviting, accepting, removing, and the consent to electronic notice."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from accounts.actions.staffing import invite, withdraw_invitation, written_invitation
from accounts.models import Affiliation, Consent, Invitation, User
from ledger.models import Event
from ledger.refusal import Refused
from outbox.models import Row
from tests.cast import HASHED, PASSWORD, person, staff

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
PERSON = {"email": "Uusi@Keusote.example", "role": "editor", "language": "sv"}
ACCOUNT = {"name": "Uusi Ihminen", "password": "koivikko-jarvenrannalla", "language": "sv"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def at_keusote(client, cast):
    """The signatory's browser, and the page's address."""
    client.force_login(cast.lead_signatory)
    return client, f"/en/organisation/{cast.keusote.pk}/"


def invited(cast, email="uusi@keusote.example", at=NOW, role="editor"):
    made = invite(
        organisation_id=cast.keusote.pk,
        email=email,
        role=role,
        language="fi",
        actor=cast.lead_signatory,
        at=at,
    )
    return made, "/invitation/" + written_invitation(made).partition("/invitation/")[2]


@pytest.fixture
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def test_somebody_is_invited_and_comes_in_with_a_new_account(at_keusote, cast, told, link_in, frozen):
    client, page = at_keusote
    assert client.post(f"{page}invite/", PERSON)["Location"] == page
    (sent,) = told()
    assert (sent.to, sent.subject) == (
        ["uusi@keusote.example"],
        "Inbjudan till Pilottihaku: Keski-Uudenmaan sote -kuntayhtymä",
    )
    assert "uusi@keusote.example" in client.get(page).content.decode()
    client.logout()
    path = link_in(sent, "invitation")
    assert path.startswith("/sv/")
    assert "uusi@keusote.example" in client.get(path).content.decode()
    assert client.post(path, ACCOUNT).status_code == 302
    held = Affiliation.objects.get(user__email="uusi@keusote.example")
    assert (held.organisation, held.role, held.source, held.since_at) == (
        cast.keusote,
        "editor",
        "invitation",
        NOW,
    )
    assert held.user.language == "sv"
    assert [path for path in (path, path) if client.get(path).status_code == 410] == [path, path]
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-3:] == ["organisation.invited", "person.made", "organisation.joined"]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_mail_is_in_the_language_chosen_for_the_person(at_keusote, told, language):
    client, page = at_keusote
    client.post(f"{page}invite/", PERSON | {"language": language})
    (sent,) = told()
    words = {"fi": "Hyväksykää kutsu", "sv": "Godkänn inbjudan", "en": "Accept the invitation"}[language]
    assert words in sent.body
    assert "{" not in sent.subject + sent.body


def test_a_name_with_line_breaks_never_reaches_a_header(at_keusote, cast, told):
    User.objects.filter(pk=cast.lead_signatory.pk).update(name="A\r\nBcc: kaikki@example.com")
    client, page = at_keusote
    client.post(f"{page}invite/", PERSON)
    (sent,) = told()
    assert sent.message()["Bcc"] is None
    assert "Kutsuja" not in sent.subject


def test_whoever_has_an_account_logs_in_before_accepting(client, cast, frozen):
    _made, path = invited(cast, email=cast.stranger.email)
    page = client.get(path).content.decode()
    assert f"/login/?next={path}" in page
    assert 'name="password"' not in page
    assert client.post(path, ACCOUNT).status_code == 422
    assert not cast.stranger.affiliations.filter(organisation=cast.keusote).exists()
    came = client.post("/login/", {"email": cast.stranger.email, "password": PASSWORD, "next": path})
    assert came["Location"] == path
    assert client.post(path).status_code == 302
    assert cast.stranger.affiliations.get(organisation=cast.keusote).role == "editor"


def test_with_another_account_it_takes_a_tick(client, cast, frozen):
    made, path = invited(cast)
    client.force_login(cast.stranger)
    assert client.post(path).status_code == 422
    assert client.post(path, {"confirmed": "on"}).status_code == 302
    made.refresh_from_db()
    assert made.accepted_by == cast.stranger.email
    assert cast.stranger.affiliations.filter(organisation=cast.keusote).exists()


def test_an_invited_address_cannot_be_exchanged_in_the_form(client, cast, frozen):
    _made, path = invited(cast)
    client.post(path, ACCOUNT | {"email": "someone@else.example"})
    assert User.objects.filter(email="uusi@keusote.example").exists()
    assert not User.objects.filter(email="someone@else.example").exists()


def test_an_invitation_ends_and_can_be_sent_again(at_keusote, cast, told, link_in, frozen):
    client, page = at_keusote
    client.post(f"{page}invite/", PERSON)
    first = link_in(told()[0], "invitation")
    again = f"{page}invitations/{Invitation.objects.get().pk}/again/"
    assert client.post(again).status_code == 422
    frozen.shift(timedelta(days=14))
    assert "Expired" in client.get(page).content.decode()
    assert client.get(first).status_code == 410
    assert client.post(again).status_code == 302
    second = link_in(told()[1], "invitation")
    client.logout()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_a_withdrawn_invitation_does_not_open(at_keusote, cast, frozen):
    client, page = at_keusote
    made, path = invited(cast)
    assert client.post(f"{page}invitations/{made.pk}/withdraw/").status_code == 302
    client.logout()
    response = client.post(path.replace("/invitation", "/en/invitation", 1), ACCOUNT)
    assert response.status_code == 410
    assert "This invitation was withdrawn." in response.content.decode()
    assert cast.keusote.affiliations.count() == 2


def test_a_withdrawn_one_is_not_mailed_either(cast, told, frozen):
    made, _path = invited(cast)
    withdraw_invitation(
        organisation_id=cast.keusote.pk, invitation_id=made.pk, actor=cast.lead_signatory, at=NOW
    )
    assert told() == []


def mailed(cast, number, at=NOW):
    """So many invitations sent and withdrawn again."""
    for turn in range(number):
        made, _path = invited(cast, email=f"p{turn}-{at:%d%H}@keusote.example", at=at)
        withdraw_invitation(
            organisation_id=cast.keusote.pk, invitation_id=made.pk, actor=cast.lead_signatory, at=at
        )


def test_an_organisation_sends_only_so_many_invitations_a_day(at_keusote, cast, frozen, monkeypatch):
    monkeypatch.setattr("accounts.actions.staffing.MOST_MAILED_A_DAY", 4)
    client, page = at_keusote
    standing, _path = invited(cast)
    mailed(cast, 3)
    response = client.post(f"{page}invite/", PERSON | {"email": "liikaa@keusote.example"})
    assert response.status_code == 422
    shown = response.content.decode()
    assert "as many invitations today as it can: 4 in 24 hours" in shown
    assert 'value="liikaa@keusote.example"' in shown
    frozen.shift(timedelta(hours=23))
    again = f"{page}invitations/{standing.pk}/again/"
    assert client.post(again).status_code == 422, "what is sent again is a mail too"
    frozen.shift(timedelta(hours=1))
    assert client.post(again).status_code == 302
    with pytest.raises(Refused):
        mailed(cast, 4, at=NOW + timedelta(days=1))
    theirs = {"email": "uusi@helsinki.example", "role": "editor", "language": "fi"}
    client.force_login(cast.partner_signatory)
    assert client.post(f"/en/organisation/{cast.helsinki.pk}/invite/", theirs).status_code == 302


def test_nobody_is_invited_twice_nor_who_is_there(at_keusote, cast, frozen):
    client, page = at_keusote
    client.post(f"{page}invite/", PERSON)
    twice = client.post(f"{page}invite/", PERSON | {"email": "UUSI@keusote.example"})
    there = client.post(f"{page}invite/", PERSON | {"email": cast.lead_editor.email})
    assert [twice.status_code, there.status_code] == [422, 422]
    assert "This address has been invited already." in twice.content.decode()
    assert 'value="UUSI@keusote.example"' in twice.content.decode()
    assert "This person acts for the organisation already." in there.content.decode()
    assert Invitation.objects.count() == 1


def test_an_editor_is_raised_by_a_signatorys_invitation(client, cast, frozen):
    _made, path = invited(cast, email=cast.lead_editor.email, role="signatory")
    client.force_login(cast.lead_editor)
    client.post(path)
    assert cast.lead_editor.affiliations.get().role == "signatory"


def test_an_invitation_never_lowers_a_signatory(client, cast, frozen):
    _made, path = invited(cast)
    client.force_login(cast.lead_signatory)
    client.post(path, {"confirmed": "on"})
    assert cast.lead_signatory.affiliations.get().role == "signatory"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "a@b.example\nBcc: x@y.example"}, "email"),
        ({"email": "a\x00@b.example"}, "email"),
        ({"email": "ä" * 300 + "@b.example"}, "email"),
        ({"role": "superuser"}, "role"),
        ({"role": ""}, "role"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_is_wrong_stands_next_to_its_field(at_keusote, wrong, field):
    client, page = at_keusote
    response = client.post(f"{page}invite/", PERSON | wrong)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Invitation.objects.exists()
    assert not Row.objects.filter(kind="people_mail").exists()


def test_a_person_is_removed_after_a_question(at_keusote, cast):
    client, page = at_keusote
    held = cast.lead_editor.affiliations.get()
    asked = client.get(f"{page}people/{held.pk}/remove/").content.decode()
    assert cast.lead_editor.email in asked
    assert client.post(f"{page}people/{held.pk}/remove/")["Location"] == page
    assert not cast.lead_editor.affiliations.exists()
    assert User.objects.filter(pk=cast.lead_editor.pk).exists()
    assert Event.objects.filter(kind="organisation.person_removed").count() == 1


def test_the_last_signatory_stays(at_keusote, cast):
    client, page = at_keusote
    held = cast.lead_signatory.affiliations.get()
    asleep = staff("asleep@keusote.example", cast.keusote, "signatory")
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    response = client.post(f"{page}people/{held.pk}/remove/")
    assert response.status_code == 422
    assert "The last signatory of the organisation cannot be removed." in response.content.decode()
    assert cast.lead_signatory.affiliations.exists()


def test_one_of_two_signatories_may_go_by_the_own_hand(at_keusote, cast):
    staff("toinen@keusote.example", cast.keusote, "signatory")
    client, page = at_keusote
    held = cast.lead_signatory.affiliations.get()
    assert client.post(f"{page}people/{held.pk}/remove/")["Location"] == "/en/applications/"
    assert client.get("/en/applications/").status_code == 200
    assert client.get(page).status_code == 404


def test_a_person_of_another_organisation_is_not_there(at_keusote, cast):
    client, page = at_keusote
    foreign = cast.partner_editor.affiliations.get()
    assert client.post(f"{page}people/{foreign.pk}/remove/").status_code == 404
    assert cast.partner_editor.affiliations.exists()


def test_an_editor_reads_and_changes_nothing(client, cast):
    client.force_login(cast.lead_editor)
    page = f"/en/organisation/{cast.keusote.pk}/"
    shown = client.get(page).content.decode()
    assert cast.lead_signatory.email in shown
    assert "Send the invitation" not in shown
    assert "Give the consent" not in shown
    assert client.post(f"{page}invite/", PERSON).status_code == 403


def test_consent_is_given_and_withdrawn_with_its_words_and_its_time(at_keusote, cast, frozen):
    client, page = at_keusote
    assert "13/2003" in client.get(page).content.decode()
    client.post(f"{page}consent/", {"given": "yes"})
    cast.keusote.refresh_from_db()
    assert cast.keusote.e_notice_consent is True
    given = Consent.objects.get()
    assert (given.given, given.at, given.by) == (True, NOW, cast.lead_signatory.email)
    assert "third day" in given.text
    shown = client.get(page).content.decode()
    assert f"by {cast.lead_signatory.email}" in shown
    assert client.post(f"{page}consent/", {"given": "yes"}).status_code == 422
    frozen.shift(timedelta(days=2))
    client.post(f"{page}consent/", {"given": "no"})
    cast.keusote.refresh_from_db()
    assert cast.keusote.e_notice_consent is False
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds[-2:] == ["organisation.consent_given", "organisation.consent_withdrawn"]


def test_the_page_asks_as_much_for_three_as_for_one(at_keusote, cast, django_assert_max_num_queries, frozen):
    client, page = at_keusote
    invited(cast)
    with django_assert_max_num_queries(30) as few:
        client.get(page)
    for number in range(3):
        invited(cast, email=f"p{number}@keusote.example")
        user = person(f"q{number}@keusote.example", f"Q{number}")
        Affiliation.objects.create(user=user, organisation=cast.keusote, role="editor")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(page)
    assert len(few.captured_queries) <= 12


def test_an_account_entered_without_password_gets_it_by_the_link(client, cast, told, link_in):
    client.force_login(cast.administrator)
    page = f"/en/admin/organisations/{cast.espoo.pk}/"
    given = {"email": "eka@espoo.example", "name": "Eka", "role": "signatory", "language": "fi"}
    assert client.post(f"{page}people/", given)["Location"] == page
    entered = User.objects.get(email="eka@espoo.example")
    assert not entered.has_usable_password()
    assert entered.affiliations.get().source == "administrator"
    client.logout()
    path = link_in(told()[0], "invitation")
    assert 'value="Eka"' in client.get(path).content.decode()
    assert client.post(path, ACCOUNT).status_code == 302
    entered.refresh_from_db()
    assert entered.check_password(ACCOUNT["password"])
    assert entered.affiliations.get().role == "signatory"


def test_a_link_sets_no_password_of_an_account_in_use(client, cast, frozen):
    _made, path = invited(cast, email=cast.stranger.email)
    client.post(path, ACCOUNT)
    cast.stranger.refresh_from_db()
    assert cast.stranger.password == HASHED
