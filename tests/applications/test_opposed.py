"""What an opponent found: forged versions, locks that waited for each other, files and rows that went twice."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone

from applications.actions.attaching import AttachmentContent, attach, remove_attachment, store_attachment
from applications.actions.keeping import keep_upload
from applications.actions.member_decisions import DecisionContent, record_decision
from applications.actions.presence import note_presence
from applications.models import Attachment, MemberDecision, Presence
from applications.queries.presence import STAYS
from applications.scanning import ScannerAwayError, scan
from applications.uploads import judge_upload
from ledger.models import Event
from ledger.refusal import Refused
from tests.applications.hostile_files import pdf
from tests.builders import begun, espoo_signatory, in_window, joined
from tests.cast import people


@pytest.fixture
def cast(db):
    return people()


def all_at_once(*acts):
    """Runs the acts in threads; what came of each: "done", the code of a refusal, or the name of what broke."""
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=20)
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


def upload():
    return judge_upload(SimpleUploadedFile("ote.pdf", pdf()))


@pytest.mark.django_db(transaction=True)
def test_members_that_record_with_their_extracts_at_once_do_not_wait_for_each_other():
    cast = people()
    application = begun(cast)
    at = in_window(application.call)
    partners = {
        cast.helsinki: cast.partner_signatory,
        cast.vantaa: cast.second_signatory,
        cast.espoo: espoo_signatory(cast),
    }
    members = {
        joined(application, cast, organisation, actor).pk: actor for organisation, actor in partners.items()
    }
    content = DecisionContent(body="Kaupunginhallitus", decided_on=at.date(), result="approved", section="1")

    def recording(member_id, actor):
        file = upload()

        def act():
            with store_attachment(application=application, checked=file, actor=actor, at=at) as extract:
                record_decision(member_id=member_id, content=content, extract=extract, actor=actor, at=at)

        return act

    for _turn in range(5):
        assert set(all_at_once(*[recording(*one) for one in members.items()])) == {"done"}
    assert MemberDecision.objects.current().count() == len(members)


@pytest.mark.django_db(transaction=True)
def test_a_file_is_deleted_once_however_often_one_presses():
    cast = people()
    application = begun(cast)
    at = in_window(application.call)
    who = {"actor": cast.lead_editor, "at": at}
    kept = keep_upload(application=application, checked=upload(), **who)
    (file,) = attach(application_id=application.pk, files=[kept], content=AttachmentContent(), **who)

    def delete():
        remove_attachment(application_id=application.pk, attachment_id=file.pk, **who)

    assert sorted(all_at_once(*[delete] * 4)) == ["done", *["file_deleted"] * 3]
    assert not Attachment.objects.exists()
    assert Event.objects.filter(kind="attachment.removed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_people_who_come_back_to_their_pages_at_once_do_not_wait_for_each_other():
    cast = people()
    application, now = begun(cast), timezone.now()
    workers = [cast.lead_editor, cast.lead_signatory]
    for _turn in range(20):
        for who in workers:
            note_presence(application=application, key="plan", actor=who, at=now)
        Presence.objects.update(seen_at=now - 2 * STAYS)
        acts = [
            lambda who=who: note_presence(application=application, key="plan", actor=who, at=now)
            for who in workers
        ]
        assert set(all_at_once(*acts)) == {"done"}


@pytest.mark.parametrize("page", ["elements", "shares", "grounds", "plan", "budget"])
@pytest.mark.parametrize("more", [{}, {"autosave": "1"}])
def test_a_forged_version_of_a_section_that_nobody_saved_is_no_breakdown(client, cast, page, more):
    application = begun(cast, at=timezone.now())
    client.force_login(cast.lead_editor)
    lines = {"lines-TOTAL_FORMS": "0", "lines-INITIAL_FORMS": "0"}
    answer = client.post(
        reverse(f"applications:{page}", args=[application.pk]), {"seen": "-1", **lines, **more}
    )
    assert answer.status_code in {200, 302, 422}


class Lying:
    """A scanner that answers what it likes, whatever it was sent."""

    def __init__(self, answer):
        self.answer = answer
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with self.listener:
            talk, _from = self.listener.accept()
        with talk, suppress(OSError):
            talk.recv(1_000)
            talk.sendall(self.answer)
            talk.shutdown(socket.SHUT_WR)
            while talk.recv(65_536):
                pass


@pytest.mark.parametrize("answer", [b"", b"\0", b"\xff" * 9_000, b"stream: OK? FOUND?\0", b"OKOK"])
def test_a_scanner_that_says_nothing_usable_is_away(settings, answer):
    settings.CLAMD_ADDRESS = Lying(answer).address
    with pytest.raises(ScannerAwayError):
        scan([b"x"])


def test_what_a_scanner_names_can_be_kept(settings):
    settings.CLAMD_ADDRESS = Lying(b"stream: a\0b\x1b" + b"x" * 900 + b" FOUND\0").address
    finding = scan([b"x"]).finding
    assert finding.startswith("a?b?x")
    assert len(finding) <= 200


def test_a_file_that_was_not_taken_whole_is_not_clean(settings, monkeypatch):
    sent = []

    class Talk(socket.socket):
        def sendall(self, data):
            sent.append(data)
            if len(sent) > 2:
                raise BrokenPipeError
            super().sendall(data)

    def connected(address):
        host, _colon, port = address.partition(":")
        talk = Talk()
        talk.connect((host, int(port)))
        return talk

    monkeypatch.setattr("applications.scanning.connected", connected)
    settings.CLAMD_ADDRESS = Lying(b"stream: OK\0").address
    with pytest.raises(ScannerAwayError):
        scan([b"x" * 10, b"y" * 10])
