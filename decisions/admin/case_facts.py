"""The column beside a case: its facts, and what has happened, newest first."""

from collections.abc import Iterator

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from applications.models import Submission
from applications.workflow import Event
from decisions.admin.case_turn import officer_of
from decisions.models import CaseFile
from decisions.queries.stored import spoken
from decisions.wording import HAPPENINGS
from ui.formatting import euros
from ui.parts import Happening


def facts_of(found: CaseFile, sent: Submission) -> list[tuple[str, object]]:
    """The case in a few lines."""
    names = [spoken(member["name"]) for member in sent.snapshot["members"]]
    return [
        (_("Case number"), found.case_number),
        (_("Call"), found.call.name),
        (_("Presenting officer"), officer_of(found) or _("nobody yet")),
        (_("Asked"), euros(found.asked_eur)),
        (_("Members"), ", ".join(names)),
        (_("Language of the case"), found.get_language_display()),
        (_("Version"), sent.number),
        (_("Sent by"), sent.submitted_by),
    ]


def happenings_of(found: CaseFile) -> Iterator[Happening]:
    """The steps of the case, newest first, with people's names."""
    people = User.objects.filter(email=OuterRef("actor")).values("name")[:1]
    for step in found.steps.annotate(name=Subquery(people)).order_by("-at", "-pk"):
        words = HAPPENINGS.get(Event(step.event), step.event)
        yield Happening(step.at, f"{words}: {step.name or step.actor}", detail=step.note)
