"""One case on one page: where it stands, its verdict, what was sent, what has happened, what may be done now."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from applications.models import Submission
from applications.queries.access import may
from applications.workflow import Event, State
from decisions.actions.reading import note_reading
from decisions.admin.case_decisions import decisions_of
from decisions.admin.case_facts import facts_of, happenings_of
from decisions.admin.case_notices import notices_of
from decisions.admin.case_panels import panels_of
from decisions.admin.case_proposal import awaits_outcome, forms_of, proposal_rows
from decisions.admin.case_turn import events_of, sees_draft, stages_of, turn_of
from decisions.admin.doors import doors_of
from decisions.forms.notes import InternalNoteForm
from decisions.forms.proposal import ProposalForms
from decisions.forms.proposal_faults import Difference
from decisions.models import CaseFile, InternalNote, Proposal
from decisions.queries.access import case_for
from decisions.queries.earlier import earlier_of
from decisions.queries.proposing import effect_of, open_proposal
from decisions.queries.received import received
from decisions.queries.stored import conditions_of, picture_of
from decisions.wording import STATES
from ledger.refusal import Refused
from pilots.meter import meter_of
from pilots.worlds import Kept
from ui.formatting import day

STATUS = {
    "not_allowed": 403,
    "own_proposal": 403,
    "not_your_case": 403,
    "disqualified": 403,
    "not_possible_now": 409,
    "presented_anew": 409,
    "moved_on": 409,
    "not_under_review": 409,
    "saved_meanwhile": 409,
}
UNPROCESSABLE = 422


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Read a case; that is an event in the ledger."""
    found = case_for(request.user, pk, Act.READ_CASE)
    note_reading(application=found, what="case", actor=request.user, at=request.arrived_at)
    return page(request, found)


def status_of(refusal: Refused) -> int:
    """The HTTP status by which a refusal is answered."""
    return STATUS.get(refusal.code, UNPROCESSABLE)


def page(
    request: HttpRequest,
    found: CaseFile,
    *,
    refusal: Refused | None = None,
    forms: ProposalForms | None = None,
    note_form: InternalNoteForm | None = None,
    meanwhile: Sequence[Difference] = (),
    status: int = 200,
) -> HttpResponse:
    """The page of a case, also after a refusal: with what is wrong on top and everything typed kept."""
    submissions = list(found.submissions.order_by("-number"))
    sent, proposal = submissions[0], open_proposal(found)
    events = events_of(request.user, found)
    on_its_own_page = Event.PROPOSE in events and awaits_outcome(found, proposal)
    if forms is None and Event.PROPOSE in events and not on_its_own_page:
        forms = forms_of(found, sent, proposal)
    context = {
        "case": found,
        "refusal": refusal,
        "notices": list(notices_of(request, found, submissions)),
        "stages": stages_of(found, sent),
        "turn": turn_of(found, events, request),
        "versions": submissions[1:],
        "facts": facts_of(found, sent),
        "happenings": list(happenings_of(found, submissions[-1].received_at)),
        "forms": forms,
        "on_its_own_page": on_its_own_page,
        "meanwhile": meanwhile,
        "proposal": proposal,
        "proposed": proposal_rows(proposal) if proposal and not forms else [],
        "effect": effect_of(found.call, proposal) if proposal or forms else None,
        "decisions": decisions_of(found),
        "panels": panels_of(request, found, events),
        "doors": doors_of(request, found, events),
    }
    context |= (
        beside(request, found, note_form) | as_sent(found, sent) | rights_of(request, found, events, proposal)
    )
    return render(request, "desk/case.html", context, status=status)


def beside(request: HttpRequest, found: CaseFile, note_form: InternalNoteForm | None) -> dict[str, Any]:
    """What the officials know besides: their notes, and what else the same organisations have applied for."""
    if note_form is None and may(request.user, Act.WRITE_NOTE, found):
        note_form = InternalNoteForm(action=reverse("admin:case-notes", args=[found.pk]))
    notes = InternalNote.objects.filter(application=found.pk).select_related("author")
    return {
        "notes": list(notes.order_by("-written_at", "-pk")) if found.has_notes else [],
        "note_form": note_form,
        "earlier": [
            {"one": one, "state": STATES[State(one.case.state)][0], "words": STATES[State(one.case.state)][1]}
            for one in earlier_of(found, request.user)
        ],
    }


def as_sent(found: CaseFile, sent: Submission) -> dict[str, Any]:
    """A version as it was received, its verdict and its calculation; the process keeps the county's places."""
    places = Kept((found.loaded, found.calls_changed)).world(found.call, found.region_id).places
    return {
        "sent": sent,
        "received": received(sent),
        "meter": meter_of(picture_of(sent, places)),
        "conditions": conditions_of(sent.verdict),
        "population_on": day(date.fromisoformat(sent.verdict["population_on"])),
    }


def rights_of(
    request: HttpRequest, found: CaseFile, events: set[Event], proposal: Proposal | None
) -> dict[str, bool]:
    """What the page offers to this person."""
    return {
        "may_take_up": Event.TAKE_UP in events,
        "may_decide": Event.DECIDE in events,
        "may_see_draft": proposal is not None and sees_draft(request.user, found),
        "may_read_letter": may(request.user, Act.READ_LETTER, found),
    }


PATHS = (("", case, "case"),)
