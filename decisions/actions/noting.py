"""Internal notes on a case: what officials write for one another."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application
from applications.queries.access import may
from decisions.models import Disqualification, InternalNote
from ledger.actions import record
from ledger.refusal import refuse_unless


@transaction.atomic
def write_note(*, application_id: int, text: str, actor: User, at: datetime) -> InternalNote:
    """Leave a note that no applicant ever sees; in whatever state the case is. Notes are not changed afterwards."""
    application = Application.objects.select_for_update(of=("self",)).get(pk=application_id)
    refuse_unless(may(actor, Act.WRITE_NOTE, application), "not_allowed", _("Your role does not allow this."))
    aside = Disqualification.objects.filter(application=application, official=actor)
    refuse_unless(
        not aside.exists(), "disqualified", _("You have declared yourself disqualified for this case.")
    )
    note = InternalNote.objects.create(application=application, author=actor, text=text, written_at=at)
    record(
        kind="note.written",
        reference=application.reference,
        actor=actor,
        at=at,
        data={"case": application.case_number, "note": note.pk},
    )
    return note
