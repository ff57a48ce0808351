"""Mails: one for each addressee in its own language, with a link and never a broken header; the practice inbox."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from accounts.models import Organisation
from applications.actions.consortium import answer_request, withdraw_request
from applications.actions.drafting import discard
from applications.actions.plan import save_plan
from applications.models import Member
from applications.tasks import TO_LEAD, TO_MEMBER, send_mail
from outbox.models import Row
from tests.builders import asked, begun, complete_draft, in_window, joined, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.SITE_URL = "https://pilotit.example"


def send_all() -> list[EmailMessage]:
    """Handle every waiting mail row."""
    mail.outbox = []
    for row in Row.objects.filter(kind="mail", done_at=None).order_by("pk"):
        send_mail(row)
    return mail.outbox


def test_a_request_in_the_language_of_who_is_asked(cast):
    Organisation.objects.filter(pk=cast.espoo.pk).update(language="sv")
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    asked(application, cast, cast.espoo)
    finnish, swedish = send_all()
    assert (finnish.to, swedish.to) == ([cast.helsinki.registry_email], [cast.espoo.registry_email])
    assert finnish.subject == "Kumppanuuspyyntö: Uusimaa"
    assert swedish.subject == "Partnerskapsförfrågan: Nyland"
    assert f"https://pilotit.example/applications/{application.pk}/request/" in finnish.body
    assert f"https://pilotit.example/sv/applications/{application.pk}/request/" in swedish.body
    assert "Tervetuloa mukaan." in finnish.body
    assert finnish.attachments == []


def test_an_answer_goes_to_the_lead(cast):
    application = begun(cast)
    joined(application, cast, cast.helsinki, cast.partner_signatory)
    member = asked(application, cast, cast.vantaa)[0]
    at = in_window(application.call)
    answer_request(
        member_id=member.pk, accept=False, answer_note="Emme ehdi.", actor=cast.second_signatory, at=at
    )
    told = {one.subject: one for one in send_all() if one.to == [cast.keusote.registry_email]}
    assert set(told) == {
        "Kumppanuuspyyntö hyväksyttiin: Helsinki",
        "Kumppanuuspyynnöstä kieltäydyttiin: Vantaa",
    }
    assert "Emme ehdi." in told["Kumppanuuspyynnöstä kieltäydyttiin: Vantaa"].body


def test_a_withdrawn_request_is_told_to_who_was_asked(cast):
    application = begun(cast)
    member = asked(application, cast, cast.helsinki)[0]
    withdraw_request(member_id=member.pk, actor=cast.lead_signatory, at=in_window(application.call))
    assert [one.subject for one in send_all()][-1] == "Kumppanuuspyyntö peruttiin: Uusimaa"


def test_the_receipt_reaches_everybody_who_takes_part_once(cast):
    application = submitted(cast)
    Row.objects.filter(kind="mail").exclude(reference__startswith="receipt:").delete()
    found = send_all()
    takers = (cast.keusote, cast.helsinki, cast.vantaa, cast.espoo)
    assert sorted(one.to[0] for one in found) == sorted(taker.registry_email for taker in takers)
    made = application.submissions.get()
    assert {one.subject for one in found} == {f"Hakemus {application.case_number} on vastaanotettu"}
    assert all(made.checksum in one.body and "2\xa0000\xa0000,00\xa0€" in one.body for one in found)


def test_a_line_break_in_a_name_never_reaches_the_header(cast):
    application = begun(cast)
    at = in_window(application.call)
    save_plan(
        application_id=application.pk,
        answers={"title": "Nimi\r\nBcc: kaikki@example.com"},
        seen=0,
        actor=cast.lead_signatory,
        at=at,
    )
    asked(application, cast, cast.helsinki)
    only = send_all()[0]
    assert only.subject == "Kumppanuuspyyntö: Nimi Bcc: kaikki@example.com"
    assert only.message()["Bcc"] is None


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("template", sorted(TO_LEAD | TO_MEMBER))
def test_every_mail_has_a_text_in_both_languages(cast, template, language):
    Organisation.objects.update(language=language)
    application = complete_draft(cast)
    member = application.members.get(organisation=cast.vantaa)
    if template == "remind_request":
        Member.objects.filter(pk=member.pk).update(state="asked", reply_by_on="2026-11-11")
    if template == "remind_decision":
        member.decisions.update(superseded_at=in_window(application.call))
    send_mail(Row(kind="mail", payload={"template": template, "member": member.pk}))
    only = mail.outbox[-1]
    signature = {"fi": "Sosiaali- ja terveysministeriö", "sv": "Social- och hälsovårdsministeriet"}[language]
    assert signature in only.body
    assert "https://pilotit.example/" in only.body
    assert "{" not in only.subject + only.body


def test_an_unknown_mail_is_a_fault_not_a_silence():
    with pytest.raises(ValueError, match="no such mail"):
        send_mail(Row(kind="mail", payload={"template": "../secret"}))


def test_partners_are_told_that_a_draft_was_discarded(cast):
    application = begun(cast)
    asked(application, cast, cast.helsinki)
    Row.objects.all().delete()
    discard(application_id=application.pk, actor=cast.lead_signatory, at=in_window(application.call))
    assert [(one.to, one.subject) for one in send_all()] == [
        ([cast.helsinki.registry_email], "Hakemusluonnoksesta on luovuttu: Uusimaa")
    ]


def test_the_practice_inbox_shows_mails_newest_first_and_one_of_them(cast, client, settings, files):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    application = begun(cast)
    asked(application, cast, cast.helsinki, cast.vantaa)
    for row in Row.objects.filter(kind="mail").order_by("pk"):
        send_mail(row)
    page = client.get("/en/mail/").content.decode()
    assert page.count("Kumppanuuspyyntö: Uusimaa") == 2
    assert cast.helsinki.registry_email in page
    link = page.split('href="/en/mail/')[1].split('"')[0]
    shown = client.get(f"/en/mail/{link}").content.decode()
    assert "pyytää organisaatiotanne mukaan" in shown
    assert client.get("/en/mail/nothing/0/").status_code == 404


def test_an_empty_practice_inbox_says_so(client, files):
    assert "No mail has been sent yet." in client.get("/en/mail/").content.decode()


def test_in_production_there_is_no_practice_mail(client, settings, db):
    settings.EMBEDDED = False
    assert client.get("/mail/").status_code == 404
