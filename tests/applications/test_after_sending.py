"""After sending: the receipt as a file, what has changed since, who leaves, the timeline, the deadline and locks."""

import io
from datetime import UTC, datetime, timedelta
from threading import Event as Signal
from threading import Thread

import pikepdf
import pytest
import time_machine
from django.core import mail
from django.db import connections, transaction
from django.urls import reverse
from django.utils import translation

from applications.actions.leaving import leave, leave_elements
from applications.actions.plan import save_plan
from applications.actions.submitting import withdraw
from applications.exports.receipt import receipt_pdf
from applications.models import Application, Member, MemberExit, Submission, VerdictChange
from applications.queries.timeline import events_of, told
from applications.queries.unsent import changes_since
from applications.tasks import send_mail
from ledger.refusal import Refused
from outbox.models import Row
from tests.bed.verapdf import validate
from tests.builders import (
    asked,
    begun,
    complete_draft,
    decided,
    espoo_signatory,
    in_window,
    joined,
    sent,
    submitted,
    with_grounds,
    written,
)
from tests.cast import people
from tests.letters.reading import text_of as pdf_text

pytestmark = pytest.mark.django_db
INSTANT = timedelta(microseconds=1)


def text_of(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def fresh(application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_the_receipt_as_a_file_meets_both_standards_and_is_the_same_bytes(cast, tmp_path):
    application = submitted(cast)
    made = application.submissions.get()
    files = {language: receipt_pdf(made, language=language) for language in ("fi", "sv")}
    for language, content in files.items():
        (tmp_path / f"{language}.pdf").write_bytes(content)
        assert receipt_pdf(Submission.objects.get(pk=made.pk), language=language) == content
    found = validate(sorted(tmp_path.glob("*.pdf")))
    assert [finding.failures for finding in found.values() if not finding.passed] == []
    with pikepdf.open(io.BytesIO(files["sv"])) as pdf:
        assert str(pdf.Root.Lang) == "sv"


def test_the_receipt_lists_what_was_received(cast):
    application = submitted(cast)
    made = application.submissions.get()
    told_in_it = " ".join(pdf_text(receipt_pdf(made, language="fi")).replace("\xa0", " ").split())
    for fact in (
        application.case_number,
        cast.lead_signatory.email,
        "Keski-Uudenmaan sote -kuntayhtymä",
        "Kaupunginhallitus 5.3.2018 § 13",
        "2 000 000,00 €",
        "81,01 %",
        "1 341 383",
        "1 655 624",
        "1 324 500",
    ):
        assert fact in told_in_it, fact
    assert made.checksum in told_in_it.replace(" ", "")


def test_the_receipts_language_is_that_of_the_page_and_in_english_that_of_the_case(cast, logged_in):
    application = submitted(cast)
    client = logged_in(cast.partner_editor)
    found = {}
    for prefix in ("", "sv/", "en/"):
        answer = client.get(f"/{prefix}applications/{application.pk}/receipt/1/receipt.pdf")
        assert answer["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            found[prefix] = str(pdf.Root.Lang)
    assert found == {"": "fi", "sv/": "sv", "en/": "fi"}


def test_unsent_changes_are_marked_with_what_they_are(cast, logged_in):
    application = submitted(cast)
    client = logged_in(cast.lead_editor)
    overview, check = f"/en/applications/{application.pk}/", f"/en/applications/{application.pk}/submit/"
    as_sent = text_of(client.get(overview))
    assert "Changed after sending" not in as_sent
    assert "there is nothing to send again" in as_sent
    assert changes_since(fresh(application)) == []
    save_plan(
        application_id=application.pk,
        answers={"title": "Uusi nimi"},
        seen=application.sections.get(key="plan").version,
        actor=cast.lead_editor,
        at=in_window(application.call) + timedelta(minutes=5),
    )
    with translation.override("en"):
        only = changes_since(fresh(application))
    assert [(one.before, one.after) for one in only] == [("Yhdessä Uudellamaalla", "Uusi nimi")]
    changed = text_of(client.get(overview))
    assert "Changed after sending" in changed
    assert "there is nothing to send again" not in changed
    page = text_of(client.get(check))
    assert "Version 1, received" in page
    assert "the ministry does not see them" in page
    assert "Uusi nimi" in page
    sent(fresh(application), cast, at=in_window(application.call) + timedelta(hours=1))
    assert changes_since(fresh(application)) == []


def test_the_check_lays_the_calculation_open(cast, logged_in):
    application = begun(cast)
    written(application, cast)
    decided(application, cast.keusote, cast.lead_signatory)
    joined(application, cast, cast.helsinki, cast.partner_signatory)
    decided(application, cast.helsinki, cast.partner_signatory)
    page = text_of(logged_in(cast.lead_signatory).get(f"/en/applications/{application.pk}/submit/"))
    for fact in (
        "Sending would be refused now",
        "special grounds cannot replace it",
        "839 312",
        "1 655 624",
        "50,69 %",
        "7 of 26 municipalities; half is 13",
        "1 324 500",
        "1 158 937",
        "827 812",
        "31.12.2017",
        "coverage-2017, binding",
        "Statistics Finland",
        "the 18 counties of the regional government reform",
        "What would close the gap",
        "Kauniainen",
    ):
        assert fact in page, fact


def test_closing_and_the_time_that_is_left_stand_on_the_pages(cast, logged_in):
    application = begun(cast)
    closes_at = application.call.closes_at
    with time_machine.travel(closes_at - timedelta(days=2, hours=3, minutes=1), tick=False):
        client = logged_in(cast.lead_editor)
        for name in ("", "plan/", "submit/"):
            page = text_of(client.get(f"/en/applications/{application.pk}/{name}"))
            assert "(Helsinki time), time left" in page
            assert "2 d 3 h" in page
            assert "aria-live" not in page.partition("time left")[2][:400]


def leaves(cast, application, **more):
    member = application.members.get(organisation=cast.espoo)
    at = in_window(application.call) + timedelta(hours=1)
    return leave(member_id=member.pk, reason="Valtuusto perui.", actor=espoo_signatory(cast), at=at, **more)


def test_a_member_that_leaves_after_the_sending_is_told_to_officials_with_before_and_after(cast):
    application = submitted(cast)
    leaves(cast, application)
    made = MemberExit.objects.get()
    assert (made.organisation, made.share_before, made.share_after) == (cast.espoo, "81.01", "64.16")
    assert (made.before["outcome"], made.after["outcome"]) == ("meets", "not_eligible")
    row = Row.objects.get(kind="ministry-mail")
    assert row.payload == {"template": "member_left", "application": application.pk, "exit": made.pk}
    assert application.submissions.get().verdict["share"] == "81.01"


def test_before_the_sending_only_the_coverage_changes(cast):
    application = complete_draft(cast)
    leaves(cast, application)
    assert not MemberExit.objects.exists()
    assert not Row.objects.filter(kind="ministry-mail").exists()
    assert VerdictChange.objects.filter(why="member.left").get().outcome == "not_eligible"


def test_leaving_one_element_keeps_the_member_and_tells(cast, logged_in):
    application = submitted(cast)
    member = application.members.get(organisation=cast.espoo)
    url = reverse("applications:leave-elements", args=[application.pk, member.pk])
    client = logged_in(espoo_signatory(cast))
    assert client.get(url).status_code == 200
    assert client.post(url, {"elements": ["client-voucher"]}).status_code == 422
    assert client.post(url, {"elements": ["client-voucher"], "confirmed": "on"}).status_code == 302
    member.refresh_from_db()
    made = MemberExit.objects.get()
    assert (member.state, made.elements) == (Member.State.ACCEPTED, ["client-voucher"])
    assert (made.share_before, made.share_after) == ("81.01", "81.01")
    shares = [made.before["by_element"], made.after["by_element"]]
    assert shares == [{"client-voucher": "81.01"}, {"client-voucher": "64.16"}]
    with pytest.raises(Refused) as refused:
        leave_elements(
            member_id=member.pk,
            codes=["personal-budget"],
            actor=espoo_signatory(cast),
            at=in_window(application.call),
        )
    assert refused.value.code == "leaves_everything"


def test_withdrawing_is_told_to_every_member_and_to_the_ministry(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    application = submitted(cast)
    withdraw(
        application_id=application.pk,
        reason="Rahoitus saatiin muualta.",
        actor=cast.lead_signatory,
        at=in_window(application.call) + timedelta(hours=2),
    )
    mail.outbox = []
    for row in Row.objects.filter(reference__startswith="withdrawn:", kind="mail").order_by("pk"):
        send_mail(row)
    takers = (cast.keusote, cast.helsinki, cast.vantaa, cast.espoo)
    assert sorted(one.to[0] for one in mail.outbox) == sorted(taker.registry_email for taker in takers)
    assert Row.objects.filter(kind="ministry-mail", reference__startswith="withdrawn:").count() == 1


def test_the_timeline_tells_what_happened_newest_first_and_several_at_once_together(cast):
    application = complete_draft(cast)
    asked(application, cast, *type(cast.helsinki).objects.filter(municipality__in=["235", "638", "245"]))
    sent(fresh(application), cast, lapse_unanswered=True)
    with translation.override("en"):
        application = Application.objects.select_related("lead").get(pk=application.pk)
        entries = list(told(application, events_of(application)))
    assert entries[0].text == "Partnership requests lapsed without an answer"
    assert len(entries[0].detail.split(", ")) == 3
    assert (entries[1].text, entries[1].version) == ("Version 1 was sent.", 1)
    assert entries[2].text == "Partnership requests were sent"
    assert entries[-1].text == "The draft was begun."


def test_the_whole_timeline_has_a_page_of_its_own(cast, logged_in, django_assert_max_num_queries):
    application = submitted(cast)
    client = logged_in(cast.partner_editor)
    with django_assert_max_num_queries(12):
        page = text_of(client.get(f"/en/applications/{application.pk}/events/"))
    assert "Version 1 was sent." in page
    assert "The draft was begun." in page


@pytest.mark.django_db(transaction=True)
def test_who_arrived_in_time_and_waited_for_a_lock_past_the_deadline_is_accepted():
    cast = people()
    application = complete_draft(cast)
    with_grounds(application, cast)
    at = application.call.closes_at - INSTANT
    holding, release, outcome = Signal(), Signal(), []

    def hold():
        with transaction.atomic():
            Application.objects.select_for_update().get(pk=application.pk)
            holding.set()
            release.wait(20)
        connections.close_all()

    def press():
        with time_machine.travel(application.call.closes_at + timedelta(seconds=5), tick=False):
            outcome.append(sent(application, cast, at=at).received_at)
        connections.close_all()

    first = Thread(target=hold)
    first.start()
    holding.wait(20)
    second = Thread(target=press)
    second.start()
    second.join(0.5)
    assert outcome == []
    release.set()
    first.join()
    second.join()
    assert outcome == [at]
    with pytest.raises(Refused) as refused:
        sent(application, cast, at=application.call.closes_at)
    assert refused.value.code == "call_closed"


def test_one_second_before_is_in_time(cast):
    application = complete_draft(cast)
    at = application.call.closes_at - timedelta(seconds=1)
    assert sent(application, cast, at=at).received_at == at
    assert datetime.now(UTC) < at
