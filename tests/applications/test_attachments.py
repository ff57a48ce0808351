"""The files of an application: added, kept through a form's error, marked, sent, deleted; by whom and until when."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.actions.keeping import settle_file
from applications.models import Attachment, KeptUpload, Section
from ledger.models import Event
from outbox.models import Row
from tests.builders import begun, complete_draft, decided, in_window, joined, sent

pytestmark = pytest.mark.django_db
GIVEN = {"purpose": "annex", "section": "plan", "description": "Palvelukuvaus"}


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch, files, call):
    at = in_window(call)

    def stamped(self, request):
        request.arrived_at = at
        return self.get_response(request)

    monkeypatch.setattr("ui.middleware.ArrivalTime.__call__", stamped)
    return at


@pytest.fixture
def application(cast):
    return begun(cast)


def pdf(name="liite.pdf", pages=1):
    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(pages):
        made.add_blank_page()
    made.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def page(application, tail=""):
    return f"/en/applications/{application.pk}/attachments/{tail}"


def words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode().replace("\xa0", " "))
    return " ".join(text.split())


def stored(settings):
    return sorted(path.name for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())


def kept_tokens(response):
    return re.findall(r'name="kept" value="([^"]+)"', response.content.decode())


def test_several_files_are_added_at_once_and_listed(cast, application, logged_in, settings):
    client = logged_in(cast.lead_editor)
    answer = client.post(page(application), GIVEN | {"files": [pdf("a.pdf"), pdf("b.pdf", 2)]})
    assert answer.status_code == 302
    found = list(Attachment.objects.order_by("pk"))
    assert [one.original_name for one in found] == ["a.pdf", "b.pdf"]
    assert {one.purpose for one in found} == {"annex"}
    assert {one.section for one in found} == {"plan"}
    assert len(stored(settings)) == 2
    assert not KeptUpload.objects.exists()
    text = words(client.get(page(application)))
    for expected in ("2 files were added.", "a.pdf", "Palvelukuvaus", found[0].sha256[:12], "Project plan"):
        assert expected in text
    assert Event.objects.filter(kind="attachment.added").count() == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"proposed_confidential": "on"}, "Tell why the files should be confidential."),
        ({"purpose": "extract"}, "Select a valid choice"),
        ({"purpose": ""}, "Choose what the files are."),
        ({"section": "element:no-such"}, "Select a valid choice"),
        ({"description": "x" * 201}, "200"),
    ],
)
def test_a_file_survives_an_error_elsewhere_in_the_form(
    cast, application, logged_in, settings, change, message
):
    client = logged_in(cast.lead_editor)
    wrong = client.post(page(application), GIVEN | change | {"files": pdf("suunnitelma.pdf")})
    assert wrong.status_code == 422
    assert message in words(wrong)
    assert "suunnitelma.pdf," in words(wrong)
    assert not Attachment.objects.exists()
    (token,) = kept_tokens(wrong)
    again = client.post(page(application), GIVEN | {"kept": token})
    assert again.status_code == 302
    assert Attachment.objects.get().original_name == "suunnitelma.pdf"
    assert len(stored(settings)) == 1
    assert client.post(page(application), GIVEN | {"kept": token}).status_code == 422  # used up


def test_the_good_files_are_kept_when_one_of_them_is_bad(cast, application, logged_in):
    client = logged_in(cast.lead_editor)
    bad = SimpleUploadedFile("ohjelma.pdf", b"MZ\x90")
    wrong = client.post(page(application), GIVEN | {"files": [pdf("hyva.pdf"), bad]})
    assert wrong.status_code == 422
    assert "ohjelma.pdf: The file is not of a kind that can be sent." in words(wrong)
    assert "hyva.pdf," in words(wrong)
    client.post(page(application), GIVEN | {"kept": kept_tokens(wrong)})
    assert [one.original_name for one in Attachment.objects.order_by("pk")] == ["hyva.pdf"]


def test_a_kept_file_is_its_senders_and_this_applications_only(cast, application, logged_in, on_the_day):
    wrong = logged_in(cast.lead_editor).post(page(application), GIVEN | {"purpose": "", "files": pdf()})
    (token,) = kept_tokens(wrong)
    other = begun(cast, region="06")
    for user, where in ((cast.lead_signatory, application), (cast.lead_editor, other)):
        answer = logged_in(user).post(page(where), GIVEN | {"kept": token})
        assert answer.status_code == 422
        assert "Choose a file." in words(answer)
    KeptUpload.objects.update(kept_at=on_the_day - timedelta(days=1))
    late = logged_in(cast.lead_editor).post(page(application), GIVEN | {"kept": token})
    assert (late.status_code, kept_tokens(late)) == (422, [])
    assert not Attachment.objects.exists()


def test_what_is_kept_goes_after_a_day_and_what_was_added_stays(
    cast, application, logged_in, settings, on_the_day
):
    client = logged_in(cast.lead_editor)
    client.post(page(application), GIVEN | {"purpose": "", "files": pdf()})
    client.post(page(application), GIVEN | {"files": pdf("jaa.pdf")})
    names = [row.payload["name"] for row in Row.objects.filter(kind="stored-file").order_by("pk")]
    assert len(names) == 2
    for moment, left in ((on_the_day + timedelta(hours=23), 2), (on_the_day + timedelta(days=1), 1)):
        for name in names:
            settle_file(name=name, at=moment)
        assert len(stored(settings)) == left
    assert not KeptUpload.objects.exists()
    assert default_storage.exists(Attachment.objects.get().file.name)


def test_a_full_disk_is_told_and_leaves_nothing(cast, application, logged_in, settings, monkeypatch):
    def full(self, name, content):
        path = settings.MEDIA_ROOT / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    answer = logged_in(cast.lead_editor).post(page(application), GIVEN | {"files": pdf()})
    assert answer.status_code == 422
    assert "could not be stored" in words(answer)
    assert "Palvelukuvaus" in answer.content.decode()
    assert stored(settings) == []
    assert not Attachment.objects.exists()
    assert not KeptUpload.objects.exists()


def test_a_stop_between_the_file_and_its_row_leaves_no_file_for_long(
    cast, application, logged_in, settings, monkeypatch, on_the_day
):
    class PowerCutError(BaseException):
        pass

    def cut(*_args, **_more):
        raise PowerCutError

    with monkeypatch.context() as during:
        during.setattr(KeptUpload, "save", cut)
        during.setattr(default_storage._wrapped if hasattr(default_storage, "_wrapped") else default_storage,
                       "delete", lambda _name: None)  # fmt: skip
        with pytest.raises(PowerCutError):
            logged_in(cast.lead_editor).post(page(application), GIVEN | {"files": pdf()})
    assert len(stored(settings)) == 1
    row = Row.objects.get(kind="stored-file")
    settle_file(name=row.payload["name"], at=row.available_at)
    assert stored(settings) == []


def test_an_administration_agreement_may_come_and_is_never_waited_for(cast, logged_in):
    application = complete_draft(cast)
    check = f"/en/applications/{application.pk}/submit/"
    client = logged_in(cast.lead_signatory)
    assert "Nothing keeps the application from being sent." in words(client.get(check))
    given = {"purpose": "agreement", "section": "", "files": [pdf("sopimus.pdf")]}
    assert client.post(page(application), given).status_code == 302
    assert Attachment.objects.get(application=application, purpose="agreement").section == ""
    assert "Nothing keeps the application from being sent." in words(client.get(check))


def test_a_confidential_mark_comes_with_its_reason_and_is_shown(cast, application, logged_in):
    client = logged_in(cast.lead_editor)
    marked = GIVEN | {"proposed_confidential": "on", "confidential_reason": "Liikesalaisuus, sivu 3"}
    client.post(page(application), marked | {"files": pdf()})
    text = words(client.get(page(application)))
    assert "Proposed confidential" in text
    assert "Liikesalaisuus, sivu 3" in text
    assert "621/1999" in text


def test_a_partner_adds_to_the_sections_given_to_it_and_to_no_other(cast, application, logged_in):
    member = joined(application, cast, cast.helsinki, cast.partner_signatory)
    client = logged_in(cast.partner_editor)
    assert "Add files" not in words(client.get(page(application)))
    assert client.post(page(application), GIVEN | {"files": pdf()}).status_code == 403
    Section.objects.update_or_create(application=application, key="plan", defaults={"given_to": member})
    assert "Add files" in words(client.get(page(application)))
    assert client.post(page(application), GIVEN | {"files": pdf("oma.pdf")}).status_code == 302
    for section in ("budget", ""):
        refused = client.post(page(application), GIVEN | {"section": section, "files": pdf()})
        assert refused.status_code in {403, 422}, section
    assert [one.original_name for one in Attachment.objects.order_by("pk")] == ["oma.pdf"]
    of_lead = logged_in(cast.lead_editor).post(page(application), GIVEN | {"section": "", "files": pdf()})
    assert of_lead.status_code == 302
    foreign = Attachment.objects.get(section="")
    assert client.post(page(application, f"{foreign.pk}/delete/")).status_code == 403
    own = Attachment.objects.get(section="plan")
    assert client.post(page(application, f"{own.pk}/delete/")).status_code == 302


def test_deleting_asks_first_and_the_bytes_follow(cast, application, logged_in, settings, on_the_day):
    client = logged_in(cast.lead_editor)
    client.post(page(application), GIVEN | {"files": pdf("pois.pdf")})
    file = Attachment.objects.get()
    url = page(application, f"{file.pk}/delete/")
    assert "Delete the file?" in words(client.get(url))
    assert Attachment.objects.exists()
    assert client.post(url).status_code == 302
    assert not Attachment.objects.exists()
    assert "The file pois.pdf was deleted." in words(client.get(page(application)))
    row = Row.objects.get(kind="stored-file", reference__endswith=":gone")
    settle_file(name=row.payload["name"], at=on_the_day)
    assert stored(settings) == []
    assert Event.objects.get(kind="attachment.removed").data["sha256"] == file.sha256


def test_a_file_of_a_decision_or_of_a_sending_is_not_deleted(cast, logged_in):
    application = complete_draft(cast)
    client = logged_in(cast.lead_editor)
    client.post(page(application), GIVEN | {"files": pdf("lahetetty.pdf")})
    file = Attachment.objects.get()
    sent(application, cast)
    submission = application.submissions.get()
    assert [one["name"] for one in submission.snapshot["attachments"]] == ["lahetetty.pdf"]
    assert submission.snapshot["attachments"][0]["sha256"] == file.sha256
    answer = client.post(page(application, f"{file.pk}/delete/"))
    assert answer.status_code == 422
    assert "stays with what was sent" in words(answer)
    assert "Sent to the ministry" in words(client.get(page(application)))
    assert Attachment.objects.get().file.storage.exists(file.file.name)


def test_after_the_call_has_closed_nothing_is_added_or_deleted(cast, application, logged_in, settings):
    client = logged_in(cast.lead_editor)
    client.post(page(application), GIVEN | {"files": pdf()})
    file = Attachment.objects.get()
    call = application.call
    call.__class__.objects.filter(pk=call.pk).update(closes_at=in_window(call) - timedelta(minutes=1))
    before = stored(settings)
    assert "Add files" not in words(client.get(page(application)))
    assert client.post(page(application), GIVEN | {"files": pdf()}).status_code == 422
    assert client.post(page(application, f"{file.pk}/delete/")).status_code == 422
    assert stored(settings) == before


def test_the_page_asks_as_little_for_many_files_as_for_one(
    cast, application, logged_in, django_assert_max_num_queries
):
    client = logged_in(cast.lead_editor)
    decided(application, cast.keusote, cast.lead_signatory)
    client.post(page(application), GIVEN | {"files": pdf("1.pdf")})
    client.get(page(application))
    with django_assert_max_num_queries(40) as one:
        client.get(page(application))
    least = len(one)
    client.post(page(application), GIVEN | {"files": [pdf("2.pdf"), pdf("3.pdf"), pdf("4.pdf")]})
    client.get(page(application))
    with django_assert_max_num_queries(least):
        client.get(page(application))


def test_a_browser_that_sends_with_progress_is_told_where_to_go(cast, application, logged_in):
    client = logged_in(cast.lead_editor)
    answer = client.post(page(application), GIVEN | {"files": pdf()}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (200, page(application))
    assert "1 file was added." in words(client.get(page(application)))
