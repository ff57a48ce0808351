"""Mails of the municipalities' half: the outbox's rows of kind `mail` become plain messages to registries."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions.claiming import claim_link
from accounts.models import Organisation
from applications.actions.keeping import settle_file
from applications.actions.scanning import scan_attachment
from applications.models import Application, Attachment, BoardMeeting, Member, Submission
from applications.queries.draft import Draft
from outbox.handlers import handles
from outbox.models import Row

TO_LEAD = frozenset({"request_accepted", "request_declined", "member_left", "record_disputed"})
TO_MEMBER = frozenset(
    {
        "request",
        "request_reminder",
        "decision_reminder",
        "earlier_meeting",
        "request_withdrawn",
        "request_lapsed",
        "member_released",
        "decision_recorded_for_you",
        "record_withdrawn",
        "discarded",
    }
)
ABOUT_FILE = frozenset({"attachment_held"})


@handles("scan")
def scan(row: Row) -> None:
    """Have a file looked at by the virus scanner; while it is away, the next row stands ready."""
    scan_attachment(attachment_id=row.payload["attachment"], tried=row.payload["tried"], at=timezone.now())


@handles("stored-file")
def look_after(row: Row) -> None:
    """See whether a stored file is still needed."""
    settle_file(name=row.payload["name"], at=timezone.now())


# template -> the page of the member that it is about
MEMBER_PAGES = {
    "decision_recorded_for_you": "decision",
    "record_disputed": "decision",
    "record_withdrawn": "decision",
    "decision_reminder": "decision",
    "earlier_meeting": "meeting",
}


@handles("mail")
def send_mail(row: Row) -> None:
    """One message for each addressee, in the organisation's language, all over one connection.

    A second run of the same row sends nothing new that the first had finished: a done row is never handled again.
    Raises ValueError for a template that nobody knows.
    """
    template = row.payload["template"]
    if template == "receipt":
        found = receipts(row.payload["submission"])
    elif template in TO_LEAD | TO_MEMBER:
        found = about_member(template, row.payload["member"])
    elif template in ABOUT_FILE:
        found = about_file(row.payload["attachment"])
    else:
        raise ValueError(f"no such mail: {template!r}")
    get_connection().send_messages([message(template, to, values) for to, values in found])


def about_member(template: str, member_id: int) -> list[tuple[Organisation, dict[str, Any]]]:
    """What concerns one member goes to it, or to its lead."""
    member = Member.objects.select_related(
        "organisation", "application__call", "application__region", "application__lead"
    ).get(pk=member_id)
    to = member.application.lead if template in TO_LEAD else member.organisation
    values = {
        "member": member,
        "decision": member.decisions.current().order_by("pk").first(),
        "meeting": BoardMeeting.objects.filter(member=member).first(),
        "application": member.application,
    }
    return [(to, values)]


def about_file(attachment_id: int) -> list[tuple[Organisation, dict[str, Any]]]:
    """What concerns a file goes to the lead; nothing when the file has been deleted since."""
    found = Attachment.objects.filter(pk=attachment_id).select_related(
        "application__call", "application__region", "application__lead"
    )
    return [
        (file.application.lead, {"file": file, "application": file.application})
        for file in found.order_by("pk")
    ]


def receipts(submission_id: int) -> list[tuple[Organisation, dict[str, Any]]]:
    """The receipt goes to the lead and to every member that takes part."""
    submission = Submission.objects.select_related(
        "application__call", "application__region", "application__lead"
    ).get(pk=submission_id)
    application = submission.application
    takers = application.members.taking_part().select_related("organisation")
    values = {"submission": submission, "application": application}
    return [(member.organisation, values) for member in takers.order_by("-is_lead", "pk")]


def message(template: str, to: Organisation, values: dict[str, Any]) -> EmailMessage:
    """A message in the organisation's language; the template's first line is the subject."""
    application: Application = values["application"]
    with translation.override(to.language):
        text = render_to_string(
            f"mail/{template}.{to.language}.txt",
            {
                **values,
                "project": project_name(application),
                "elements": element_names(Draft(application)),
                "link": link_for(template, values),
                "claim": claim_for(template, to, values),
                "contact": settings.DEFAULT_FROM_EMAIL,
            },
        )
    subject, _newline, body = text.strip().partition("\n")
    return EmailMessage(
        subject=" ".join(subject.split()),
        body=body.strip() + "\n",
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[to.registry_email],
        headers={"Auto-Submitted": "auto-generated", "Content-Language": to.language},
    )


def claim_for(template: str, to: Organisation, values: dict[str, Any]) -> str | None:
    """With a request to an organisation for which nobody signs yet: the link that makes somebody its signatory."""
    if template != "request":
        return None
    onward = reverse("applications:request", args=[values["application"].pk])
    return claim_link(to, timezone.now(), onward=onward)


def project_name(application: Application) -> str:
    """The project's name on one line; until it has one, the county."""
    return " ".join(Draft(application).title.split()) or application.region.name


def element_names(draft: Draft) -> str:
    """The elements asked for; until some are chosen, all of the call's."""
    chosen: Iterable[Any] = [plan.element for plan in draft.plans]
    offered = chosen or draft.application.call.elements.order_by("order")
    return ", ".join(element.name for element in offered)


def link_for(template: str, values: dict[str, Any]) -> str:
    """The page that the message is about, in the language that is active."""
    pk = values["application"].pk
    if template == "receipt":
        path = reverse("applications:receipt", args=[pk, values["submission"].number])
    elif template in {"request", "request_reminder"}:
        path = reverse("applications:request", args=[pk])
    elif template in ABOUT_FILE:
        path = reverse("applications:attachments", args=[pk])
    elif template in MEMBER_PAGES:
        path = reverse(f"applications:{MEMBER_PAGES[template]}", args=[pk, values["member"].pk])
    elif template in TO_LEAD:
        path = reverse("applications:members", args=[pk])
    else:
        path = reverse("applications:start")
    return f"{settings.SITE_URL}{path}"
