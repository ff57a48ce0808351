"""Statements of outside experts: asked by the presenting officer, read and given by a link, each step in the ledger."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.tokens import digest_of
from applications.actions.drafting import locked
from applications.models import Application
from applications.queries.access import require
from applications.workflow import State
from decisions.actions.presenting import own_case
from decisions.models import Statement
from decisions.queries.happened import last_told
from decisions.queries.reviews import UNDER_REVIEW
from ledger.actions import record
from ledger.refusal import refuse_unless
from outbox.actions import add
from pilots.moments import helsinki_day, helsinki_moment

MAIL = "statement-mail"
REMINDED_BEFORE = timedelta(days=2)
AT_EIGHT = time(8, 0)
# A late statement is better than none, but a link does not stay open for ever.
OPEN_AFTER_DUE = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """Whom to ask what, and by when; `language` is that of the mail."""

    expert_name: str
    expert_email: str
    question: str
    due_on: date
    expert_office: str = ""
    language: str = "fi"


def token_of(statement: Statement) -> str:
    """The secret part of the link: made anew from the site's key for every mail, and kept nowhere but as a hash."""
    made_of = f"{statement.pk}:{statement.asked_at.isoformat()}"
    return salted_hmac("decisions.statement", made_of, algorithm="sha256").hexdigest()


@transaction.atomic
def ask_expert(*, application_id: int, asked: Asked, actor: User, at: datetime) -> Statement:
    """Ask an outside expert for a statement on one's own case; a mail carries the link, a reminder follows.

    Refused unless the case is under review and the day lies ahead; for somebody whose answer is already awaited, and
    for a person of the consortium, who has an interest in the matter (Hallintolaki 434/2003 § 28).
    """
    application = own_case_under_review(application_id, actor=actor)
    refuse_expert(application, asked, at=at)
    statement = Statement(application=application, asked_by=actor, asked_at=at, **vars(asked))
    # The link is made of the row's own number, so its hash can only follow it.
    statement.token_hash = digest_of(f"unsent:{application.pk}:{at.isoformat()}:{asked.expert_email}")
    statement.save()
    statement.token_hash = digest_of(token_of(statement))
    statement.save(update_fields=["token_hash"])
    leave_mail(statement, "statement")
    add(
        kind=MAIL,
        reference=f"statement_reminder:{statement.pk}",
        payload={"template": "statement_reminder", "statement": statement.pk},
        available_at=max(at, helsinki_moment(asked.due_on - REMINDED_BEFORE, AT_EIGHT)),
    )
    note("statement.asked", statement, actor=actor, at=at, due_on=asked.due_on)
    return statement


def refuse_expert(application: Application, asked: Asked, *, at: datetime) -> None:
    """Refuse what cannot be asked, with the reason."""
    refuse_unless(asked.due_on > helsinki_day(at), "due_too_soon", _("Choose a day that is still ahead."))
    awaited = application.statements.filter(
        state=Statement.State.ASKED, expert_email__iexact=asked.expert_email
    )
    refuse_unless(
        not awaited.exists(),
        "already_asked",
        _("A statement of this expert is already awaited on this case."),
    )
    inside = User.objects.filter(
        email__iexact=asked.expert_email, affiliations__organisation__memberships__application=application
    )
    refuse_unless(
        not inside.exists(),
        "expert_of_the_consortium",
        _("This person acts for a member of the consortium, and gives no outside statement on its case."),
    )


def leave_mail(statement: Statement, template: str, occasion: str = "") -> None:
    """A row of the outbox; its handler writes the mail."""
    reference = ":".join(filter(None, (template, str(statement.pk), occasion)))
    add(kind=MAIL, reference=reference, payload={"template": template, "statement": statement.pk})


def note(kind: str, statement: Statement, *, actor: object, at: datetime, **data: object) -> None:
    """An event of the case, with the expert's name; what the statement says stays out of the ledger."""
    record(
        kind=kind,
        reference=statement.application.reference,
        actor=actor,
        at=at,
        data={"case": statement.application.case_number, "expert": statement.expert_name, **data},
    )


def own_case_under_review(application_id: int, *, actor: User) -> Application:
    """The locked own case while it is under review, or Refused."""
    application = own_case(application_id, actor=actor)
    require(actor, Act.ASK_EXPERT, application)
    refuse_unless(
        State(application.state) in UNDER_REVIEW,
        "not_possible_now",
        _("Experts are asked while the case is under review."),
        details=last_told(application),
    )
    return application


def asked_still(application: Application, statement_id: int) -> Statement:
    """The statement that is awaited, with its row locked; or Refused with what became of it."""
    statement = Statement.objects.select_for_update(of=("self",)).get(
        pk=statement_id, application=application
    )
    refuse_unless(
        statement.state == Statement.State.ASKED,
        "not_possible_now",
        _("The statement is no longer awaited: it has been given, declined or withdrawn."),
    )
    return statement


@transaction.atomic
def withdraw_statement(*, application_id: int, statement_id: int, actor: User, at: datetime) -> Statement:
    """Ask no longer: the link ends at once, and the expert is told."""
    application = own_case(application_id, actor=actor)
    statement = asked_still(application, statement_id)
    statement.state, statement.answered_at = Statement.State.WITHDRAWN, at
    statement.save(update_fields=["state", "answered_at"])
    leave_mail(statement, "statement_withdrawn")
    note("statement.withdrawn", statement, actor=actor, at=at)
    return statement


@transaction.atomic
def send_statement_again(*, application_id: int, statement_id: int, actor: User, at: datetime) -> Statement:
    """The same link once more, to somebody who has lost it."""
    application = own_case_under_review(application_id, actor=actor)
    statement = asked_still(application, statement_id)
    leave_mail(statement, "statement", at.isoformat())
    note("statement.sent_again", statement, actor=actor, at=at)
    return statement


def statement_of(token: str) -> Statement | None:
    """The statement of a link, whatever has become of it."""
    found = Statement.objects.select_related("application__call", "application__region", "application__lead")
    return found.filter(token_hash=digest_of(token)).first()


def is_open(statement: Statement, *, at: datetime) -> bool:
    """Whether its link opens the case: still awaited, the case still under review, not too long after the day."""
    return (
        statement.state == Statement.State.ASKED
        and State(statement.application.state) in UNDER_REVIEW
        and helsinki_day(at) <= statement.due_on + OPEN_AFTER_DUE
    )


def is_recent(statement: Statement, *, at: datetime) -> bool:
    """Whether its link may still show to the expert what was sent."""
    return helsinki_day(at) <= statement.due_on + OPEN_AFTER_DUE


def by_link(token: str, *, at: datetime) -> Statement:
    """The open statement of a link with case and row locked, or Refused."""
    found = statement_of(token)
    refuse_unless(found, "unknown_link", _("The link does not open anything any more."))
    application = locked(found.application_id)
    statement = Statement.objects.select_for_update(of=("self",)).get(pk=found.pk)
    statement.application = application
    refuse_unless(
        statement.state != Statement.State.GIVEN, "already_given", _("This statement has already been given.")
    )
    refuse_unless(is_open(statement, at=at), "unknown_link", _("The link does not open anything any more."))
    return statement


@transaction.atomic
def note_expert_reading(*, token: str, version: int, at: datetime) -> None:
    """Each reading of the case by the expert is an event, with the version that was shown."""
    statement = by_link(token, at=at)
    note("statement.case_read", statement, actor=statement.expert_email, at=at, version=version)


@transaction.atomic
def write_statement(
    *,
    token: str,
    text: str,
    has_no_interest: bool,
    seen: datetime | None,
    at: datetime,
    give: bool = False,
) -> Statement:
    """Keep the expert's draft; with `give` send it, once, which takes the text and the declaration of no interest.

    `seen` is when the draft had been saved last: a second window never writes over the first.
    """
    statement = by_link(token, at=at)
    refuse_unless(
        statement.saved_at == seen,
        "saved_elsewhere",
        _("The draft has been saved in another window meanwhile."),
        way_out=_("What you typed here is kept below and has not been saved yet. Save again to keep it."),
    )
    statement.text, statement.has_no_interest, statement.saved_at = text, has_no_interest, at
    if give:
        refuse_half(statement)
        statement.state, statement.answered_at = Statement.State.GIVEN, at
    statement.save()
    if give:
        note("statement.given", statement, actor=statement.expert_email, at=at)
    return statement


def refuse_half(statement: Statement) -> None:
    """What is sent says something, and comes from somebody without an interest."""
    refuse_unless(statement.text.strip(), "text_missing", _("Write the statement."))
    refuse_unless(
        statement.has_no_interest,
        "interest_not_declared",
        _("Declare that you have no interest in the matter, or decline to give the statement."),
    )


@transaction.atomic
def decline_statement(*, token: str, reason: str, at: datetime) -> Statement:
    """The expert gives no statement; the link ends, and a draft gives way to the reason."""
    statement = by_link(token, at=at)
    statement.state, statement.text, statement.answered_at = Statement.State.DECLINED, reason, at
    statement.save()
    note("statement.declined", statement, actor=statement.expert_email, at=at)
    return statement


def to_remind(statement_id: int, *, at: datetime) -> Statement | None:
    """The statement that is to be reminded of now; None where that has been done, or nothing is awaited any more."""
    found = Statement.objects.select_related(
        "application__call", "application__region", "application__lead"
    ).filter(pk=statement_id, reminded_at=None)
    statement = found.first()
    due = statement is not None and is_open(statement, at=at) and helsinki_day(at) <= statement.due_on
    return statement if due else None


@transaction.atomic
def note_reminder(*, statement_id: int, at: datetime) -> None:
    """The reminder has been sent. Noted after the mail: a try that failed is made again."""
    if Statement.objects.filter(pk=statement_id, reminded_at=None).update(reminded_at=at):
        statement = Statement.objects.select_related("application").get(pk=statement_id)
        note("statement.reminded", statement, actor="reminders", at=at)
