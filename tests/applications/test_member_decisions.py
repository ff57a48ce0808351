"""A member's own decision: recorded, confirmed, recorded by the lead, disputed, reconfirmed; and its extract."""

import io
import re

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actions.plan import save_plan
from applications.models import Attachment, KeptUpload, MemberDecision
from outbox.models import Row
from tests.applications.consortia import AT, accept, ask, decide, draft

pytestmark = pytest.mark.django_db
GIVEN = {
    "body": "Kaupunginhallitus",
    "decided_on": "5.2.2018",
    "section": "13",
    "proposer": "Kaupunginjohtaja",
    "result": "approved",
    "minutes_inspected": "on",
}


@pytest.fixture(autouse=True)
def in_february(monkeypatch, files):
    def stamped(self, request):
        request.arrived_at = AT
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    return draft(cast)


@pytest.fixture
def helsinki(cast, application):
    return accept(ask(cast, application, cast.helsinki)[0], cast.partner_signatory)


def extract(name="ote.pdf"):
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def words(response):
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def page(member, tail=""):
    return f"/en/applications/{member.application_id}/members/{member.pk}/decision/{tail}"


def current(member):
    return MemberDecision.objects.current().get(member=member)


def stored_files(settings):
    return [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()]


def test_a_signatory_records_and_the_member_counts_at_once(cast, helsinki, logged_in):
    response = logged_in(cast.partner_signatory).post(page(helsinki), GIVEN | {"extract": extract()})
    assert response.status_code == 302
    record = current(helsinki)
    assert record.counts
    assert (record.body, record.section, record.proposer, record.minutes_inspected) == (
        "Kaupunginhallitus",
        "13",
        "Kaupunginjohtaja",
        True,
    )
    assert record.extract.original_name == "ote.pdf"


def test_an_editors_record_waits_for_the_signatory(cast, helsinki, logged_in):
    logged_in(cast.partner_editor).post(page(helsinki), GIVEN)
    assert not current(helsinki).counts
    assert logged_in(cast.partner_editor).post(page(helsinki, "confirm/")).status_code == 403
    text = words(logged_in(cast.partner_signatory).get(page(helsinki)))
    assert "Confirm the record" in text
    assert logged_in(cast.partner_signatory).post(page(helsinki, "confirm/")).status_code == 302
    assert current(helsinki).counts


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"body": ""}, "Tell who decided."),
        ({"decided_on": "7.2.2018"}, "in the future"),
        ({"decided_on": "30.2.2018"}, "Write a day that exists"),
        ({"result": "conditionally"}, "Tell the conditions of the approval."),
        ({"result": "perhaps"}, "perhaps"),
    ],
)
def test_a_record_that_is_not_whole_comes_back_with_what_was_typed(
    cast, helsinki, logged_in, change, message
):
    response = logged_in(cast.partner_signatory).post(page(helsinki), GIVEN | change)
    assert response.status_code == 422
    assert message in words(response)
    assert "Kaupunginjohtaja" in words(response)
    assert not helsinki.decisions.exists()


def test_a_refused_file_leaves_neither_row_nor_file(cast, helsinki, logged_in, settings):
    response = logged_in(cast.partner_signatory).post(
        page(helsinki), GIVEN | {"extract": SimpleUploadedFile("ote.pdf", b"MZ not a pdf")}
    )
    assert response.status_code == 422
    assert "not of a kind that can be sent" in words(response)
    assert (Attachment.objects.count(), stored_files(settings)) == (0, [])


def test_a_file_past_the_limit_is_told_as_such(cast, helsinki, logged_in, settings):
    settings.ATTACHMENT_LARGEST_BYTES = 1024 * 1024
    big = SimpleUploadedFile("ote.pdf", b"%PDF-" + b"x" * (3 * 1024 * 1024))
    response = logged_in(cast.partner_signatory).post(page(helsinki), GIVEN | {"extract": big})
    assert response.status_code == 422
    assert "at most 1 MB" in words(response)
    assert stored_files(settings) == []


def test_an_extract_survives_an_error_elsewhere_and_is_not_asked_for_again(
    cast, helsinki, logged_in, settings
):
    client = logged_in(cast.lead_signatory)
    wrong = client.post(page(helsinki), GIVEN | {"body": "", "extract": extract("pöytäkirja.pdf")})
    assert wrong.status_code == 422
    assert "pöytäkirja.pdf," in words(wrong)
    (token,) = re.findall(r'name="kept" value="([^"]+)"', wrong.content.decode())
    assert client.post(page(helsinki), GIVEN | {"kept": token}).status_code == 302
    assert current(helsinki).extract.original_name == "pöytäkirja.pdf"
    assert len(stored_files(settings)) == 1
    assert not KeptUpload.objects.exists()


def test_the_act_refused_makes_no_attachment_and_keeps_the_file_for_its_sender(
    cast, helsinki, logged_in, settings
):
    helsinki.state = "left"
    helsinki.save()
    application = helsinki.application
    other = accept(ask(cast, application, cast.vantaa)[0], cast.second_signatory)
    assert other.state == "accepted"
    response = logged_in(cast.lead_signatory).post(page(helsinki), GIVEN | {"extract": extract()})
    assert response.status_code == 422
    assert (Attachment.objects.count(), len(stored_files(settings))) == (0, 1)
    assert KeptUpload.objects.get().user == cast.lead_signatory


def test_the_lead_records_for_a_member_only_with_the_extract(cast, helsinki, logged_in):
    client = logged_in(cast.lead_signatory)
    without = client.post(page(helsinki), GIVEN)
    assert without.status_code == 422
    assert "needs its extract attached" in words(without)
    assert client.post(page(helsinki), GIVEN | {"extract": extract()}).status_code == 302
    record = current(helsinki)
    assert (record.recorded_for_member, record.counts) == (True, True)
    assert Row.objects.filter(payload__template="decision_recorded_for_you").count() == 1
    assert logged_in(cast.lead_editor).post(page(helsinki), GIVEN | {"extract": extract()}).status_code == 403


def test_the_member_disputes_the_leads_record_and_then_it_does_not_count(cast, helsinki, logged_in):
    logged_in(cast.lead_signatory).post(page(helsinki), GIVEN | {"extract": extract()})
    client = logged_in(cast.partner_signatory)
    assert "Is the record right?" in words(client.get(page(helsinki)))
    empty = client.post(page(helsinki, "answer/"), {"right": "no", "dispute": " "})
    assert empty.status_code == 422
    assert "Tell what is wrong in the record." in words(empty)
    client.post(page(helsinki, "answer/"), {"right": "no", "dispute": "Pykälä on 14"})
    assert (current(helsinki).counts, current(helsinki).dispute) == (False, "Pykälä on 14")
    assert "Pykälä on 14" in words(logged_in(cast.lead_editor).get(page(helsinki)))
    client.post(page(helsinki, "answer/"), {"right": "yes"})
    assert (current(helsinki).counts, current(helsinki).acknowledged_at) == (True, AT)


def test_a_changed_plan_is_shown_and_one_press_reconfirms(cast, helsinki, logged_in):
    decide(helsinki, cast.partner_signatory)
    save_plan(
        application_id=helsinki.application_id,
        answers={"aims": "Uusi tavoite"},
        seen=0,
        actor=cast.lead_signatory,
        at=AT,
    )
    board = words(logged_in(cast.lead_editor).get(f"/en/applications/{helsinki.application_id}/members/"))
    assert "decided on version 1 of the plan, now version 2" in board
    client = logged_in(cast.partner_signatory)
    assert "The decision covers the plan as it is now" in words(client.get(page(helsinki)))
    assert client.post(page(helsinki, "reconfirm/")).status_code == 302
    assert current(helsinki).stands_on == 2
    assert "The decision covers the plan as it is now" not in words(client.get(page(helsinki)))


def test_conditions_are_acknowledged_by_the_leads_signatory(cast, helsinki, logged_in):
    decide(helsinki, cast.partner_signatory, result="conditionally", conditions="Rahoitus varmistuu")
    assert logged_in(cast.partner_signatory).post(page(helsinki, "acknowledge/")).status_code == 403
    assert logged_in(cast.lead_editor).post(page(helsinki, "acknowledge/")).status_code == 403
    assert logged_in(cast.lead_signatory).post(page(helsinki, "acknowledge/")).status_code == 302
    assert current(helsinki).conditions_acknowledged_at == AT


def test_one_member_does_not_record_for_another(cast, helsinki, logged_in):
    vantaa = accept(ask(cast, helsinki.application, cast.vantaa)[0], cast.second_signatory)
    response = logged_in(cast.second_signatory).post(page(helsinki), GIVEN)
    assert response.status_code == 403
    assert (
        logged_in(cast.second_signatory).post(page(helsinki, "answer/"), {"right": "yes"}).status_code == 403
    )
    assert logged_in(cast.stranger).get(page(vantaa)).status_code == 404
    assert not MemberDecision.objects.exists()


def test_an_extract_is_served_as_an_attachment_to_those_who_may_read_it(cast, helsinki, logged_in):
    sent = extract('ote "13"\u202e.pdf')
    content = sent.read()
    sent.seek(0)
    logged_in(cast.partner_signatory).post(page(helsinki), GIVEN | {"extract": sent})
    file = current(helsinki).extract
    url = f"/applications/{helsinki.application_id}/attachments/{file.pk}/"
    response = logged_in(cast.lead_editor).get(url)
    assert b"".join(response.streaming_content) == content
    assert response["Content-Disposition"].startswith("attachment;")
    assert "\u202e" not in file.original_name
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/pdf"
    for outsider in (cast.stranger, cast.presenting_officer, cast.superuser):
        assert logged_in(outsider).get(url).status_code == 404
    other = draft(cast, county="06")
    foreign = f"/applications/{other.pk}/attachments/{file.pk}/"
    assert logged_in(cast.lead_editor).get(foreign).status_code == 404


def test_the_stored_name_is_our_own(cast, helsinki, logged_in, settings):
    logged_in(cast.partner_signatory).post(page(helsinki), GIVEN | {"extract": extract("../../evil.pdf")})
    (path,) = stored_files(settings)
    assert path.name != "evil.pdf"
    assert path.is_relative_to(settings.MEDIA_ROOT / "attachments")
    assert current(helsinki).extract.original_name == "evil.pdf"
