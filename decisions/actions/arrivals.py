"""The administrator's acts on what arrives beside the system: an application is registered, an outage entered."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.actions.registering import PaperContent, enter_paper, send_registered
from applications.models import Application
from applications.workflow import State
from decisions.models import Arrival, Outage
from decisions.queries.happened import last_told
from ledger.actions import record
from ledger.refusal import Refused, refuse_unless
from pilots.models import Call, Region


@dataclass(frozen=True)
class ArrivalContent:
    """How it came: the channel, when it arrived, when it was sent where that is known, and a note.

    With `use_draft` the draft that the lead has in the system is what was sent.
    """

    channel: str
    arrived_at: datetime
    sent_at: datetime | None = None
    note: str = ""
    use_draft: bool = False


def registrar(actor: User) -> None:
    """Refuse whoever does not enter what arrives."""
    allowed = may_everywhere(actor, Act.REGISTER_APPLICATION)
    refuse_unless(allowed, "not_allowed", _("Your role does not allow this."))


@transaction.atomic
def register(
    *,
    call: Call,
    region: Region,
    lead: Organisation,
    language: str,
    arrival: ArrivalContent,
    content: PaperContent,
    actor: User,
    at: datetime,
) -> Arrival:
    """Enter an application that came on paper, by mail or during an outage; after the close it is marked late.

    The lead's draft in the system is what was sent, or what the paper says becomes one.
    Refused for an arrival in the future or before the call opened, and where the lead has sent one already.
    """
    registrar(actor)
    refuse_times(call, arrival, at=at)
    # Two who enter the same paper follow one another here.
    Organisation.objects.select_for_update(no_key=True).get(pk=lead.pk)
    draft = standing_draft(call, region, lead, use_draft=arrival.use_draft)
    where = {"call": call, "region": region, "lead": lead, "language": language}
    application = draft or enter_paper(**where, content=content, actor=actor, at=at)
    submission = send_registered(application, arrived_at=arrival.arrived_at, actor=actor, at=at)
    made = Arrival.objects.create(
        application=submission.application,
        channel=arrival.channel,
        arrived_at=arrival.arrived_at,
        sent_at=arrival.sent_at,
        is_late=arrival.arrived_at >= call.closes_at,
        note=arrival.note,
        registered_by=actor,
        registered_at=at,
    )
    data = {"channel": made.channel, "arrived_at": made.arrived_at.isoformat(), "late": made.is_late}
    record(kind="case.registered", reference=application.reference, actor=actor, at=at, data=data)
    return made


def refuse_times(call: Call, arrival: ArrivalContent, *, at: datetime) -> None:
    """Refuse an arrival that cannot be."""
    refuse_unless(arrival.arrived_at <= at, "in_future", _("The moment of arrival is in the future."))
    refuse_unless(
        arrival.arrived_at >= call.opens_at, "before_opening", _("It arrived before the call opened.")
    )
    refuse_unless(
        arrival.sent_at is None or arrival.sent_at <= arrival.arrived_at,
        "sent_after_arrival",
        _("It cannot have been sent after it arrived."),
    )


def standing_draft(call: Call, region: Region, lead: Organisation, *, use_draft: bool) -> Application | None:
    """The lead's draft where that is to be registered, None where there is none; or Refused."""
    found = Application.objects.live().filter(call=call, region=region, lead=lead).order_by("pk").first()
    if found is None:
        return None
    if State(found.state) is not State.DRAFT:
        raise Refused(
            "already_sent",
            _("The lead has sent an application for this county in this call."),
            way_out=_("What came later is added to the case as a message or a supplement."),
            details=last_told(found),
        )
    refuse_unless(
        use_draft,
        "draft_exists",
        _("The lead has a draft of this application in the system."),
        way_out=_("Tick that the draft is registered as it stands, or ask the lead to discard it."),
    )
    return found


@transaction.atomic
def save_outage(
    *,
    outage_id: int | None,
    from_at: datetime,
    until_at: datetime | None,
    what: str,
    actor: User,
    at: datetime,
) -> Outage:
    """Enter an outage, or tell when one ended. Refused when it ends before it begins, or lies in the future."""
    registrar(actor)
    refuse_outage(from_at, until_at, what, at=at)
    entered = {"from_at": from_at, "until_at": until_at, "what": what}
    if outage_id is None:
        row = Outage.objects.create(**entered, entered_by=actor, entered_at=at)
    else:
        row = Outage.objects.select_for_update(of=("self",)).get(pk=outage_id)
        row.from_at, row.until_at, row.what = from_at, until_at, what
        row.save(update_fields=["from_at", "until_at", "what"])
    data = {"from": from_at.isoformat(), "until": until_at and until_at.isoformat(), "what": what}
    record(kind="outage.saved", reference=f"outage:{row.pk}", actor=actor, at=at, data=data)
    return row


def refuse_outage(from_at: datetime, until_at: datetime | None, what: str, *, at: datetime) -> None:
    """Refuse what cannot have been."""
    refuse_unless(from_at <= at, "in_future", _("The outage begins in the future."))
    refuse_unless(
        until_at is None or from_at < until_at <= at,
        "ends_wrongly",
        _("The outage ends after it began, and not in the future."),
    )
    refuse_unless(what.strip(), "what_missing", _("Tell what did not work."))
