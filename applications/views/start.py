"""The applicant's start page, and starting a new application."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.actions.drafting import start_application
from applications.forms.start import NewApplicationForm
from applications.models import Application
from applications.queries.given import GivenSection, given_to
from applications.queries.mine import Mine, applications_of, waiting, waiting_elsewhere
from applications.queries.status import Duty
from applications.views.gate import status_of
from applications.views.parts import address
from ledger.refusal import Refused
from pilots.models import Call
from pilots.queries import regions_of
from ui.formatting import day, moment
from ui.parts import Task


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What waits for me first, then all my applications."""
    mine = applications_of(request.user, at=request.arrived_at)
    once = {one.application.pk: one for one in reversed(mine)}
    rows = [once[pk] for pk in dict.fromkeys(one.application.pk for one in mine)]
    may_start = may_everywhere(request.user, Act.START_APPLICATION)
    context = {
        "tasks": [
            *(task_of(one) for one in waiting(mine)),
            *(writing_task(one) for one in given_to(request.user, at=request.arrived_at)),
        ],
        "rows": rows,
        "may_start": may_start,
        "elsewhere": waiting_elsewhere(request.user, at=request.arrived_at),
    }
    return render(request, "applications/start.html", context)


def task_of(one: Mine) -> Task:
    """One thing that waits, with the page on which it is done."""
    application, duty = one.application, one.status.duty
    words = {
        Duty.ANSWER: _("Answer the partnership request"),
        Duty.DECIDE: _("Record the decision of your organisation"),
        Duty.CONFIRM: _("Confirm the record of your organisation's decision"),
        Duty.CHECK_RECORD: _("Check the record of your organisation's decision"),
        Duty.FINISH: _("Complete and send the application"),
        Duty.SUPPLEMENT: _("Supplement the application"),
    }
    return Task(
        text=words[duty],
        url=duty_address(one),
        detail=f"{application.region.name}, {application.lead.name}",
        aside=due(one),
    )


def writing_task(given: GivenSection) -> Task:
    """A part of an application that the lead has given to this person's organisation to write."""
    application = given.application
    return Task(
        text=_("Write the part %(name)s") % {"name": given.name},
        url=address(application, given.key),
        detail=f"{application.region.name}, {application.lead.name}",
        aside=_("the call closes %(when)s") % {"when": moment(application.call.closes_at)},
    )


def duty_address(one: Mine) -> str:
    """Where the duty is done."""
    if one.status.duty is Duty.ANSWER:
        return address(one.application, "request")
    if one.status.duty in {Duty.DECIDE, Duty.CONFIRM, Duty.CHECK_RECORD}:
        return address(one.application, f"decision:{one.member.pk}")
    if one.status.duty is Duty.SUPPLEMENT:
        return address(one.application, "supplement")
    return address(one.application, "overview")


def due(one: Mine) -> str:
    """By when it is wanted."""
    if one.status.duty is Duty.ANSWER and one.member.reply_by_on:
        return _("by %(day)s") % {"day": day(one.member.reply_by_on)}
    if one.status.duty is Duty.SUPPLEMENT and one.application.supplement_due_on:
        return _("by %(day)s") % {"day": day(one.application.supplement_due_on)}
    return _("the call closes %(when)s") % {"when": moment(one.application.call.closes_at)}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start an application; where the organisation has one already, the way to it."""
    if not may_everywhere(request.user, Act.START_APPLICATION):
        raise PermissionDenied
    calls = list(Call.objects.open_at(request.arrived_at).order_by("closes_at", "slug"))
    regions = {region.pk: region for call in calls for region in regions_of(call)}
    organisations = [affiliation.organisation for affiliation in request.user.affiliations_now]
    form = NewApplicationForm(
        request.POST if request.method == "POST" else None,
        calls=calls,
        regions=sorted(regions.values(), key=lambda region: region.name),
        organisations=organisations,
        initial={"call": request.GET.get("call", ""), "language": first_language(request)},
    )
    refusal, standing = None, None
    if request.method == "POST" and form.is_valid():
        try:
            started = start_application(**form.chosen(), actor=request.user, at=request.arrived_at)
        except Refused as refused:
            refusal = refused
            standing = standing_application(form) if refused.code == "already_started" else None
        else:
            return HttpResponseRedirect(address(started, "overview"))
    status = status_of(refusal, valid=not form.is_bound)
    context = {"form": form, "calls": calls, "refusal": refusal, "standing": standing}
    return render(request, "applications/new.html", context, status=status)


def first_language(request: HttpRequest) -> str:
    """Swedish on the Swedish pages, otherwise the language of the person's own organisation."""
    if get_language() == "sv":
        return "sv"
    return request.user.affiliations_now[0].organisation.language


def standing_application(form: NewApplicationForm) -> Application | None:
    """The live application that stands in the way; it is the person's own organisation's."""
    chosen = form.chosen()
    live = Application.objects.live().filter(
        call=chosen["call"], region=chosen["region"], lead=chosen["lead"]
    )
    return live.select_related("call", "region").order_by("pk").first()
