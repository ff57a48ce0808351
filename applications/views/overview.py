"""The overview of one application: where it stands, whose turn it is, what is missing, what has happened."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from applications.models import Application, MemberDecision, Message, Submission
from applications.queries.access import may, member_for, roles_on
from applications.queries.consortium import current_decisions
from applications.queries.coverage import Coverage
from applications.queries.draft import Draft
from applications.queries.messages import unread
from applications.queries.readiness import Readiness, readiness_of
from applications.queries.status import stages_of, status_of
from applications.queries.timeline import events_of, told
from applications.views.attested import Attestation, attestation_of
from applications.views.gate import with_application
from applications.views.parts import address, gap_address, parts_of
from applications.views.section_page import address_of_start, crumbs
from applications.workflow import Event as Move
from applications.workflow import State, possible_events
from ledger.models import Event
from pilots.wording import NOBODY, NOT_JUDGED, VERDICTS, municipalities_of_all
from ui.formatting import number, share
from ui.parts import Happening, Task

NEWEST, EVENTS_ON_A_PAGE = 12, 50
SENDINGS = {f"application.{Move.SUBMIT.value}", f"application.{Move.SUPPLEMENT.value}"}


@with_application
def overview(request: HttpRequest, application: Application) -> HttpResponse:
    """As many queries however many members and attachments there are."""
    draft, decisions = Draft(application), current_decisions(application)
    readiness = readiness_of(application, draft=draft, decisions=decisions, look_for_clashes=False)
    happened = list(events_of(application))
    submitted_at = max((one.at for one in happened if one.kind in SENDINGS), default=None)
    resendable = application.state == State.SUBMITTED and submitted_at is not None
    context = {
        "application": application,
        "title": draft.title,
        "crumbs": [(_("Our applications"), address_of_start()), (heading(application), "")],
        "status": my_status(request, application, decisions),
        "stages": stages_of(application, submitted_at),
        "parts": parts_of(draft, gaps=readiness.gaps),
        "missing": [Task(gap.message, gap_address(application, gap)) for gap in readiness.gaps],
        "editable": application.is_editable(request.arrived_at),
        "readiness": readiness,
        "figures": figures(readiness),
        "asked_eur": draft.asked_eur,
        "happenings": happenings(application, happened[:NEWEST]),
        "more_events": len(happened) > NEWEST,
        "changed": resendable and application.changed_at > submitted_at,
        "unchanged": resendable and application.changed_at <= submitted_at,
        "doors": doors(request, application),
        "check_url": address(application, "submit"),
        "decided": application.state == State.DECIDED,
        "attestation": newest_attestation(request, application),
    }
    return render(request, "applications/overview.html", context)


def newest_attestation(request: HttpRequest, application: Application) -> Attestation | None:
    """What the lead attested at the newest sending; nothing before it, nor for whoever may not read receipts."""
    if not application.case_number or not may(request.user, Act.READ_RECEIPT, application):
        return None
    newest = Submission.objects.filter(application=application).order_by("-number").first()
    if newest is None:
        return None
    newest.application = application
    return attestation_of(newest)


def heading(application: Application) -> str:
    return f"{application.region.name}, {application.call.name}"


def my_status(request: HttpRequest, application: Application, decisions: dict[int, MemberDecision]) -> object:
    """The status as this person's organisation reads it."""
    member = member_for(request.user, application)
    decision = decisions.get(member.pk) if member else None
    return status_of(application, member=member, decision=decision, at=request.arrived_at)


def happenings(application: Application, events: Iterable[Event]) -> list[Happening]:
    """The timeline, newest first; a sending leads to its receipt."""
    return [
        Happening(
            one.at,
            one.text,
            one.detail,
            url=reverse("applications:receipt", args=[application.pk, one.version]) if one.version else "",
        )
        for one in told(application, events)
    ]


@with_application
def events(request: HttpRequest, application: Application) -> HttpResponse:
    """The whole timeline, a page at a time."""
    page = Paginator(events_of(application), EVENTS_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "application": application,
        "crumbs": crumbs(application),
        "page": page,
        "happenings": happenings(application, page),
        "status": my_status(request, application, current_decisions(application)),
    }
    return render(request, "applications/events.html", context)


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
        "verdict": VERDICTS[verdict.outcome] if verdict.covered_municipalities else NOBODY,
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
    if application.case_number and may(request.user, Act.EXCHANGE_MESSAGES, application):
        waiting = unread(Message.Side.MINISTRY).filter(application=application).count()
        words = ngettext("Messages (%(count)s new)", "Messages (%(count)s new)", waiting)
        found.append(
            (words % {"count": waiting} if waiting else _("Messages"), address(application, "messages"))
        )
    events = possible_events(State(application.state), roles_on(request.user, application))
    if Move.WITHDRAW in events and may(request.user, Act.WITHDRAW, application):
        found.append((_("Withdraw the application"), address(application, "withdraw")))
    if Move.DISCARD in events and may(request.user, Act.DISCARD_DRAFT, application):
        found.append((_("Discard the draft"), address(application, "discard")))
    return found
