"""What an administrator enters of an organisation."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from ledger.actions import record
from ledger.refusal import refuse_unless


@transaction.atomic
def save_organisation(
    *, organisation_id: int, registry_email: str, language: str, actor: User, at: datetime
) -> Organisation:
    """Change the registry address and the language in which the organisation is written to."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    refuse_unless(
        may_everywhere(actor, Act.MANAGE_ORGANISATIONS), "not_allowed", _("Your role does not allow this.")
    )
    before = {"registry_email": organisation.registry_email, "language": organisation.language}
    organisation.registry_email, organisation.language = registry_email, language
    organisation.save(update_fields=["registry_email", "language"])
    if registry_email != before["registry_email"]:
        # What was mailed to the address before it opens nothing any more.
        organisation.claim_links.filter(used_at=None, expires_at__gt=at).update(expires_at=at)
    after = {"registry_email": registry_email, "language": language}
    record(
        kind="organisation.saved",
        reference=organisation.reference,
        actor=actor,
        at=at,
        data={"before": before, "after": after},
    )
    return organisation
