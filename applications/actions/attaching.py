"""Attachments: files that arrived become part of an application, and leave it while it can be changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.actions.drafting import editable, locked
from applications.actions.keeping import keep_upload, let_go, remove_file
from applications.models import Application, Attachment, KeptUpload, MemberDecision
from applications.queries.files import section_to_write, sent_ids
from applications.scanning import is_configured
from applications.uploads import Checked
from ledger.actions import name_of, record
from ledger.refusal import Refused, refuse_unless
from outbox.actions import add


@dataclass(frozen=True)
class AttachmentContent:
    """What is told of files: purpose, the key of the section they belong to ("" is the whole application),
    a description, and the applicant's proposal to keep them confidential with its reason.
    """

    purpose: str = Attachment.Purpose.ANNEX
    section: str = ""
    description: str = ""
    proposed_confidential: bool = False
    confidential_reason: str = ""


EXTRACT = AttachmentContent(purpose=Attachment.Purpose.EXTRACT, section="members")


@contextmanager
def store_attachment(
    *,
    application: Application,
    checked: Checked | None,
    actor: User,
    at: datetime,
    kept: KeptUpload | None = None,
    content: AttachmentContent = EXTRACT,
) -> Iterator[Attachment | None]:
    """Open a transaction with the stored file's row in it; the act that needs the file goes inside.

    The file lies under a random name of our own before the row exists, and goes again when the act is refused
    or fails; one that was `kept` stays kept then. Without a file the block gets None.
    """
    if checked is None and kept is None:
        with transaction.atomic():
            yield None
        return
    fresh = (
        None if checked is None else keep_upload(application=application, checked=checked, actor=actor, at=at)
    )
    try:
        with transaction.atomic():
            # Before the file's row refers to the application: two members that record at once would each hold
            # that reference and wait for the other's lock.
            locked(application.pk)
            attachment = taken_over(fresh or kept, content, actor=actor, at=at)
            yield attachment
            announce(attachment, actor=actor, at=at)
    except BaseException:
        if fresh is not None:
            fresh.file.storage.delete(fresh.file.name)
            KeptUpload.objects.filter(pk=fresh.pk).delete()
        raise


@transaction.atomic
def attach(
    *,
    application_id: int,
    files: Sequence[KeptUpload],
    content: AttachmentContent,
    actor: User,
    at: datetime,
) -> list[Attachment]:
    """Make files that arrived attachments of a section; Refused when it may not be written now by this person."""
    application, _roles = editable(
        application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section=section_to_write(content.section)
    )
    refuse_unless(files, "no_file", _("Choose a file."))
    refuse_unless(
        content.purpose in {Attachment.Purpose.ANNEX, Attachment.Purpose.AGREEMENT},
        "wrong_purpose",
        _("An extract comes with the record of its decision."),
    )
    refuse_unless(
        not content.proposed_confidential or content.confidential_reason.strip(),
        "reason_missing",
        _("Tell why the file should be confidential."),
    )
    refuse_unless(
        all(kept.application_id == application.pk and kept.user_id == actor.pk for kept in files),
        "not_allowed",
        _("Your role does not allow this."),
    )
    attachments = [taken_over(kept, content, actor=actor, at=at) for kept in files]
    application.changed_at = at
    application.save(update_fields=["changed_at"])
    for attachment in attachments:
        announce(attachment, actor=actor, at=at)
    return attachments


def taken_over(kept: KeptUpload, content: AttachmentContent, *, actor: User, at: datetime) -> Attachment:
    """A kept file becomes an attachment: the stored file stays where it is, its row changes."""
    gone, _rows = KeptUpload.objects.filter(pk=kept.pk).delete()
    refuse_unless(
        gone, "file_gone", _("The file is no longer kept. Choose it again.")
    )  # pressed twice, or a day has passed
    return Attachment.objects.create(
        application_id=kept.application_id,
        file=kept.file.name,
        original_name=kept.original_name,
        content_type=kept.content_type,
        size=kept.size,
        sha256=kept.sha256,
        uploaded_at=at,
        uploaded_by=name_of(actor),
        purpose=content.purpose,
        section=content.section,
        description=content.description,
        proposed_confidential=content.proposed_confidential,
        confidential_reason=content.confidential_reason if content.proposed_confidential else "",
        scan=Attachment.Scan.WAITING if is_configured() else Attachment.Scan.NONE,
    )


def announce(attachment: Attachment, *, actor: User, at: datetime) -> None:
    """Enter the new file into the ledger, and ask for its scan where there is a scanner."""
    note_file(attachment, "added", actor=actor, at=at)
    if attachment.scan == Attachment.Scan.WAITING:
        add(
            kind="scan",
            reference=f"attachment:{attachment.pk}:0",
            payload={"attachment": attachment.pk, "tried": 0},
        )


def note_file(attachment: Attachment, what: str, *, actor: object, at: datetime, **data: object) -> None:
    """An event of a file, told by its checksum."""
    record(
        kind=f"attachment.{what}",
        reference=f"application:{attachment.application_id}",
        actor=actor,
        at=at,
        data={
            "attachment": attachment.pk,
            "purpose": attachment.purpose,
            "section": attachment.section,
            "sha256": attachment.sha256,
            **data,
        },
    )


@transaction.atomic
def remove_attachment(*, application_id: int, attachment_id: int, actor: User, at: datetime) -> Attachment:
    """Delete a file while its section can be changed; never one that a decision or a submission rests on.

    The bytes go after the commit, and also when we stop in between.
    """
    found = Attachment.objects.filter(pk=attachment_id, application=application_id).order_by("pk")
    section = section_to_write("".join(found.values_list("section", flat=True)))
    application, _roles = editable(application_id, act=Act.EDIT_SECTION, actor=actor, at=at, section=section)
    attachment = found.first()  # read under the lock: of two presses one deletes it
    if attachment is None:
        raise Refused("file_deleted", _("The file has been deleted already."))
    refuse_unless(
        not MemberDecision.objects.filter(extract=attachment).exists(),
        "file_of_a_decision",
        _("The file belongs to the record of a decision and stays with it."),
        way_out=_("Record the decision anew with the right extract."),
    )
    refuse_unless(
        attachment.purpose != Attachment.Purpose.MESSAGE and attachment.pk not in sent_ids(application),
        "file_sent",
        _("The file has been sent to the ministry and stays with what was sent."),
    )
    name, pk = attachment.file.name, attachment.pk
    attachment.delete()
    attachment.pk = pk
    application.changed_at = at
    application.save(update_fields=["changed_at"])
    remove_file(name, at=at)
    note_file(attachment, "removed", actor=actor, at=at)
    return attachment


def drop_kept(*, files: Sequence[KeptUpload]) -> None:
    """Let go of kept files that were unticked."""
    with transaction.atomic():
        let_go(list(files))
