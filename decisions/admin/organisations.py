"""Organisations at the desk: registry address, language, consent, people and claim links; the administrator's."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import claiming, staffing
from accounts.actions.organisations import save_organisation
from accounts.models import Affiliation, Organisation
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList, Menu
from decisions.forms.organisations import OrganisationForm, StaffForm
from ledger.refusal import Refused
from ui.templatetags.ui import tag

# Two forms stand on one page.
PERSON_IDS = "id_person_%s"
SIGNS = Q(affiliations__role=Affiliation.Role.SIGNATORY, affiliations__user__is_active=True)


class ClaimedFilter(Menu):
    title, parameter_name = _("Signatory"), "signatory"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        return [("yes", _("has a signatory")), ("no", _("no signatory yet"))]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(signatories__gt=0) if value == "yes" else queryset.filter(signatories=0)


class OrganisationAdmin(DeskList):
    """Every municipality and joint authority as a party."""

    act, folder, route = Act.MANAGE_ORGANISATIONS, "organisations", "organisations"
    heading, empty = _("Organisations"), _("No organisation matches.")
    lead = _("Registry addresses, people and claim links of municipalities and joint authorities.")
    list_display = ("name_of", "registry", "language_of", "consent_of", "people_of", "standing")
    figures = ("people_of",)
    list_filter = (ClaimedFilter,)
    search_fields = ("name_fi", "name_sv", "registry_email")
    search_help_text = _("Name or registry address")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *super().get_urls(),
            path("<int:pk>/", view(organisation), name="organisation"),
            path("<int:pk>/people/", view(enter), name="organisation-person"),
            path("<int:pk>/people/<int:person>/remove/", view(remove), name="organisation-remove"),
            path("<int:pk>/link/", view(send_link), name="organisation-link"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:  # noqa: ARG002 - Django's own
        counts = {"staff": Count("affiliations"), "signatories": Count("affiliations", filter=SIGNS)}
        return Organisation.objects.annotate(**counts).order_by("name_fi", "pk")

    @admin.display(description=_("Name"))
    def name_of(self, row: Organisation) -> SafeString:
        return format_html('<a href="{}">{}</a>', reverse("admin:organisation", args=[row.pk]), row.name)

    @admin.display(description=_("Registry address"))
    def registry(self, row: Organisation) -> str:
        return row.registry_email

    @admin.display(description=_("Language"))
    def language_of(self, row: Organisation) -> str:
        return row.get_language_display()

    @admin.display(description=_("Electronic notice"))
    def consent_of(self, row: Organisation) -> SafeString:
        return tag("ok", _("Consent given")) if row.e_notice_consent else tag("none", _("No consent"))

    @admin.display(description=_("People"))
    def people_of(self, row: Organisation) -> int:
        return row.staff

    @admin.display(description=_("Signatory"))
    def standing(self, row: Organisation) -> SafeString:
        return tag("ok", _("has a signatory")) if row.signatories else tag("none", _("no signatory yet"))


def organisation_for(request: HttpRequest, pk: int, act: Act) -> Organisation:
    """The organisation, for whoever the table lets."""
    if not may_everywhere(request.user, act):
        raise PermissionDenied
    return get_object_or_404(Organisation, pk=pk)


def show(
    request: HttpRequest,
    found: Organisation,
    *,
    form: OrganisationForm | None = None,
    entering: StaffForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """The page, also after a refusal: with what is wrong on top and everything typed kept."""
    status = status_of(refusal) if refusal else 200 if form is entering is None else UNPROCESSABLE
    kept = {"registry_email": found.registry_email, "language": found.language}
    context = {
        "organisation": found,
        "form": form or OrganisationForm(initial=kept),
        "entering": entering or StaffForm(initial={"language": found.language}, auto_id=PERSON_IDS),
        "wrong": entering if entering is not None else form,
        "people": found.affiliations.select_related("user").order_by("-role", "user__name", "user__email"),
        "invitations": found.invitations.open().order_by("-invited_at", "-pk"),
        "links": found.claim_links.order_by("-made_at", "-pk")[:5],
        "consent": found.consents.order_by("-at", "-pk").first(),
        "refusal": refusal,
    }
    return render(request, "desk/organisation.html", context, status=status)


def done(request: HttpRequest, found: Organisation, words: Any) -> HttpResponse:
    """Back to the page with what has been done."""
    messages.success(request, words)
    return redirect("admin:organisation", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """Its details and everything about its people on one page."""
    found = organisation_for(request, pk, Act.MANAGE_ORGANISATIONS)
    if request.method != "POST":
        return show(request, found)
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        return show(request, found, form=form)
    save_organisation(organisation_id=pk, **form.cleaned_data, actor=request.user, at=request.arrived_at)
    return done(request, found, _("Saved."))


@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a person; who has no account gets a mail with a link to choose a password."""
    found = organisation_for(request, pk, Act.MANAGE_PEOPLE_OF_ORGANISATION)
    entering = StaffForm(request.POST, auto_id=PERSON_IDS)
    if not entering.is_valid():
        return show(request, found, entering=entering)
    who = {"organisation_id": pk, "actor": request.user, "at": request.arrived_at}
    try:
        staffing.enter_person(**entering.cleaned_data, **who)
    except Refused as refused:
        return show(request, found, entering=entering, refusal=refused)
    return done(request, found, _("The person has been entered."))


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Ask, then remove a person; never the last signatory."""
    found = organisation_for(request, pk, Act.MANAGE_PEOPLE_OF_ORGANISATION)
    leaving = found.affiliations.select_related("user").filter(pk=person).order_by("pk").first()
    if leaving is None:
        raise Http404
    refusal = None
    if request.method == "POST":
        who = {"organisation_id": pk, "actor": request.user, "at": request.arrived_at}
        try:
            staffing.remove_person(affiliation_id=person, **who)
        except Refused as refused:
            refusal = refused
        else:
            return done(request, found, _("The person has been removed."))
    context = {"organisation": found, "leaving": leaving, "refusal": refusal}
    status = status_of(refusal) if refusal else 200
    return render(request, "desk/organisation_remove.html", context, status=status)


@require_POST
def send_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a claim link to the registry."""
    found = organisation_for(request, pk, Act.MANAGE_ORGANISATIONS)
    claiming.send_link(organisation_id=pk, actor=request.user, at=request.arrived_at)
    return done(request, found, _("The link is on its way to the registry address."))
