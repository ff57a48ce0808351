"""What arrives beside the system: applications on paper or by mail, and the register of outages."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from applications.queries.consortium import possible_partners
from decisions.actions import arrivals as acts
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList
from decisions.forms.arrivals import OutageForm, PlaceForm, RegisterForm
from decisions.models import Arrival, Outage
from ledger.refusal import Refused
from pilots.models import Call, Region
from pilots.queries import regions_of


class ArrivalAdmin(DeskList):
    """The administrator's register of arrivals and outages."""

    act, folder, route = Act.REGISTER_APPLICATION, "arrivals", "arrivals"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(arrivals), name="arrivals"),
            path("new/", view(register), name="register"),
            path("outages/new/", view(outage), name="outage-new"),
            path("outages/<int:pk>/", view(outage), name="outage"),
        ]


def registrar_only(request: HttpRequest) -> None:
    """Refuse everybody else."""
    if not may_everywhere(request.user, Act.REGISTER_APPLICATION):
        raise PermissionDenied(_("Your role does not allow this."))


@require_safe
def arrivals(request: HttpRequest) -> HttpResponse:
    """What has been registered, newest first, and the outages."""
    registrar_only(request)
    found = Arrival.objects.select_related("application__region", "application__lead", "application__call")
    context = {
        "arrivals": found.order_by("-arrived_at", "-pk"),
        "outages": Outage.objects.order_by("-from_at", "-pk"),
    }
    return render(request, "desk/arrivals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """First the call and the county, then what the paper says."""
    registrar_only(request)
    calls = Call.objects.published().order_by("-closes_at", "pk")
    regions = Region.objects.order_by("name_fi", "pk")
    place = PlaceForm(request.GET or None, calls=calls, regions=regions)
    if not (place.is_bound and place.is_valid()):
        return render(request, "desk/register_place.html", {"form": place})
    call = get_object_or_404(calls, slug=place.cleaned_data["call"])
    region = get_object_or_404(regions, pk=place.cleaned_data["region"])
    if region not in regions_of(call):
        place.add_error("region", _("The county does not take part in this call."))
        return render(request, "desk/register_place.html", {"form": place}, status=UNPROCESSABLE)
    posted = request.method == "POST"
    organisations = possible_partners(call, region).order_by("name_fi", "pk")
    form = RegisterForm(request.POST if posted else None, call=call, organisations=organisations)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        data = form.cleaned_data
        try:
            made = acts.register(
                call=call,
                region=region,
                lead=data["lead"],
                language=data["language"],
                arrival=form.arrival(),
                content=form.content(),
                actor=request.user,
                at=request.arrived_at,
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("The application has been registered."))
            return redirect("admin:case", pk=made.application_id)
    context = {"call": call, "region": region, "form": form, "refusal": refusal}
    return render(request, "desk/register.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def outage(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter an outage, or tell when one ended."""
    registrar_only(request)
    found = Outage.objects.filter(pk=pk).first() if pk else None
    if pk and found is None:
        raise Http404
    posted = request.method == "POST"
    names = ("from_at", "until_at", "what")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = OutageForm(request.POST if posted else None, initial=initial)
    refusal, status = None, UNPROCESSABLE if posted else 200
    if posted and form.is_valid():
        try:
            acts.save_outage(outage_id=pk, actor=request.user, at=request.arrived_at, **form.cleaned_data)
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:arrivals")
    return render(request, "desk/outage.html", {"form": form, "refusal": refusal}, status=status)
