"""The files of an application: which there are, to what they belong, and which have been sent."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Act, Role, allows
from applications.models import Application, Attachment, Member, MemberDecision, Submission
from applications.queries.access import roles_on, writes
from applications.queries.standing_files import standing_files

WHOLE = "attachments"


def section_to_write(section: str) -> str:
    """The section that whoever adds or deletes a file must be able to write; "" is the whole application."""
    return section or WHOLE


def files_of(application: Application) -> QuerySet[Attachment]:
    """The files that belong to an application as it stands, in the order in which they came."""
    return standing_files().filter(application=application).order_by("uploaded_at", "pk")


def files_content(application: Application) -> list[dict[str, Any]]:
    """The files as a submission freezes them; one that the virus scan holds back is not sent."""
    return [
        {
            "id": file.pk,
            "name": file.original_name,
            "purpose": file.purpose,
            "section": file.section,
            "description": file.description,
            "size": file.size,
            "sha256": file.sha256,
            "proposed_confidential": file.proposed_confidential,
            "confidential_reason": file.confidential_reason,
        }
        for file in files_of(application).exclude(scan=Attachment.Scan.INFECTED)
    ]


def sent_ids(application: Application) -> set[int]:
    """The files of every submission of an application; one query."""
    submissions = Submission.objects.filter(application=application).order_by("number")
    lists = submissions.values_list("snapshot__attachments", flat=True)
    return {file["id"] for sent in lists for file in sent or ()}


def may_describe(user: User, file: Attachment) -> bool:
    """Whether this person may tell what a file is: whoever writes its part; of an extract also the staff of the
    member whose decision it proves.
    """
    if writes(user, file.application, section_to_write(file.section)):
        return True
    mine = user.organisations_now
    records = MemberDecision.objects.current().filter(extract=file, member__state=Member.State.ACCEPTED)
    return records.filter(member__organisation__in=mine).exists()


def keys_written_by(user: User, application: Application, keys: list[str]) -> list[str]:
    """Of these sections ("" is the whole application) those to which this person may add files, open or not.

    The lead's staff all of them, a partner's staff those given to it; one query.
    """
    roles = roles_on(user, application)
    if not allows(Act.EDIT_SECTION, roles):
        return []
    if roles & {Role.ED, Role.SI}:
        return keys
    mine = user.organisations_now
    given = set(
        application.sections.filter(
            given_to__state=Member.State.ACCEPTED, given_to__organisation__in=mine
        ).values_list("key", flat=True)
    )
    return [key for key in keys if section_to_write(key) in given]
