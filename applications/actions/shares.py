"""Saving the members' shares of the costs: the lead all of them, a partner its own."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from applications.actions.drafting import editable, keep_version, next_version
from applications.models import Section
from applications.queries.access import works_for
from ledger.refusal import refuse_unless


@transaction.atomic
def save_shares(
    *,
    application_id: int,
    shares: dict[int, Decimal | None],
    seen: int,
    actor: User,
    at: datetime,
    by_itself: bool = False,
) -> Section:
    """Save shares in euros by the ids of their members; None leaves a share open.

    Refused for somebody else's share, and for a member that no longer takes part. A share is no part of the plan that
    the members' bodies decide on, so no new version of the plan begins.
    """
    application, roles = editable(application_id, act=Act.EDIT_BUDGET, actor=actor, at=at, section="shares")
    section = next_version(application, "shares", seen=seen, actor=actor, at=at)
    takers = {one.pk: one for one in application.members.taking_part().select_related("organisation")}
    refuse_unless(
        shares.keys() <= takers.keys(),
        "unknown_member",
        _("A member no longer takes part in the consortium."),
    )
    leads = not roles.isdisjoint({Role.ED, Role.SI})
    own = all(leads or works_for(actor, takers[pk]) for pk in shares)
    refuse_unless(own, "not_allowed", _("Your role does not allow this."))
    for pk, share in shares.items():
        if takers[pk].share_eur != share:
            takers[pk].share_eur = share
            takers[pk].save(update_fields=["share_eur"])
    application.changed_at = at
    application.save(update_fields=["changed_at"])
    keep_version(section, actor=actor, at=at, by_itself=by_itself)
    return section
