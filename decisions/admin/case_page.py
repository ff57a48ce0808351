"""One case on one page: where it stands, its verdict, what was sent, what has happened, what may be done now."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.permissions import Act
from applications.models import Submission
from applications.queries.access import may, roles_on
from applications.workflow import Event, State, possible_events
from decisions.actions.reading import note_reading
from decisions.admin.case_notices import notices_of
from decisions.admin.doors import doors_of
from decisions.forms.proposal import ProposalForms
from decisions.models import CaseFile, Decision, Letter, Proposal
from decisions.queries.access import case_for
from decisions.queries.proposing import defaults, effect_of, open_proposal, rows_of
from decisions.queries.received import received
from decisions.queries.stored import conditions_of, picture_of, spoken
from decisions.wording import HAPPENINGS, OUTCOMES, STATES
from ledger.refusal import Refused
from pilots.meter import meter_of
from ui.formatting import day, euros
from ui.parts import Happening
from ui.parts import Step as Stage

STATUS = {
    "not_allowed": 403,
    "own_proposal": 403,
    "not_your_case": 403,
    "disqualified": 403,
    "not_possible_now": 409,
    "presented_anew": 409,
}
UNPROCESSABLE = 422
AFTER = {
    State.SUBMITTED: 0,
    State.UNDER_REVIEW: 1,
    State.SUPPLEMENT_REQUESTED: 1,
    State.PROPOSED: 2,
    State.DECIDED: 4,
}
UNDECIDED = frozenset(
    {State.SUBMITTED, State.UNDER_REVIEW, State.SUPPLEMENT_REQUESTED, State.PROPOSED, State.WITHDRAWN}
)
TERMS = ("purpose", "eligible_costs", "self_financing_eur", "use_from_on", "use_until_on", "payment",
         "interim_report_on", "final_report_on", "condition", "production_by_on", "handling")  # fmt: skip


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
    status: int = 200,
) -> HttpResponse:
    """The page of a case, also after a refusal: with what is wrong on top and everything typed kept."""
    submissions = list(found.submissions.order_by("-number"))
    sent, proposal = submissions[0], open_proposal(found)
    events = events_of(request.user, found)
    if forms is None and Event.PROPOSE in events:
        forms = forms_of(found, sent, proposal)
    context = {
        "case": found,
        "refusal": refusal,
        "notices": list(notices_of(request, found, submissions)),
        "stages": stages_of(found, sent),
        "turn": turn_of(found, events, request),
        "meter": meter_of(picture_of(sent)),
        "conditions": conditions_of(sent.verdict),
        "population_on": day(date.fromisoformat(sent.verdict["population_on"])),
        "sent": sent,
        "received": received(sent),
        "versions": submissions[1:],
        "facts": facts_of(found, sent),
        "happenings": list(happenings_of(found)),
        "forms": forms,
        "proposal": proposal,
        "proposed": proposal_rows(proposal) if proposal and not forms else [],
        "effect": effect_of(found.call, proposal),
        "decisions": decisions_of(found),
        "may_take_up": Event.TAKE_UP in events,
        "may_decide": Event.DECIDE in events,
        "may_see_draft": proposal is not None and sees_draft(request.user, found),
        "may_read_letter": may(request.user, Act.READ_LETTER, found),
        "doors": doors_of(request, found, events),
    }
    return render(request, "desk/case.html", context, status=status)


def officer_of(found: CaseFile) -> User | None:
    """The presenting officer, once the case has been taken up."""
    return found.case.presenting_officer if hasattr(found, "case") else None


def sees_draft(user: User, found: CaseFile) -> bool:
    """The draft of the letter is for the case's own presenting officer and for decision-makers."""
    own = officer_of(found) == user or may(user, Act.DECIDE, found)
    return own and may(user, Act.SEE_DRAFT_LETTER, found)


def events_of(user: User, found: CaseFile) -> set[Event]:
    """What this person may bring about now: the law of states, the own case, never both offices in one case."""
    events = set(possible_events(State(found.state), roles_on(user, found)))
    officer = officer_of(found)
    if officer != user:
        events.discard(Event.PROPOSE)
    if officer == user:
        events -= {Event.DECIDE, Event.SEND_BACK}
    return events


def forms_of(found: CaseFile, sent: Submission, proposal: Proposal | None, data: Any = None) -> ProposalForms:
    """The proposal's forms: as it was saved, or with sensible defaults."""
    if proposal is None:
        return ProposalForms(found, sent.snapshot, initial=defaults(found, sent.snapshot), rows=(), data=data)
    initial = {
        name: getattr(proposal, name)
        for name in (*TERMS, "resolution", "resolution_reasons", "grounds_reason")
    }
    initial["grounds_accepted"] = {True: "yes", False: "no", None: ""}[proposal.grounds_accepted]
    return ProposalForms(found, sent.snapshot, initial=initial, rows=rows_of(proposal), data=data)


def stages_of(found: CaseFile, sent: Submission) -> list[Stage]:
    """The life of a case in five stages."""
    names = [
        _("Received %(on)s") % {"on": day(sent.received_at)},
        _("Review"),
        _("Proposal"),
        _("Decision"),
        _("Letter"),
    ]
    state = State(found.state)
    if state in {State.WITHDRAWN, State.ENDED}:
        return [Stage(names[0], "done"), Stage(STATES[state][1], "now")]
    reached = AFTER.get(state, 1) + 1
    return [
        Stage(name, "done" if index < reached else "now" if index == reached else "ahead")
        for index, name in enumerate(names)
    ]


def turn_of(found: CaseFile, events: set[Event], request: HttpRequest) -> tuple[str, str, str]:
    """Tone, heading and one sentence: whose turn it is."""
    officer = officer_of(found)
    if Event.TAKE_UP in events:
        if not found.call.can_be_handled(request.arrived_at):
            words = _("The case can be taken up when the call has closed.")
            return "wait", _("The call is still open"), words
        return "info", _("Your turn: take the case up"), _("After that you make the proposal.")
    if Event.PROPOSE in events:
        words = _("When you present it, the turn passes to the decision-maker.")
        return "info", _("Your turn: make the proposal"), words
    if Event.DECIDE in events:
        words = _("%(name)s has presented a proposal. Decide and sign it, or send it back with a note.")
        return "info", _("Your turn: decide"), words % {"name": officer}
    if State(found.state) is State.SUPPLEMENT_REQUESTED and found.open_request:
        words = _("A supplement is asked for by %(day)s.") % {"day": day(found.open_request.due_on)}
        return "wait", _("The consortium's turn"), words
    return turn_of_others(State(found.state), officer)


def turn_of_others(state: State, officer: User | None) -> tuple[str, str, str]:
    """The same for somebody who only looks on."""
    prepares = _("%(name)s prepares the proposal.") % {"name": officer}
    presented = ("wait", _("Waits for a decision-maker"), _("The proposal has been presented."))
    review = ("wait", _("Waits for the presenting officer"), prepares)
    told = {
        State.SUBMITTED: (
            "wait",
            _("Waits for a presenting officer"),
            _("Nobody has taken the case up yet."),
        ),
        State.UNDER_REVIEW: review,
        State.RE_EXAMINED: review,
        State.PROPOSED: presented,
        State.RE_PROPOSED: presented,
        State.DECIDED: ("ok", _("Decided"), _("The decision and its letter are below.")),
    }
    return told.get(state, ("info", str(STATES[state][1]), _("Nothing waits for the officials.")))


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


def proposal_rows(proposal: Proposal) -> list[dict[str, Any]]:
    """The proposal's elements, ready to be shown."""
    whole = proposal.resolution if proposal.resolution != Proposal.Resolution.ELEMENTS else ""
    return [
        {
            "name": row.element.name,
            "outcome": OUTCOMES.get(whole or row.outcome),
            "amount_eur": 0 if whole else row.amount_eur,
            "scope": row.scope,
            "reasons": proposal.resolution_reasons if whole else row.reasons,
        }
        for row in rows_of(proposal)
    ]


def decisions_of(found: CaseFile) -> list[dict[str, Any]]:
    """Every version of the decision, newest first, with its elements and its letter once it is made."""
    if State(found.state) in UNDECIDED:
        return []
    decisions = (
        Decision.objects.filter(application=found.pk)
        .select_related("decision_maker", "presenting_officer")
        .prefetch_related("elements__element")
        .order_by("-version")
    )
    letters = {
        letter.decision_id: letter
        for letter in Letter.objects.filter(decision__in=decisions).defer("pdf").order_by("pk")
    }
    return [
        {
            "decision": decision,
            "letter": letters.get(decision.pk),
            "letter_url": reverse("admin:letter", args=[letters[decision.pk].pk])
            if decision.pk in letters
            else "",
            "elements": [
                {"row": row, "outcome": OUTCOMES[row.outcome]}
                for row in sorted(decision.elements.all(), key=lambda row: row.element.order)
            ],
        }
        for decision in decisions
    ]


PATHS = (("", case, "case"),)
