"""The overview of one application: where it stands, whose turn it is, what is missing, what has happened."""

from collections.abc import Iterable

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.models import Application, MemberDecision, Step, Submission
from applications.queries.access import may, member_for, roles_on
from applications.queries.consortium import current_decisions
from applications.queries.coverage import Coverage
from applications.queries.draft import Draft
from applications.queries.readiness import Readiness, readiness_of
from applications.queries.status import stages_of, status_of
from applications.views.gate import with_application
from applications.views.parts import address, gap_address, parts_of
from applications.views.section_page import address_of_start
from applications.workflow import Event, State, possible_events
from pilots.wording import NOT_JUDGED, VERDICTS, municipalities_of_all
from ui.formatting import number, share
from ui.parts import Happening, Task


@with_application
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """Twelve queries, however many members and attachments there are."""
    draft, decisions = Draft(application), current_decisions(application)
    readiness = readiness_of(application, draft=draft, decisions=decisions, look_for_clashes=False)
    steps = steps_of(application)
    context = {
        "application": application,
        "title": draft.title,
        "crumbs": [(_("Our applications"), address_of_start()), (heading(application), "")],
        "status": my_status(request, application, decisions),
        "stages": stages_of(application, steps),
        "parts": parts_of(draft, gaps=readiness.gaps),
        "missing": [Task(gap.message, gap_address(application, gap)) for gap in readiness.gaps],
        "editable": application.is_editable(request.arrived_at),
        "readiness": readiness,
        "figures": figures(readiness),
        "asked_eur": draft.asked_eur,
        "happenings": list(happenings(application, steps)),
        "doors": doors(request, application),
        "decided": application.state == State.DECIDED,
    }
    return render(request, "applications/overview.html", context)


def heading(application: Application) -> str:
    return f"{application.region.name}, {application.call.name}"


def my_status(request: HttpRequest, application: Application, decisions: dict[int, MemberDecision]) -> object:
    """The status as this person's organisation reads it."""
    member = member_for(request.user, application)
    decision = decisions.get(member.pk) if member else None
    return status_of(application, member=member, decision=decision, at=request.arrived_at)


def steps_of(application: Application) -> list[Step]:
    """The moves of the case, newest first; a sending carries the number of its version. One query."""
    sent = Submission.objects.filter(application=OuterRef("application"), received_at=OuterRef("at"))
    steps = Step.objects.filter(application=application).annotate(version=Subquery(sent.values("number")[:1]))
    return list(steps.order_by("-at", "-pk"))


HAPPENED = {
    Event.TAKE_UP: lambda: _("The ministry took the application up."),
    Event.REQUEST_SUPPLEMENT: lambda: _("The ministry asked for a supplement."),
    Event.SUPPLEMENT: lambda: _("The supplement was sent."),
    Event.RESUME: lambda: _("The handling went on."),
    Event.PROPOSE: lambda: _("The proposal went to the decision-maker."),
    Event.SEND_BACK: lambda: _("The preparation of the proposal goes on."),
    Event.DECIDE: lambda: _("The decision was made."),
    Event.RE_EXAMINE: lambda: _("The ministry began to examine the decision again."),
    Event.WITHDRAW: lambda: _("The application was withdrawn."),
    Event.RENOUNCE: lambda: _("The grant was renounced."),
    Event.CLOSE: lambda: _("The case was closed."),
    Event.REGISTER: lambda: _("The ministry registered the application."),
    Event.DISCARD: lambda: _("The draft was discarded."),
}


def happenings(application: Application, steps: Iterable[Step]) -> Iterable[Happening]:
    """The timeline, newest first. Notes of officials stay inside; the applicant's own reason is shown."""
    for step in steps:
        if step.event == Event.SUBMIT:
            text = _("Version %(number)s was sent.") % {"number": step.version}
            yield Happening(
                step.at, text, url=reverse("applications:receipt", args=[application.pk, step.version])
            )
        else:
            detail = step.note if step.event == Event.WITHDRAW else ""
            yield Happening(step.at, HAPPENED[Event(step.event)](), detail)
    yield Happening(application.created_at, _("The draft was begun."))


def figures(readiness: Readiness) -> list[dict[str, object]]:
    """Confirmed and invited coverage side by side; the confirmed one governs."""
    return [
        figure(_("Confirmed"), _("those whose own body has decided"), readiness.coverage),
        figure(_("Invited"), _("everybody on the list who has not said no"), readiness.invited),
    ]


def figure(name: str, whose: str, coverage: Coverage) -> dict[str, object]:
    """One coverage as a share, its verdict in words and its numbers."""
    verdict = coverage.verdict
    if verdict is None:
        return {"name": name, "whose": whose, "share": "–", "verdict": NOT_JUDGED, "numbers": ""}
    return {
        "name": name,
        "whose": whose,
        "share": share(verdict.share),
        "verdict": VERDICTS[verdict.outcome],
        "numbers": (
            f"{number(verdict.covered_inhabitants)} / {number(verdict.region_inhabitants)}, "
            f"{municipalities_of_all(verdict.covered_municipalities, verdict.region_municipalities)}"
        ),
    }


def doors(request: HttpRequest, application: Application) -> list[tuple[str, str]]:
    """The rarer acts that this person may do now."""
    found = []
    if may(request.user, Act.READ_HISTORY, application):
        found.append((_("History of the parts and of the verdict"), address(application, "history")))
    events = possible_events(State(application.state), roles_on(request.user, application))
    if Event.WITHDRAW in events and may(request.user, Act.WITHDRAW, application):
        found.append((_("Withdraw the application"), address(application, "withdraw")))
    if Event.DISCARD in events and may(request.user, Act.DISCARD_DRAFT, application):
        found.append((_("Discard the draft"), address(application, "discard")))
    return found
