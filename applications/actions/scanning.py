"""What the virus scan of an attachment leads to: free to read, held back, or tried again later."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from applications.actions.attaching import note_file
from applications.models import Attachment
from applications.scanning import CHUNK, ScannerAwayError, Verdict, is_configured, scan
from outbox.actions import add
from outbox.handlers import Gone

log = logging.getLogger(__name__)
SCANNER = "virus scan"
LONGEST_PAUSE = timedelta(minutes=15)


def scan_attachment(*, attachment_id: int, tried: int, at: datetime) -> None:
    """Scan a file that waits. While the scanner is away the file waits on, however long; nothing else waits for it.

    Harmless when run twice: a file that has its verdict is not asked about again. Raises Gone when its bytes are.
    """
    attachment = Attachment.objects.filter(pk=attachment_id, scan=Attachment.Scan.WAITING).first()
    if attachment is None:
        return
    if not is_configured():
        # The operator has taken the scanner away: the file is as any other that nobody scanned.
        Attachment.objects.filter(pk=attachment.pk).update(scan=Attachment.Scan.NONE)
        return
    try:
        with attachment.file.open("rb") as file:
            verdict = scan(file.chunks(CHUNK))
    except FileNotFoundError:
        # Nothing to scan now or later. The row of the file waits on, so nobody is offered what is not there.
        log.error("attachment %s has no stored file %s", attachment.pk, attachment.file.name)  # noqa: TRY400 - no trace
        raise Gone(f"gone: the stored file of attachment {attachment.pk}") from None
    except ScannerAwayError:
        try_again(attachment, tried=tried + 1, at=at)
        return
    note_verdict(attachment, verdict, at=at)


def try_again(attachment: Attachment, *, tried: int, at: datetime) -> None:
    """The next try, a little later each time: a row of the outbox would be parked after a few."""
    pause = min(timedelta(seconds=5 * 2 ** min(tried, 10)), LONGEST_PAUSE)
    add(
        kind="scan",
        reference=f"attachment:{attachment.pk}:{tried}",
        payload={"attachment": attachment.pk, "tried": tried},
        available_at=at + pause,
    )


@transaction.atomic
def note_verdict(attachment: Attachment, verdict: Verdict, *, at: datetime) -> None:
    """Let the file be read, or hold it back and tell the lead."""
    state = Attachment.Scan.CLEAN if verdict.clean else Attachment.Scan.INFECTED
    waiting = Attachment.objects.filter(pk=attachment.pk, scan=Attachment.Scan.WAITING)
    if not waiting.update(scan=state, scanned_at=at):
        return
    if verdict.clean:
        note_file(attachment, "scanned", actor=SCANNER, at=at)
        return
    note_file(attachment, "held_back", actor=SCANNER, at=at, finding=verdict.finding)
    add(
        kind="mail",
        reference=f"attachment-held:{attachment.pk}",
        payload={"template": "attachment_held", "attachment": attachment.pk},
    )
