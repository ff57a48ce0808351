"""What the outbox asks of this room: letters of decisions and their notices, mails to the ministry and to experts."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Organisation
from applications.actions.telling import MINISTRY_MAIL
from applications.models import MemberExit
from decisions.actions.lettering import make_letter
from decisions.actions.serving import note_e_notice
from decisions.actions.statements import MAIL, note_reminder, to_remind, token_of
from decisions.models import CaseFile, Hearing, Letter, Statement
from outbox.handlers import handles, still_there
from outbox.mails import message
from outbox.models import Row

TO_MINISTRY = frozenset(
    {
        "message",
        "withdrawn",
        "renounced",
        "hearing_answered",
        "supplement_sent",
        "member_left",
        "assigned",
    }
)


@handles("letter")
def letter(row: Row) -> None:
    """Make the letter of the decision the row names; harmless when it exists."""
    make_letter(decision_id=row.payload["decision"])


@handles("letter-mail")
def letter_mail(row: Row) -> None:
    """Tell one recipient, in its own language, that the letter can be read; the letter itself is not attached."""
    organisation = still_there(Organisation.objects.all(), pk=row.payload["organisation"])
    letters = Letter.objects.defer("pdf").select_related("decision__application__call")
    found = still_there(letters, pk=row.payload["letter"])
    application = found.decision.application
    language = organisation.language
    with override(language):
        url = reverse("decisions:letter", args=[application.pk])
        values = {
            "case_number": application.case_number,
            "organisation": organisation.name,
            "call": application.call.name,
            "decision": found.decision,
            "url": f"{settings.SITE_URL}{url}",
        }
    message("letter_ready", to=organisation.registry_email, language=language, values=values).send()
    if organisation.e_notice_consent:
        note_e_notice(decision=found.decision, organisation=organisation, at=timezone.now())


@handles("hearing-mail")
def hearing_mail(row: Row) -> None:
    """Tell a party, in its own language, that it is heard: what is asked, by when, and where it answers."""
    hearings = Hearing.objects.select_related("organisation", "re_examination__application__region")
    hearing = still_there(hearings, pk=row.payload["hearing"])
    application, language = hearing.re_examination.application, hearing.organisation.language
    with override(language):
        url = reverse("decisions:hearing", args=[application.pk, hearing.pk])
        values = {"hearing": hearing, "application": application, "link": f"{settings.SITE_URL}{url}"}
    message("hearing", to=hearing.organisation.registry_email, language=language, values=values).send()


@handles(MINISTRY_MAIL)
def ministry_mail(row: Row) -> None:
    """Tell the presenting officer of a case, or the ministry's registry while nobody has taken it up.

    Raises Gone when the case is no longer there, and ValueError for a template that nobody knows.
    """
    template = row.payload["template"]
    if template not in TO_MINISTRY:
        raise ValueError(f"no such mail: {template!r}")
    found = still_there(CaseFile.objects.with_people(), pk=row.payload["application"])
    officer = found.case.presenting_officer if hasattr(found, "case") else None
    if template == "assigned" and (officer is None or officer.pk != row.payload["officer"]):
        return
    language = "sv" if officer and officer.language == "sv" else "fi"
    to = officer.email if officer else settings.DEFAULT_FROM_EMAIL
    page = "admin:messages" if template == "message" else "admin:case"
    exits, left = MemberExit.objects.select_related("organisation"), row.payload.get("exit")
    with override(language):
        values = {
            "application": found,
            "exit": still_there(exits, pk=left) if left else None,
            "link": f"{settings.SITE_URL}{reverse(page, args=[found.pk])}",
        }
    message(f"ministry_{template}", to=to, language=language, values=values).send()


@handles(MAIL)
def statement_mail(row: Row) -> None:
    """To an outside expert: the link to a case, a reminder of it, or that nothing is asked any more.

    Nothing goes out for a request that has ended since. Raises ValueError for a template that nobody knows.
    """
    template, pk = row.payload["template"], row.payload["statement"]
    found = Statement.objects.select_related("application__call", "application__region")
    if template == "statement_reminder":
        statement = to_remind(pk, at=timezone.now())
    elif template == "statement":
        statement = found.filter(pk=pk, state=Statement.State.ASKED).first()
    elif template == "statement_withdrawn":
        statement = found.filter(pk=pk).first()
    else:
        raise ValueError(f"no such mail: {template!r}")
    if statement is None:
        return
    with override(statement.language):
        values = {
            "statement": statement,
            "application": statement.application,
            "link": f"{settings.SITE_URL}{reverse('decisions:statement', args=[token_of(statement)])}",
        }
    message(template, to=statement.expert_email, language=statement.language, values=values).send()
    if template == "statement_reminder":
        note_reminder(statement_id=pk, at=timezone.now())
