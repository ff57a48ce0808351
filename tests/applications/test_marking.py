"""What is told of a file after it was added; and the check before sending names what the virus scan holds."""

import pytest

from applications.actions.member_decisions import DecisionContent, record_for_member
from applications.models import Attachment
from applications.queries.readiness import readiness_of
from ledger.models import Event
from tests.applications.test_attachments import GIVEN, page, pdf, words
from tests.builders import begun, complete_draft, in_window, joined, sent

pytestmark = pytest.mark.django_db
MARK = {
    "description": "Tonttikartta",
    "proposed_confidential": "on",
    "confidential_reason": "Liikesalaisuus, JulkL 24 § 1 mom. 20 k.",
}


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch, files, call):
    def stamped(self, request):
        request.arrived_at = in_window(call)
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)


@pytest.fixture
def application(cast):
    return begun(cast)


def added(client, application):
    assert client.post(page(application), GIVEN | {"files": [pdf()]}).status_code == 302
    return Attachment.objects.get(application=application, purpose="annex")


def extract_of(application, cast, organisation, **more):
    """An extract by which the lead recorded the decision of a member."""
    member = joined(application, cast, organisation, cast.partner_signatory)
    content = {"original_name": "ote.pdf", "content_type": "application/pdf", "size": 9, "sha256": "0" * 64}
    who = {"uploaded_at": in_window(application.call), "uploaded_by": cast.lead_signatory.email}
    file = Attachment.objects.create(
        application=application, file="ote.pdf", section="members", **content, **who, **more
    )
    at = in_window(application.call)
    given = DecisionContent(body="Kaupunginhallitus", decided_on=at.date(), result="approved")
    record_for_member(member_id=member.pk, content=given, extract=file, actor=cast.lead_signatory, at=at)
    return file


def test_description_and_mark_are_changed_afterwards(cast, application, logged_in):
    client = logged_in(cast.lead_editor)
    file = added(client, application)
    here = page(application, f"{file.pk}/describe/")
    assert here in client.get(page(application)).content.decode()
    assert 'value="Palvelukuvaus"' in client.get(here).content.decode()
    assert client.post(here, MARK)["Location"] == page(application)
    file.refresh_from_db()
    assert (file.description, file.proposed_confidential) == ("Tonttikartta", True)
    assert "Proposed confidential" in words(client.get(page(application)))
    assert Event.objects.filter(kind="attachment.described", data__confidential=True).count() == 1
    client.post(here, {"description": "Tonttikartta", "confidential_reason": "jää"})
    file.refresh_from_db()
    assert (file.proposed_confidential, file.confidential_reason) == (False, "")


def test_a_mark_without_its_reason_is_refused_and_what_was_typed_stays(cast, application, logged_in):
    client = logged_in(cast.lead_editor)
    file = added(client, application)
    answer = client.post(page(application, f"{file.pk}/describe/"), MARK | {"confidential_reason": " "})
    assert answer.status_code == 422
    assert "Tell why the file should be confidential." in words(answer)
    assert 'value="Tonttikartta"' in answer.content.decode()
    file.refresh_from_db()
    assert (file.description, file.proposed_confidential) == ("Palvelukuvaus", False)


def test_an_extract_is_marked_by_its_own_member_and_the_lead_only(cast, application, logged_in):
    file = extract_of(application, cast, cast.helsinki)
    joined(application, cast, cast.vantaa, cast.second_signatory)
    here = page(application, f"{file.pk}/describe/")
    assert logged_in(cast.second_signatory).post(here, MARK).status_code == 403
    member = logged_in(cast.partner_signatory)
    assert here in member.get(page(application)).content.decode()
    assert member.post(here, MARK).status_code == 302
    assert logged_in(cast.lead_signatory).post(here, {"description": "Ote"}).status_code == 302
    file.refresh_from_db()
    assert (file.description, file.proposed_confidential) == ("Ote", False)


def test_what_was_sent_keeps_what_was_told_then(cast, logged_in):
    application = complete_draft(cast)
    client = logged_in(cast.lead_signatory)
    file = added(client, application)
    submission = sent(application, cast)
    assert client.post(page(application, f"{file.pk}/describe/"), MARK).status_code == 302
    submission.refresh_from_db()
    (told,) = [one for one in submission.snapshot["attachments"] if one["id"] == file.pk]
    assert (told["description"], told["proposed_confidential"]) == ("Palvelukuvaus", False)
    check = words(client.get(f"/en/applications/{application.pk}/submit/"))
    assert "changes have not been sent" in check
    assert "Tonttikartta" in check


@pytest.mark.parametrize(
    ("scan", "heading"), [("infected", "These files are held back"), ("waiting", "These files wait")]
)
def test_the_check_names_files_that_are_held_back_or_wait_and_they_block_nothing(
    cast, logged_in, scan, heading
):
    application = complete_draft(cast)
    client = logged_in(cast.lead_signatory)
    file = added(client, application)
    check = f"/en/applications/{application.pk}/submit/"
    assert heading not in words(client.get(check))
    Attachment.objects.filter(pk=file.pk).update(scan=scan)
    text = words(client.get(check))
    assert heading in text
    assert "liite.pdf" in text
    assert readiness_of(application).complete


def test_an_extract_that_is_the_only_proof_blocks_when_it_is_held_back(cast, application, logged_in):
    file = extract_of(application, cast, cast.helsinki)
    codes = {gap.code for gap in readiness_of(application).gaps}
    assert "member_extract_held_back" not in codes
    Attachment.objects.filter(pk=file.pk).update(scan="infected")
    codes = {gap.code for gap in readiness_of(application).gaps}
    assert "member_extract_held_back" in codes
    text = words(logged_in(cast.lead_editor).get(f"/en/applications/{application.pk}/submit/"))
    assert "the virus scan holds back the extract" in text
