"""The appropriation: committing from it without ever overspending, and changing it by two people."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.models import Application
from decisions.models import Appropriation, AppropriationChange, Case
from ledger.actions import record
from ledger.refusal import refuse_unless
from pilots.models import Call


def commit(*, call: Call, amount_eur: Decimal) -> None:
    """Take an amount (euros; negative gives back) from what the call has left, in one conditional UPDATE.

    Raises Refused when the call has no appropriation or too little is left. The statement decides, not a read
    before it: two that run at once both see the other's result, and a CHECK in the database stands behind.
    """
    enough = Appropriation.objects.filter(
        call=call, total_eur__gte=F("committed_eur") + F("reserve_eur") + amount_eur
    )
    taken = enough.update(committed_eur=F("committed_eur") + amount_eur)
    refuse_unless(
        taken,
        "appropriation_exceeded",
        _("The appropriation of the call does not suffice for this decision."),
        way_out=_("Send the proposal back, or raise the appropriation."),
    )


def draw_reserve(*, call: Call, amount_eur: Decimal) -> None:
    """Commit an amount (euros) from what the call keeps in reserve for changes and extensions.

    What is committed rises and the reserve falls in one conditional UPDATE. Raises Refused when the reserve is smaller.
    """
    enough = Appropriation.objects.filter(call=call, reserve_eur__gte=amount_eur)
    taken = enough.update(
        committed_eur=F("committed_eur") + amount_eur, reserve_eur=F("reserve_eur") - amount_eur
    )
    refuse_unless(
        taken,
        "reserve_exceeded",
        _("The reserve of the call does not suffice for this change."),
        way_out=_("Send the proposal back, or raise the reserve."),
    )


def hold(application: Application, amount_eur: Decimal, *, from_reserve: bool = False) -> None:
    """Make a case hold exactly this much (euros) of its call's appropriation, giving back or taking the difference.

    A raise may be drawn from the call's reserve. Raises Refused as `commit` and `draw_reserve` do. The caller holds
    the lock of the application.
    """
    case = Case.objects.get(application=application)
    difference = amount_eur - case.committed_eur
    if difference:
        if from_reserve and difference > 0:
            draw_reserve(call=application.call, amount_eur=difference)
        else:
            commit(call=application.call, amount_eur=difference)
        case.committed_eur = amount_eur
        case.save(update_fields=["committed_eur"])


@transaction.atomic
def put_forward(
    *, call: Call, total_eur: Decimal, reserve_eur: Decimal, reason: str, actor: User, at: datetime
) -> AppropriationChange:
    """A decision-maker puts forward a new total and reserve, in euros; another has to confirm it."""
    refuse_unless(
        may_everywhere(actor, Act.SET_APPROPRIATION), "not_allowed", _("Your role does not allow this.")
    )
    refuse_unless(reason.strip(), "reason_missing", _("Tell the reason of the change."))
    change = AppropriationChange.objects.create(
        call=call,
        total_eur=total_eur,
        reserve_eur=reserve_eur,
        reason=reason,
        put_forward_by=actor,
        put_forward_at=at,
    )
    record(
        kind="appropriation.put_forward",
        reference=f"call:{call.slug}",
        actor=actor,
        at=at,
        data={"total_eur": total_eur, "reserve_eur": reserve_eur, "reason": reason},
    )
    return change


@transaction.atomic
def confirm_change(*, change_id: int, actor: User, at: datetime) -> Appropriation:
    """A second decision-maker confirms; never below what is committed."""
    refuse_unless(
        may_everywhere(actor, Act.SET_APPROPRIATION), "not_allowed", _("Your role does not allow this.")
    )
    change = (
        AppropriationChange.objects.select_for_update(of=("self",)).select_related("call").get(pk=change_id)
    )
    refuse_unless(
        change.confirmed_at is None, "already_confirmed", _("The change has already been confirmed.")
    )
    refuse_unless(
        change.put_forward_by_id != actor.pk,
        "same_person",
        _("A change of the appropriation is confirmed by another decision-maker."),
    )
    Appropriation.objects.get_or_create(call=change.call, defaults={"total_eur": 0})
    fits = Appropriation.objects.filter(
        call=change.call, committed_eur__lte=change.total_eur - change.reserve_eur
    ).update(total_eur=change.total_eur, reserve_eur=change.reserve_eur)
    refuse_unless(
        fits, "below_committed", _("The appropriation cannot be set below what has been committed.")
    )
    change.confirmed_by, change.confirmed_at = actor, at
    change.save(update_fields=["confirmed_by", "confirmed_at"])
    record(
        kind="appropriation.set",
        reference=f"call:{change.call.slug}",
        actor=actor,
        at=at,
        data={
            "total_eur": change.total_eur,
            "reserve_eur": change.reserve_eur,
            "put_forward_by": change.put_forward_by.email,
            "reason": change.reason,
        },
    )
    return Appropriation.objects.get(call=change.call)
