"""What is told of a file that has been added: its description, and the proposal to keep it confidential."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.actions.attaching import note_file
from applications.actions.drafting import locked
from applications.models import Attachment
from applications.queries.files import may_describe, section_to_write
from ledger.refusal import refuse_unless


@transaction.atomic
def describe(
    *,
    application_id: int,
    attachment_id: int,
    description: str,
    proposed_confidential: bool,
    confidential_reason: str,
    actor: User,
    at: datetime,
) -> Attachment:
    """Tell anew what a file is and whether to keep it confidential, while its part can be changed.

    The file stays; what was sent keeps what was told of it then. Refused without a reason for the mark, or to
    somebody who may neither write the part nor, of an extract, record that member's decision.
    """
    application = locked(application_id)
    file = Attachment.objects.get(pk=attachment_id, application=application)
    refuse_unless(may_describe(actor, file), "not_allowed", _("Your role does not allow this."))
    refuse_unless(
        application.is_editable(at, section_to_write(file.section)),
        "not_editable",
        _("The application can no longer be changed."),
        way_out=_("What was submitted stands as it is."),
    )
    refuse_unless(
        not proposed_confidential or confidential_reason.strip(),
        "reason_missing",
        _("Tell why the file should be confidential."),
    )
    file.description, file.proposed_confidential = description, proposed_confidential
    file.confidential_reason = confidential_reason if proposed_confidential else ""
    file.save(update_fields=["description", "proposed_confidential", "confidential_reason"])
    application.changed_at = at
    application.save(update_fields=["changed_at"])
    note_file(file, "described", actor=actor, at=at, confidential=proposed_confidential)
    return file
