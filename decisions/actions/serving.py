"""The day on which a decision reached each recipient: by electronic notice computed, on paper entered."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act
from applications.actions.drafting import locked
from applications.queries.access import require
from decisions.deadlines import last_day_of_claim, served_by_e_notice
from decisions.models import Decision, Service
from decisions.queries.recipients import recipients_of
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.moments import helsinki_day


@transaction.atomic
def note_e_notice(*, decision: Decision, organisation: Organisation, at: datetime) -> Service:
    """An electronic notice went to a recipient that has consented to it; harmless when it is already noted.

    It counts as received on the third day after its sending (laki 13/2003, 19 §).
    """
    sent_on = helsinki_day(at)
    served_on = served_by_e_notice(sent_on)
    service, _made = Service.objects.get_or_create(
        decision=decision,
        organisation=organisation,
        defaults={
            "channel": Service.Channel.E_NOTICE,
            "sent_on": sent_on,
            "served_on": served_on,
            "last_on": last_day_of_claim(served_on),
            "recorded_by": "letter maker",
            "recorded_at": at,
        },
    )
    return service


@transaction.atomic
def register_service(
    *,
    decision_id: int,
    organisation: Organisation,
    channel: str,
    sent_on: date,
    served_on: date | None,
    actor: User,
    at: datetime,
) -> Service:
    """Enter how and when a decision was sent to a recipient, and, once known, the day on which it arrived.

    A letter reaches an authority on the day it arrives (Hallintolaki 434/2003, 59 §). Refused for whoever is no
    recipient, for days to come or in the wrong order, and once a claim rests on the day.
    """
    decision = Decision.objects.select_related("application").get(pk=decision_id)
    application = locked(decision.application_id)
    require(actor, Act.REGISTER_SERVICE, application)
    refuse_service(decision, organisation, sent_on, served_on, at=at)
    if channel == Service.Channel.E_NOTICE:
        served_on = served_by_e_notice(sent_on)
    service, _made = Service.objects.update_or_create(
        decision=decision,
        organisation=organisation,
        defaults={
            "channel": channel,
            "sent_on": sent_on,
            "served_on": served_on,
            "last_on": served_on and last_day_of_claim(served_on),
            "recorded_by": actor.email,
            "recorded_at": at,
        },
    )
    note_service(service, actor=actor, at=at)
    return service


def refuse_service(
    decision: Decision, organisation: Organisation, sent_on: date, served_on: date | None, *, at: datetime
) -> None:
    """Refuse what cannot be entered, with the reason."""
    refuse_unless(
        recipients_of(decision.application).filter(pk=organisation.pk).exists(),
        "no_recipient",
        _("The organisation is no recipient of the decision."),
    )
    refuse_unless(
        helsinki_day(decision.decided_at) <= sent_on <= helsinki_day(at)
        and (served_on is None or sent_on <= served_on <= helsinki_day(at)),
        "day_not_possible",
        _("Sent on the day of the decision or after it, arrived on that day or later, and no day to come."),
    )
    refuse_unless(
        not decision.claims.filter(organisation=organisation).exists(),
        "claim_rests_on_it",
        _("A rectification claim rests on the day of service; it is no longer changed."),
    )


def note_service(service: Service, *, actor: User, at: datetime) -> None:
    """The event of the ledger."""
    record(
        kind="service.registered",
        reference=service.decision.reference,
        actor=actor,
        at=at,
        data={
            "organisation": service.organisation.name_fi,
            "channel": service.channel,
            "sent_on": service.sent_on,
            "served_on": service.served_on,
            "last_on": service.last_on,
        },
    )
