"""Consent to electronic notice, given and withdrawn for an organisation (laki 13/2003, 19 §)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Consent, Organisation, User
from accounts.permissions import Act, allows
from accounts.queries import roles_in
from ledger.actions import record
from ledger.refusal import refuse_unless

CONSENT_TEXT = _(
    "The organisation consents to being notified of decisions electronically as an ordinary notice (section 19 of "
    "the Act on Electronic Services and Communication in the Public Sector, 13/2003). The notice is sent to the "
    "registry address. It is considered received on the third day after it was sent, unless something else is "
    "shown, and the time for requesting rectification runs from then. Without consent decisions are sent on paper."
)


@transaction.atomic
def set_consent(*, organisation_id: int, given: bool, actor: User, at: datetime) -> Consent:
    """Give or withdraw the consent; who did it when, and the words in the person's language, are kept."""
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=organisation_id)
    refuse_unless(
        allows(Act.CONSENT_TO_E_NOTICE, roles_in(actor, organisation)),
        "not_allowed",
        _("Your role does not allow this."),
    )
    refuse_unless(
        organisation.e_notice_consent != given,
        "as_it_was",
        _("The consent has been given already.") if given else _("The consent has been withdrawn already."),
    )
    organisation.e_notice_consent = given
    organisation.save(update_fields=["e_notice_consent"])
    made = Consent.objects.create(
        organisation=organisation, given=given, text=str(CONSENT_TEXT), at=at, by=actor.email
    )
    what = "given" if given else "withdrawn"
    record(kind=f"organisation.consent_{what}", reference=organisation.reference, actor=actor, at=at)
    return made
