"""Sending: the check before it, taking a sent application back, and discarding a draft."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.permissions import Act
from applications.actions.drafting import discard as discard_draft
from applications.actions.submitting import HURDLE_TEXTS, WAYS_OUT
from applications.actions.submitting import submit as send
from applications.actions.submitting import withdraw as take_back
from applications.forms.submitting import DiscardForm, SubmitForm, WithdrawForm
from applications.models import Application, Attachment
from applications.queries.access import may
from applications.queries.calculation import calculation_of
from applications.queries.coverage import Clash
from applications.queries.draft import Draft
from applications.queries.files import files_of
from applications.queries.picture import picture_of
from applications.queries.readiness import Readiness, readiness_of
from applications.queries.snapshot import figures_of
from applications.queries.targets import targets_of
from applications.queries.unsent import changes_since, last_sent
from applications.views.gate import status_of, with_application
from applications.views.parts import NOBODY_DECIDED, address, gap_address, parts_of
from applications.views.section_page import address_of_start, crumbs
from applications.views.targets import target_line
from eligibility import Outcome
from ledger.refusal import Refused
from pilots.answer_tables import ways_table
from pilots.meter import meter_of, ways_of
from pilots.models import Call, Municipality
from pilots.wording import force_text
from ui.formatting import moment
from ui.parts import Task


@with_application
def submit(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything that is missing as links, the coverage, and the button; the act itself decides."""
    draft, readiness = Draft(application), readiness_of(application)
    form = SubmitForm(
        request.POST if request.method == "POST" else None, unanswered=bool(readiness.unanswered)
    )
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            sent = send(
                application_id=application.pk, **form.content(), actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal = refused
        else:
            return HttpResponseRedirect(address(application, f"receipt:{sent.number}"))
    context = {
        "application": application,
        "form": form,
        "refusal": refusal,
        "crumbs": crumbs(application),
        "parts": parts_of(draft, current="submit", gaps=readiness.gaps),
        "signs": may(request.user, Act.SUBMIT, application),
        "open": application.call.is_open(request.arrived_at),
        "editable": application.is_editable(request.arrived_at),
        "why_not": why_not(request, application, readiness),
        **checked(application, draft, readiness),
    }
    context["nothing_new"] = bool(context["standing"] and not context["changes"])
    return render(request, "applications/submit.html", context, status=status_of(refusal, valid=True))


def checked(application: Application, draft: Draft, readiness: Readiness) -> dict[str, object]:
    """What the check found, as the page tells it."""
    coverage = readiness.coverage
    picture = picture_of(coverage)
    reached = coverage.verdict is not None and coverage.verdict.outcome is Outcome.MEETS
    ways = [] if reached else ways_of(picture)
    return {
        "readiness": readiness,
        "missing": [Task(gap.message, gap_address(application, gap)) for gap in readiness.gaps],
        "hurdles": [
            Task(HURDLE_TEXTS[hurdle], hurdle_address(application, hurdle)) for hurdle in readiness.hurdles
        ],
        "unanswered": [member.organisation.name for member in readiness.unanswered],
        **files_by_scan(application),
        "clashes": clash_sentences(readiness.clashes, application.call),
        "meter": meter_of(picture, nobody=NOBODY_DECIDED),
        "calculation": calculation_of(figures_of(coverage)) if coverage.verdict else None,
        "force": force_text(coverage.ruleset),
        "ways": ways_table(ways) if ways else None,
        "targets": [target_line(one) for one in targets_of(draft, coverage)],
        "standing": last_sent(application),
        "changes": changes_since(application) if application.case_number else [],
    }


def files_by_scan(application: Application) -> dict[str, list[str]]:
    """The names of the files that the virus scan holds back, which are not sent, and of those that wait for it."""
    found = list(files_of(application).values_list("scan", "original_name"))
    return {
        "held_back": [name for scan, name in found if scan == Attachment.Scan.INFECTED],
        "waiting": [name for scan, name in found if scan == Attachment.Scan.WAITING],
    }


def why_not(request: HttpRequest, application: Application, readiness: Readiness) -> list[str]:
    """Why sending would be refused now, each reason in words with the way out; nothing when it would go through."""
    call, reasons = application.call, []
    if not application.is_editable(request.arrived_at):
        closed = _("The call closed %(when)s (Helsinki time), or the application is being handled already.")
        return [closed % {"when": moment(call.closes_at)}]
    if readiness.coverage.verdict is None:
        reasons.append(_("The coverage cannot be judged, because a population figure is not known."))
    reasons += [f"{HURDLE_TEXTS[hurdle]} {WAYS_OUT[hurdle]}" for hurdle in readiness.hurdles]
    if readiness.gaps:
        words = ngettext(
            "%(count)s thing is missing; it is listed below.",
            "%(count)s things are missing; they are listed below.",
            len(readiness.gaps),
        )
        reasons.append(words % {"count": len(readiness.gaps)})
    return reasons


def hurdle_address(application: Application, hurdle: str) -> str:
    """Grounds and confirmation are given on their own page; otherwise only more members help."""
    if hurdle == "grounds_missing":
        return f"{address(application, 'grounds')}#id_special_grounds"
    if hurdle == "confirmation_missing":
        return f"{address(application, 'grounds')}#id_below_limit_confirmed"
    return address(application, "members")


def clash_sentences(clashes: Iterable[Clash], call: Call) -> list[str]:
    """For each element, who takes part in it elsewhere; what has been sent keeps this one from being sent."""
    found = list(clashes)
    if not found:
        return []
    places = Municipality.objects.in_bulk({clash.code for clash in found})
    together: dict[tuple[str, bool], list[str]] = {}
    for clash in found:
        together.setdefault((clash.element, clash.sent), []).append(places[clash.code].name)
    sentences = []
    for element in call.elements.order_by("order"):
        values = {"element": element.name}
        if names := together.get((element.code, True)):
            told = values | {"places": ", ".join(names)}
            sentences.append(_("%(element)s: %(places)s. The other application has been sent.") % told)
        if names := together.get((element.code, False)):
            told = values | {"places": ", ".join(names)}
            sentences.append(_("%(element)s: %(places)s. The other application is a draft.") % told)
    return sentences


@with_application
def withdraw(request: HttpRequest, application: Application) -> HttpResponse:
    """Take a sent application back, with a reason."""
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            take_back(
                application_id=application.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The application was withdrawn."))
            return HttpResponseRedirect(address(application, "overview"))
    context = {"application": application, "form": form, "refusal": refusal, "crumbs": crumbs(application)}
    status = status_of(refusal, valid=not form.is_bound)
    return render(request, "applications/withdraw.html", context, status=status)


@with_application
def discard(request: HttpRequest, application: Application) -> HttpResponse:
    """Discard a draft that was never sent."""
    form = DiscardForm(request.POST if request.method == "POST" else None)
    refusal = None
    if request.method == "POST" and form.is_valid():
        try:
            discard_draft(application_id=application.pk, actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
        else:
            messages.success(request, _("The draft was discarded."))
            return HttpResponseRedirect(address_of_start())
    context = {"application": application, "form": form, "refusal": refusal, "crumbs": crumbs(application)}
    status = status_of(refusal, valid=not form.is_bound)
    return render(request, "applications/discard.html", context, status=status)
