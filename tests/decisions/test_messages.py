"""Messages between consortium and ministry: from the sending on, frozen, told without their content."""

import pytest
from django.core import mail
from django.db import DatabaseError, transaction

from applications.actions.messages import send_message
from applications.models import Message, MessageReading
from applications.tasks import send_mail
from decisions.actions.assigning import declare_disqualified
from decisions.actions.supplementing import send_to_consortium
from decisions.tasks import ministry_mail
from ledger.refusal import Refused
from outbox.models import Row
from tests import builders
from tests.decisions import stages

pytestmark = pytest.mark.django_db
SECRET = "Henkilöstön siirtosopimus on vielä auki."


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "kirjaamo@stm.example"


def told(kind, handler):
    mail.outbox = []
    for row in Row.objects.filter(kind=kind, reference__startswith="message:").order_by("pk"):
        handler(row)
    return [(one.to, one.body) for one in mail.outbox]


def test_a_partner_writes_and_the_registry_is_told_until_somebody_has_the_case(cast):
    application = builders.submitted(cast)
    at = stages.later(application)
    made = send_message(application_id=application.pk, text=SECRET, actor=cast.partner_editor, at=at)
    assert (made.side, made.author_name, made.text) == ("applicant", str(cast.partner_editor), SECRET)
    [(to, body)] = told("ministry-mail", ministry_mail)
    assert (to, SECRET in body) == (["kirjaamo@stm.example"], False)


def test_the_presenting_officer_is_told_and_the_answer_reaches_the_leads_registry(cast):
    application = stages.taken_up(cast)
    at = stages.later(application, hours=2)
    send_message(application_id=application.pk, text=SECRET, actor=cast.lead_editor, at=at)
    assert [to for to, _body in told("ministry-mail", ministry_mail)] == [[cast.presenting_officer.email]]
    send_to_consortium(application_id=application.pk, text=SECRET, actor=cast.presenting_officer, at=at)
    [(to, body)] = told("mail", send_mail)
    assert (to, SECRET in body) == ([cast.keusote.registry_email], False)


def test_before_the_sending_nobody_writes(cast):
    application = builders.complete_draft(cast)
    with pytest.raises(Refused) as refused:
        send_message(
            application_id=application.pk,
            text="Hei",
            actor=cast.lead_editor,
            at=builders.in_window(application.call),
        )
    assert refused.value.code == "not_submitted"


@pytest.mark.parametrize("role", ["decision_maker", "auditor", "administrator"])
def test_the_other_officials_neither_read_nor_write(cast, client, role):
    application = stages.taken_up(cast)
    client.force_login(getattr(cast, role))
    url = f"/en/admin/cases/{application.pk}/messages/"
    assert [client.get(url).status_code, client.post(url, {"text": "x"}).status_code] == [403, 403]
    with pytest.raises(Refused):
        send_to_consortium(
            application_id=application.pk, text="x", actor=getattr(cast, role), at=stages.later(application)
        )


def test_a_disqualified_reviewer_writes_nothing(cast):
    application = stages.taken_up(cast)
    who = {"application_id": application.pk, "actor": cast.reviewer, "at": stages.later(application)}
    declare_disqualified(reason="Jäävi.", **who)
    with pytest.raises(Refused) as refused:
        send_to_consortium(text="x", **who)
    assert refused.value.code == "disqualified"


def test_a_message_is_never_changed_or_removed(cast):
    application = builders.submitted(cast)
    made = send_message(
        application_id=application.pk, text=SECRET, actor=cast.lead_editor, at=stages.later(application)
    )
    for change in (lambda: Message.objects.filter(pk=made.pk).update(text="x"), made.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Message.objects.get().text == SECRET


def test_unread_is_shown_to_each_side_until_it_has_been_read(cast, client):
    application = stages.taken_up(cast)
    at = stages.later(application, hours=2)
    own, desk = f"/en/applications/{application.pk}/messages/", f"/en/admin/cases/{application.pk}/messages/"
    send_message(application_id=application.pk, text="Milloin?", actor=cast.lead_editor, at=at)
    send_to_consortium(application_id=application.pk, text="Pian.", actor=cast.presenting_officer, at=at)
    client.force_login(cast.partner_signatory)
    assert "1 new message" in client.get("/en/applications/").content.decode()
    assert "Pian." in client.get(own).content.decode()
    assert "1 new message" not in client.get("/en/applications/").content.decode()
    client.force_login(cast.reviewer)
    client.get(desk)
    client.force_login(cast.presenting_officer)
    assert "1 new message" in client.get("/en/admin/").content.decode()
    assert "Milloin?" in client.get(desk).content.decode()
    assert "1 new message" not in client.get("/en/admin/").content.decode()
    assert MessageReading.objects.get(message__side="applicant").read_by == cast.presenting_officer.email


def test_both_sides_write_on_their_pages(cast, client):
    application = stages.taken_up(cast)
    for person, url in (
        (cast.partner_editor, f"/en/applications/{application.pk}/messages/"),
        (cast.reviewer, f"/en/admin/cases/{application.pk}/messages/"),
    ):
        client.force_login(person)
        assert client.post(url, {"text": "  "}).status_code == 422
        assert client.post(url, {"text": "Hyvää huomenta"}).status_code == 302
    assert [one.side for one in Message.objects.order_by("pk")] == ["applicant", "ministry"]


def test_the_page_does_not_grow_in_queries(cast, client, django_assert_num_queries):
    application = stages.taken_up(cast)
    at = stages.later(application)
    client.force_login(cast.lead_editor)
    url = f"/applications/{application.pk}/messages/"

    def count():
        send_to_consortium(application_id=application.pk, text="x", actor=cast.presenting_officer, at=at)
        client.get(url)
        with django_assert_num_queries(7):
            assert client.get(url).status_code == 200

    count()
    count()
    count()
