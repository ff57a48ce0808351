"""Handing letters out in bulk."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act, Role
from accounts.queries import may_everywhere, standing_roles
from decisions.exports.letters_zip import zip_of
from decisions.models import Letter
from ledger.actions import record
from ledger.refusal import refuse_unless


def exportable(actor: User) -> QuerySet[Letter]:
    """The letters that this official may take along: all for the administrator, else those of the own cases."""
    found = Letter.objects.for_official(actor)
    return found if Role.AD in standing_roles(actor) else found.presented_by(actor)


def export_letters(*, letter_ids: list[int], actor: User, at: datetime) -> bytes:
    """The chosen letters as a ZIP; an event in the ledger names every file. Refused when one has been altered.

    Packed outside any transaction (letters never change), so that nobody waits for it.
    """
    refuse_unless(
        may_everywhere(actor, Act.EXPORT_LETTERS), "not_allowed", _("Your role does not allow this.")
    )
    refuse_unless(letter_ids, "nothing_chosen", _("No letters have been chosen."))
    letters = list(
        exportable(actor)
        .filter(pk__in=letter_ids)
        .select_related("decision__application")
        .order_by("decision__application__case_number", "decision__version", "language")
    )
    refuse_unless(len(letters) == len(set(letter_ids)), "not_allowed", _("Your role does not allow this."))
    archive = zip_of(letters)
    files = [{"file": letter.filename, "sha256": letter.sha256} for letter in letters]
    with transaction.atomic():
        record(kind="letters.exported", reference="letters", actor=actor, at=at, data={"files": files})
    return archive
