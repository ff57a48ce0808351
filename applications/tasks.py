"""What the outbox asks of this room: mails to registries, and the reminders of each day."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone, translation

from accounts.actions.claiming import claim_link
from accounts.models import Organisation
from applications.actions.keeping import settle_file
from applications.actions.reminders import REMINDERS, plant, sweep, tell_moved
from applications.actions.scanning import scan_attachment
from applications.models import Application, Attachment, BoardMeeting, Member, Submission, SupplementRequest
from applications.queries.draft import Draft
from applications.queries.given import section_name
from applications.queries.readiness import readiness_of
from applications.workflow import EDITABLE, State
from outbox.handlers import handles, still_there
from outbox.mails import message
from outbox.models import Row
from pilots.actions import DEADLINE_MOVED

# About one member, to its lead or to itself.
TO_LEAD = frozenset(
    {"request_accepted", "request_declined", "member_left", "member_left_elements", "record_disputed"}
)
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
        "withdrawn",
        "section_given",
        "section_taken_back",
        "remind_request",
        "remind_decision",
        "deadline_moved",
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
    "remind_decision": "decision",
    "earlier_meeting": "meeting",
}
# About a sending, to one of those who take part; about the whole, to the lead.
OF_SUBMISSION = frozenset({"receipt", "supplement_received"})
OF_APPLICATION = frozenset({"message", "remind_draft"})
OF_SUPPLEMENT = frozenset({"supplement", "supplement_ended", "remind_supplement"})
Addressed = tuple[Organisation, dict[str, Any]]


@handles("mail")
def send_mail(row: Row) -> None:
    """One message to one registry, in the organisation's language.

    A second run of the same row sends nothing new that the first had finished: a done row is never handled again.
    A reminder of what has been done meanwhile is not sent. Raises Gone when what it is about has been deleted, and
    ValueError for a template that nobody knows.
    """
    template, payload = row.payload["template"], row.payload
    if template in OF_SUBMISSION:
        found = about_submission(payload["submission"], payload["member"])
    elif template in TO_LEAD | TO_MEMBER:
        found = about_member(template, payload["member"])
    elif template in OF_APPLICATION:
        found = about_application(payload["application"])
    elif template in OF_SUPPLEMENT:
        found = about_supplement(payload["request"])
    elif template in ABOUT_FILE:
        found = about_file(payload["attachment"])
    else:
        raise ValueError(f"no such mail: {template!r}")
    to, values = found
    if template not in STILL or STILL[template](values):
        more = {"reason": payload.get("reason", ""), "key": payload.get("section", "")}
        mail_to(template, to, {**more, **values}).send()


# A reminder is sent only while it is needed.
STILL: dict[str, Callable[[dict[str, Any]], bool]] = {
    "remind_draft": lambda values: values["application"].state == State.DRAFT,
    "remind_request": lambda values: values["member"].state == Member.State.ASKED,
    "remind_decision": lambda values: (
        values["member"].state == Member.State.ACCEPTED
        and values["decision"] is None
        and values["application"].state == State.DRAFT
    ),
    "remind_supplement": lambda values: values["request"].state == SupplementRequest.State.OPEN,
    "deadline_moved": lambda values: State(values["application"].state) in EDITABLE,
}


def about_member(template: str, member_id: int) -> Addressed:
    """What concerns one member goes to it, or to its lead."""
    members = Member.objects.select_related(
        "organisation", "application__call", "application__region", "application__lead"
    )
    member = still_there(members, pk=member_id)
    to = member.application.lead if template in TO_LEAD else member.organisation
    values = {
        "member": member,
        "decision": member.decisions.current().order_by("pk").first(),
        "meeting": BoardMeeting.objects.filter(member=member).first(),
        "application": member.application,
    }
    return to, values


def about_file(attachment_id: int) -> Addressed:
    """What concerns a file goes to the lead."""
    files = Attachment.objects.select_related("application__call", "application__region", "application__lead")
    file = still_there(files, pk=attachment_id)
    return file.application.lead, {"file": file, "application": file.application}


def about_submission(submission_id: int, member_id: int) -> Addressed:
    """The receipt of one sending, to one of those who take part."""
    sendings = Submission.objects.select_related(
        "application__call", "application__region", "application__lead"
    )
    submission = still_there(sendings, pk=submission_id)
    to = still_there(Organisation.objects.all(), memberships=member_id)
    return to, {"submission": submission, "application": submission.application}


def about_application(application_id: int) -> Addressed:
    """What concerns the whole goes to the lead, with what is still missing."""
    applications = Application.objects.select_related("call__rule", "region", "lead")
    application = still_there(applications, pk=application_id)
    return application.lead, {"application": application}


def about_supplement(request_id: int) -> Addressed:
    """A request for a supplement goes to the lead."""
    requests = SupplementRequest.objects.select_related(
        "application__call", "application__region", "application__lead"
    )
    request = still_there(requests, pk=request_id)
    return request.application.lead, {"request": request, "application": request.application}


def mail_to(template: str, to: Organisation, values: dict[str, Any]) -> EmailMessage:
    """A mail to an organisation's registry, in its language."""
    application: Application = values["application"]
    with translation.override(to.language):
        told = {
            **values,
            "missing": missing_in(application) if template == "remind_draft" else "",
            "project": project_name(application),
            "elements": element_names(Draft(application)),
            "link": link_for(template, values),
            "section": section_name(application, values.get("key", "")),
            "claim": claim_for(template, to, values),
        }
        return message(template, to=to.registry_email, language=to.language, values=told)


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


def missing_in(application: Application) -> str:
    """What a draft still lacks, on one line; nothing when it could be sent."""
    return "; ".join(str(gap.message) for gap in readiness_of(application).gaps)


# template -> the page that the message is about; the others lead to the start page
PAGES = {
    "request": "request",
    "request_reminder": "request",
    "remind_request": "request",
    "message": "messages",
    "supplement": "supplement",
    "remind_supplement": "supplement",
    "supplement_ended": "overview",
    "remind_draft": "submit",
    "withdrawn": "overview",
    "deadline_moved": "overview",
    **dict.fromkeys(TO_LEAD, "members"),
}


def link_for(template: str, values: dict[str, Any]) -> str:
    """The page that the message is about, in the language that is active."""
    pk = values["application"].pk
    if values.get("key"):
        name, _colon, code = values["key"].partition(":")
        path = reverse(f"applications:{name}", args=[pk, code] if code else [pk])
    elif template in OF_SUBMISSION:
        path = reverse("applications:receipt", args=[pk, values["submission"].number])
    elif template in ABOUT_FILE:
        path = reverse("applications:attachments", args=[pk])
    elif template in MEMBER_PAGES:
        path = reverse(f"applications:{MEMBER_PAGES[template]}", args=[pk, values["member"].pk])
    elif template in PAGES:
        path = reverse(f"applications:{PAGES[template]}", args=[pk])
    else:
        path = reverse("applications:start")
    return f"{settings.SITE_URL}{path}"


@handles(REMINDERS)
def remind(_row: Row) -> None:
    """Today's reminders. The next day's row is planted first, in its own right: a fault today loses no tomorrow."""
    at = timezone.now()
    plant(at=at)
    sweep(at=at)


@handles(DEADLINE_MOVED)
def tell_of_deadline(row: Row) -> None:
    """Everybody whose application can still be changed hears that a call's closing time has moved."""
    tell_moved(call_slug=row.payload["call"], moved=row.reference, reasons=row.payload["reasons"])
