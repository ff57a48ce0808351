"""The virus scan against a real clamd: what is clean opens, what is not is held back, and nothing waits for it."""

import io
import socket
import threading
from datetime import timedelta

import pikepdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.models import Attachment
from applications.scanning import ScannerAwayError, Verdict, scan
from ledger.models import Event
from outbox.actions import hand_out, handle
from outbox.models import Row
from tests.bed.clamd import EICAR, MARKER
from tests.bed.services import free_port
from tests.builders import begun, complete_draft, joined, sent


@pytest.fixture
def scanner(settings, clamd):
    settings.CLAMD_ADDRESS = clamd.address
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return clamd


@pytest.fixture
def away(settings):
    settings.CLAMD_ADDRESS = f"127.0.0.1:{free_port()}"


def pdf(*, harmful=False):
    made, out = pikepdf.new(), io.BytesIO()
    made.add_blank_page()
    made.save(out)
    return out.getvalue() + (b"% " + MARKER + b"\n" if harmful else b"")


def add(client, application, name="liite.pdf", *, harmful=False):
    """Add a file through the page; the stored row."""
    given = {"purpose": "annex", "section": "plan", "files": SimpleUploadedFile(name, pdf(harmful=harmful))}
    assert client.post(f"/en/applications/{application.pk}/attachments/", given).status_code == 302
    return Attachment.objects.get(original_name=name)


def run_scans(at=None):
    """Hand the waiting scans to their handler as the dispatcher does."""
    at = at or timezone.now()
    for row_id in list(
        Row.objects.waiting(at).filter(kind="scan").order_by("pk").values_list("pk", flat=True)
    ):
        assert handle(row_id, hand_out(row_id, at=at))


def test_a_file_whose_bytes_are_gone_ends_the_scan_and_is_offered_to_nobody(cast, scanner, logged_in, caplog):
    client = logged_in(cast.lead_editor)
    file = add(client, begun(cast, at=timezone.now()))
    file.file.storage.delete(file.file.name)
    run_scans()
    row = Row.objects.get(kind="scan")
    assert (row.done_at is None, row.parked_at) == (False, None)
    assert row.last_error == f"gone: the stored file of attachment {file.pk}"
    assert f"attachment {file.pk} has no stored file" in caplog.text
    file.refresh_from_db()
    assert file.scan == "waiting"


def opened(client, file):
    return status_of(client.get(f"/en/applications/{file.application_id}/attachments/{file.pk}/"))


def status_of(answer):
    """The status of a download, read to its end so that the file is closed again."""
    if answer.streaming:
        assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    return answer.status_code


@pytest.mark.parametrize("way", ["port", "socket"])
def test_clamd_tells_clean_from_harmful(settings, clamd, way):
    settings.CLAMD_ADDRESS = clamd.address if way == "port" else str(clamd.socket)
    assert scan([pdf()]) == Verdict()
    found = scan([EICAR[:20], EICAR[20:]])
    assert (found.clean, found.finding.removesuffix(".UNOFFICIAL")) == (False, "Tests.Eicar")
    assert not scan([pdf(harmful=True)]).clean
    assert scan([]).clean


def test_a_file_that_clamd_finds_too_large_has_no_verdict(scanner):
    with pytest.raises(ScannerAwayError, match=r"no verdict|clamd at"):
        scan(bytes(64 * 1024) for _ in range(26 * 16 + 1))


def answering(settings, answer):
    """A server that is no clamd; it says `answer` and closes."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"

    def serve():
        talk, _address = server.accept()
        with talk:
            talk.recv(64 * 1024)
            talk.sendall(answer)
        server.close()

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


@pytest.mark.parametrize(
    "answer", [b"", b"\0", b"HTTP/1.1 400\r\n\r\n", b"stream: lost ERROR\0", b"\xff" * 9000]
)
def test_what_is_no_verdict_is_never_taken_for_clean(settings, answer):
    thread = answering(settings, answer)
    with pytest.raises(ScannerAwayError):
        scan([b"some bytes"])
    thread.join(timeout=5)


def test_a_scanner_that_falls_silent_does_not_hold_us(settings, monkeypatch):
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
    monkeypatch.setattr("applications.scanning.STEP_SECONDS", 0.2)
    with server, pytest.raises(ScannerAwayError):
        scan([b"some bytes"])


@pytest.mark.django_db
def test_a_clean_file_is_its_senders_until_it_is_scanned_and_then_everybodys(cast, logged_in, files, scanner):
    application = begun(cast)
    joined(application, cast, cast.helsinki, cast.partner_signatory)
    sender, partner = logged_in(cast.lead_editor), logged_in(cast.partner_editor)
    file = add(sender, application)
    assert file.scan == "waiting"
    assert (opened(sender, file), opened(partner, file)) == (200, 404)
    assert (
        "Waits for the virus scan"
        in sender.get(f"/en/applications/{application.pk}/attachments/").content.decode()
    )
    run_scans()
    file.refresh_from_db()
    assert (file.scan, file.scanned_at is not None) == ("clean", True)
    assert opened(partner, file) == 200
    assert Event.objects.get(kind="attachment.scanned").data["sha256"] == file.sha256


@pytest.mark.django_db
def test_a_harmful_file_is_held_back_and_the_lead_told(cast, logged_in, files, scanner):
    application = begun(cast)
    client = logged_in(cast.lead_editor)
    file = add(client, application, "tartunta.pdf", harmful=True)
    run_scans()
    file.refresh_from_db()
    assert file.scan == "infected"
    assert opened(client, file) == 404
    page = client.get(f"/en/applications/{application.pk}/attachments/").content.decode()
    assert "The virus scan found something in tartunta.pdf" in page
    assert Event.objects.get(kind="attachment.held_back").data["finding"].startswith("Tests.Marker")
    row = Row.objects.get(kind="mail", payload__template="attachment_held")
    assert handle(row.pk, hand_out(row.pk, at=timezone.now()))
    (told,) = mail.outbox
    assert told.to == [cast.keusote.registry_email]
    assert told.subject == "Hakemuksen liite on pidätetty: tartunta.pdf"
    assert f"/applications/{application.pk}/attachments/" in told.body
    assert client.post(f"/en/applications/{application.pk}/attachments/{file.pk}/delete/").status_code == 302


@pytest.mark.django_db
def test_while_the_scanner_is_away_the_file_waits_and_the_sending_goes_on(
    cast, logged_in, files, away, clamd, settings
):
    application = complete_draft(cast)
    file = add(logged_in(cast.lead_editor), application)
    at = timezone.now()
    for _ in range(8):  # more often than a row of the outbox is tried
        at += timedelta(minutes=20)
        run_scans(at)
    file.refresh_from_db()
    assert file.scan == "waiting"
    assert not Row.objects.filter(kind="scan").exclude(parked_at=None).exists()
    submission = sent(application, cast)
    assert [one["id"] for one in submission.snapshot["attachments"]] == [file.pk]
    settings.CLAMD_ADDRESS = clamd.address
    run_scans(at + timedelta(minutes=20))
    file.refresh_from_db()
    assert file.scan == "clean"
    assert not Row.objects.filter(kind="scan", done_at=None).exists()


@pytest.mark.django_db
def test_a_harmful_file_is_not_part_of_what_is_sent(cast, logged_in, files, scanner):
    application = complete_draft(cast)
    add(logged_in(cast.lead_editor), application, "tartunta.pdf", harmful=True)
    run_scans()
    assert sent(application, cast).snapshot["attachments"] == []


@pytest.mark.django_db
def test_officials_open_a_file_of_the_sending_once_it_is_scanned_and_no_other(
    cast, logged_in, files, scanner
):
    application = complete_draft(cast)
    client = logged_in(cast.lead_editor)
    own = add(client, application, "mukana.pdf")
    sent(application, cast)
    later = add(client, application, "myohemmin.pdf")
    desk = logged_in(cast.presenting_officer)

    def at_desk(file):
        return status_of(desk.get(reverse("admin:case-attachment", args=[application.pk, file.pk])))

    assert (at_desk(own), at_desk(later)) == (404, 404)
    run_scans()
    assert (at_desk(own), at_desk(later)) == (200, 404)
    page = desk.get(reverse("admin:case", args=[application.pk])).content.decode()
    assert "mukana.pdf" in page
    assert "myohemmin.pdf" not in page


@pytest.mark.django_db
def test_without_a_scanner_nothing_waits(cast, logged_in, files, settings):
    settings.CLAMD_ADDRESS = ""
    application = begun(cast)
    file = add(logged_in(cast.lead_editor), application)
    assert (file.scan, Row.objects.filter(kind="scan").exists()) == ("none", False)
