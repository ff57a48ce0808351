"""The column beside a case: its facts, and what has happened, newest first."""

from collections.abc import Iterator
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from applications.models import Submission
from decisions.admin.case_turn import officer_of
from decisions.models import CaseFile
from decisions.queries.stored import spoken
from decisions.wording import event_words
from ledger.models import Event
from ui.formatting import euros
from ui.parts import Happening

CATCHMENTS = {"OYS": gettext_lazy("Northern Finland's (OYS)")}
# Kinds of events that belong on a case's page; whoever adds a kind adds its beginning here.
TOLD = ("application.", "case.", "message.", "note.", "review", "statement.", "hearing.", "condition.", "claim.",
        "letter.", "service.", "member.left", "award.")  # fmt: skip
# A person's own thoughts about a tie, and what is of drafts.
UNTOLD = {"case.considered", "application.started", "application.discard"}


def facts_of(found: CaseFile, sent: Submission) -> list[tuple[str, object]]:
    """The case in a few lines."""
    names = [spoken(member["name"]) for member in sent.snapshot["members"]]
    return [
        (_("Case number"), found.case_number),
        (_("Call"), found.call.name),
        (_("Presenting officer"), officer_of(found) or _("nobody yet")),
        (_("Asked"), euros(found.asked_eur)),
        (_("Members"), ", ".join(names)),
        (_("Special catchment area"), catchment_of(found)),
        (_("Language of the case"), found.get_language_display()),
        (_("Version"), sent.number),
        (_("Sent by"), sent.submitted_by),
    ]


def catchment_of(found: CaseFile) -> object:
    """The special catchment area, where the reference data knows it."""
    code = found.region.special_catchment
    return CATCHMENTS.get(code, code)


def happenings_of(found: CaseFile, since: datetime) -> Iterator[Happening]:
    """What the ledger tells of the case since it arrived, newest first, with people's names; one query.

    Only what has happened to the case itself: who read it is the auditor's, and what an applicant changes in a draft
    is not shown before it is sent.
    """
    people = User.objects.filter(email=OuterRef("actor")).values("name")[:1]
    told = [Q(kind__startswith=prefix) for prefix in TOLD]
    events = Event.objects.filter(reduce(or_, told), reference=found.reference, at__gte=since)
    for event in (
        events.exclude(kind__endswith=".read").annotate(name=Subquery(people)).order_by("-at", "-number")
    ):
        if event.kind not in UNTOLD:
            who = event.name or event.actor
            yield Happening(
                event.at, f"{event_words(event.kind)}: {who}", detail=event.data.get("note") or ""
            )
