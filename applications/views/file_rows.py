"""The files of an application as the rows of its page: what each is, where it stands, and what may be done with it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.permissions import LEAD
from applications.models import Application, Attachment, Member, MemberDecision
from applications.queries.access import roles_on
from applications.queries.draft import Draft
from applications.queries.files import WHOLE, files_of, keys_written_by, section_to_write, sent_ids

Words = str | Promise
LABELS: dict[str, Words] = {
    "": _("The whole application"),
    "plan": _("Project plan"),
    "budget": _("Budget"),
    "grounds": _("Special grounds"),
    "members": _("Members"),
    WHOLE: _("Attachments"),
}
SCANS: dict[str, tuple[str, Words]] = {
    Attachment.Scan.WAITING: ("wait", _("Waits for the virus scan")),
    Attachment.Scan.CLEAN: ("ok", _("Scanned")),
    Attachment.Scan.INFECTED: ("bad", _("Held back: the virus scan found something")),
}


@dataclass(frozen=True)
class FileRow:
    """One file; `url` is empty when it may not be read, `delete_url` when it may not be deleted, `describe_url` when
    what is told of it may not be changed.
    """

    file: Attachment
    section: Words
    of: Words
    of_url: str
    scan: tuple[str, Words] | None
    sent: bool
    url: str
    delete_url: str
    describe_url: str


def sections_of(draft: Draft) -> list[tuple[str, Words]]:
    """The parts to which a file can belong: (key, name)."""
    elements = [(f"element:{plan.element.code}", plan.element.name) for plan in draft.plans]
    return [
        *((key, LABELS[key]) for key in ("", "plan")),
        *elements,
        *((k, LABELS[k]) for k in ("budget", "grounds")),
    ]


def written_sections(request: HttpRequest, draft: Draft) -> list[tuple[str, Words]]:
    """Those of them to which this person may add files, open or not."""
    found = sections_of(draft)
    keys = keys_written_by(request.user, draft.application, [key for key, _name in found])
    return [(key, name) for key, name in found if key in keys]


def open_sections(
    application: Application, sections: list[tuple[str, Words]], at: datetime
) -> list[tuple[str, Words]]:
    """Those that can be changed now."""
    return [one for one in sections if application.is_editable(at, section_to_write(one[0]))]


def file_rows(request: HttpRequest, draft: Draft, *, open_keys: set[str]) -> list[FileRow]:
    """Every file, in the order in which they came; as many queries for a hundred files as for one."""
    application = draft.application
    names = dict(sections_of(draft)) | LABELS
    records = MemberDecision.objects.filter(member__application=application, extract__isnull=False)
    used = {
        record.extract_id: record for record in records.select_related("member__organisation").order_by("pk")
    }
    sent = sent_ids(application)
    mine = described_extracts(request, draft, used)
    return [
        row_of(
            request,
            file,
            names=names,
            record=used.get(file.pk),
            sent=file.pk in sent,
            open_keys=open_keys,
            described=file.section in open_keys or file.pk in mine,
        )
        for file in files_of(application)
    ]


def described_extracts(request: HttpRequest, draft: Draft, used: dict[int, MemberDecision]) -> set[int]:
    """The extracts of which this person may tell anew what they are: all of them for the lead's staff, else those
    of the own organisation; nothing once members' records can no longer be changed.
    """
    application = draft.application
    if not application.is_editable(request.arrived_at, section_to_write("members")):
        return set()
    if roles_on(request.user, application) & LEAD:
        return set(used)
    mine = request.user.organisations_now
    return {
        pk
        for pk, record in used.items()
        if record.member.organisation_id in mine and record.member.state == Member.State.ACCEPTED
    }


def row_of(
    request: HttpRequest,
    file: Attachment,
    *,
    names: dict[str, Words],
    record: MemberDecision | None,
    sent: bool,
    open_keys: set[str],
    described: bool,
) -> FileRow:
    """One row."""
    here = [file.application_id, file.pk]
    removable = file.section in open_keys and record is None and not sent
    return FileRow(
        file=file,
        section=names.get(file.section, file.section),
        of=record.member.organisation.name if record else "",
        of_url=reverse("applications:decision", args=[here[0], record.member_id]) if record else "",
        scan=SCANS.get(file.scan),
        sent=sent,
        url=reverse("applications:attachment", args=here) if file.opens_for(request.user.email) else "",
        delete_url=reverse("applications:delete-attachment", args=here) if removable else "",
        describe_url=reverse("applications:describe-attachment", args=here) if described else "",
    )
