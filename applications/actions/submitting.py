"""Sending an application, sending it again, withdrawing it. The server's arrival time decides."""

import hashlib
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.consortium import note, tell
from applications.actions.drafting import locked
from applications.actions.telling import tell_ministry
from applications.models import Application, CaseSeries, Member, Submission, SupplementRequest
from applications.queries.access import require
from applications.queries.readiness import Readiness, readiness_of
from applications.queries.snapshot import content_of, verdict_of
from applications.workflow import BEFORE_SUBMISSION, Event, State
from eligibility.admission import Hurdle
from ledger.chain import canonical
from ledger.refusal import Refused, refuse_unless
from outbox.actions import add
from pilots.actions import mark_figures_used
from pilots.models import Municipality, Region

ATTESTATION = _(
    "I attest on behalf of the lead organisation that every member of the consortium has decided to join, "
    "and that the information given is right."
)
REGISTERED = _("Entered by the ministry; what was attested stands on the document that arrived.")
HURDLE_TEXTS = {
    Hurdle.TOO_FEW_MUNICIPALITIES: _("A single municipality cannot run its own pilot."),
    Hurdle.NOT_ELIGIBLE: _(
        "The coverage does not meet the rule of the call, and special grounds cannot replace it."
    ),
    Hurdle.GROUNDS_MISSING: _("The coverage is below the limit, and no special grounds have been given."),
    Hurdle.CONFIRMATION_MISSING: _("Sending below the limit has not been confirmed."),
}
WAYS_OUT = {
    Hurdle.TOO_FEW_MUNICIPALITIES: _(
        "Ask at least one more municipality to join, on the page of the members."
    ),
    Hurdle.NOT_ELIGIBLE: _("See what would close the gap on the page of the members."),
    Hurdle.GROUNDS_MISSING: _("Write the special grounds, or bring in more municipalities."),
    Hurdle.CONFIRMATION_MISSING: _(
        "Confirm it on the page of the special grounds, or bring in more municipalities."
    ),
}


@transaction.atomic
def submit(
    *, application_id: int, attested: bool, lapse_unanswered: bool, actor: User, at: datetime
) -> Submission:
    """Send the application as it stands; while the call is open, sending again makes a new version.

    `at` is the moment the request arrived. Raises Refused outside the call's window, without the attestation,
    with anything missing, with coverage that the rule does not let through, or with nothing changed since
    the last sending; `details` then lists every reason and nothing is lost.
    """
    application = locked(application_id)
    require(actor, Act.SUBMIT, application)
    refuse_unless(
        application.call.is_open(at),
        "call_closed",
        _("The call is not open: the application arrived outside the application period."),
        way_out=_("The draft is kept as it is. The period stands on the page of the call."),
    )
    one_at_a_time(application)
    readiness = readiness_of(application)
    refuse_incomplete(readiness)
    refuse_unless(
        attested,
        "not_attested",
        _("The attestation is required."),
        way_out=_("Tick it when every member has decided, and send again."),
    )
    refuse_unless(
        lapse_unanswered or not readiness.unanswered,
        "unanswered_requests",
        _("Some requests have not been answered. Confirm that they lapse when the application is sent."),
    )
    submission = freeze(application, readiness, actor=actor, at=at)
    for member in readiness.unanswered:
        lapse(member, actor=actor, at=at)
    return submission


def one_at_a_time(application: Application) -> None:
    """Sendings of a county follow one another, so that of two that clash the second sees the first.

    The lock leaves the county free for references to it (drafts, figures); other counties do not wait.
    """
    Region.objects.select_for_update(no_key=True).get(pk=application.region_id)


def refuse_unjudged(readiness: Readiness) -> None:
    """Refuse where no verdict can be given, naming the municipalities whose figures are not known."""
    if readiness.coverage.verdict is None:
        unknown = Municipality.objects.filter(code__in=readiness.coverage.missing).order_by("code")
        raise Refused(
            "figures_missing",
            _("The coverage cannot be judged, because a population figure is not known."),
            way_out=_("Bring in both municipalities of a pair whose sum alone is known, or neither."),
            details=(", ".join(place.name for place in unknown),),
        )


def refuse_incomplete(readiness: Readiness) -> None:
    """Refuse with every reason at once, so that nobody mends one thing only to meet the next."""
    refuse_unjudged(readiness)
    if readiness.hurdles:
        raise Refused(
            readiness.hurdles[0].value,
            HURDLE_TEXTS[readiness.hurdles[0]],
            way_out=WAYS_OUT[readiness.hurdles[0]],
            details=(
                *(HURDLE_TEXTS[hurdle] for hurdle in readiness.hurdles[1:]),
                *(gap.message for gap in readiness.gaps),
            ),
        )
    if readiness.gaps:
        raise Refused(
            readiness.gaps[0].code,
            _("The application is not complete yet."),
            way_out=_("Complete what is listed and send again."),
            details=tuple(gap.message for gap in readiness.gaps),
        )


def freeze(
    application: Application,
    readiness: Readiness,
    *,
    actor: User,
    at: datetime,
    supplement: SupplementRequest | None = None,
    arrived_at: datetime | None = None,
) -> Submission:
    """Make the next submission of a complete application, number the case, and leave the receipts' rows.

    `supplement` is the request that it answers; its number and the covering letter are frozen with the content.
    `arrived_at` is when it arrived where an administrator registers it.
    """
    last = application.submissions.order_by("-number").first()
    content = fresh_content(application, last, supplement)
    verdict = verdict_of(application, readiness.coverage)
    # Rows that other submissions also want are locked before the ledger is.
    if application.case_number is None:
        application.case_number = next_case_number(timezone.localtime(at).year)
    mark_figures_used(call=application.call, region=application.region)
    if arrived_at:
        application.move(Event.REGISTER, role=Role.AD, actor=actor, at=at)
    else:
        event = Event.SUPPLEMENT if supplement else Event.SUBMIT
        application.move(event, role=Role.SI, actor=actor, at=at)
    submission = Submission.objects.create(
        application=application,
        number=last.number + 1 if last else 1,
        snapshot=content,
        verdict=verdict,
        checksum=checksum_of(content, verdict),
        received_at=arrived_at or at,
        recorded_at=timezone.now(),
        submitted_by=actor.email,
        attestation=str(REGISTERED if arrived_at else ATTESTATION),
    )
    send_receipts(submission, "supplement_received" if supplement else "receipt")
    return submission


def fresh_content(
    application: Application, last: Submission | None, supplement: SupplementRequest | None
) -> dict:
    """What is to be frozen. Refused when the same has been sent already, unless it answers a request."""
    content = content_of(application)
    if supplement is not None:
        return content | {"supplement": {"number": supplement.number, "answer": supplement.answer}}
    refuse_unless(
        last is None or last.snapshot != content,
        "nothing_changed",
        _("Nothing has changed since the application was last sent."),
        way_out=_("What was sent stands; the receipt is on the page of the application."),
    )
    return content


def send_receipts(submission: Submission, template: str) -> None:
    """A receipt to everybody who takes part; one row for each, so that a crash between two repeats neither."""
    for member in submission.application.members.taking_part().order_by("-is_lead", "pk"):
        add(
            kind="mail",
            reference=f"{template}:{submission.pk}:{member.pk}",
            payload={"template": template, "submission": submission.pk, "member": member.pk},
        )


def checksum_of(content: dict, verdict: dict) -> str:
    """SHA-256 of the canonical JSON of what was sent."""
    return hashlib.sha256(canonical({"content": content, "verdict": verdict}).encode()).hexdigest()


def next_case_number(year: int) -> str:
    """The next number of the year's series; the row is locked, so no number is given twice."""
    CaseSeries.objects.get_or_create(year=year)
    CaseSeries.objects.filter(year=year).update(last=F("last") + 1)
    return f"PH/{CaseSeries.objects.get(year=year).last}/{year}"


def lapse(member: Member, *, actor: User, at: datetime) -> None:
    """A request that nobody answered ends when the application is sent; it covered nobody."""
    was_asked = member.state == Member.State.ASKED
    member.state = Member.State.LAPSED
    member.save(update_fields=["state"])
    note(member, "request.lapsed", actor=actor, at=at)
    if was_asked:
        tell(member, "request_lapsed", at=at)


@transaction.atomic
def withdraw(*, application_id: int, reason: str, actor: User, at: datetime) -> None:
    """Take a sent application back before it is decided; a reason is asked."""
    application = locked(application_id)
    require(actor, Act.WITHDRAW, application)
    refuse_unless(
        State(application.state) not in BEFORE_SUBMISSION,
        "not_submitted",
        _("The application has not been sent."),
    )
    refuse_unless(reason.strip(), "reason_missing", _("Tell why the application is withdrawn."))
    # Nothing is asked of an application that is no more.
    application.supplement_requests.filter(state=SupplementRequest.State.OPEN).update(
        state=SupplementRequest.State.CANCELLED, closed_at=at, closed_by=actor.email
    )
    application.move(Event.WITHDRAW, role=Role.SI, actor=actor, at=at, note=reason)
    for member in application.members.taking_part().order_by("pk"):
        add(
            kind="mail",
            reference=f"withdrawn:{member.pk}:{at.isoformat()}",
            payload={"template": "withdrawn", "member": member.pk},
        )
    tell_ministry(application, "withdrawn", about=at.isoformat())
