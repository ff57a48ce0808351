"""People, their offices and affiliations: the superuser's only pages."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.models import Office, User
from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions import people
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.admin.lists import DeskList, Menu
from decisions.forms.people import Affiliations, PasswordForm, PersonForm
from ledger.refusal import Refused
from ui.templatetags.ui import tag


class OfficeFilter(Menu):
    title, parameter_name = _("Office"), "office"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        return list(Office.Role.choices)

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(offices__role=value)


class UserAdmin(DeskList):
    """Everybody who can log in."""

    act, folder, route = Act.MANAGE_PEOPLE, "people", "people"
    heading, empty = _("People"), _("Nobody matches.")
    change_list_template = "desk/people.html"
    list_display = ("name_of", "email_of", "offices_of", "affiliations_of", "standing")
    list_filter = (OfficeFilter,)
    search_fields = ("email", "name")
    search_help_text = _("Name or e-mail")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *super().get_urls(),
            path("new/", view(person), name="person-new"),
            path("<int:pk>/", view(person), name="person"),
            path("<int:pk>/password/", view(password), name="person-password"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:  # noqa: ARG002 - Django's own
        return User.objects.prefetch_related("offices", "affiliations__organisation").order_by(
            "name", "email"
        )

    @admin.display(description=_("Name"))
    def name_of(self, row: User) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:person", args=[row.pk]), row.name or row.email
        )

    @admin.display(description=_("E-mail"))
    def email_of(self, row: User) -> str:
        return row.email

    @admin.display(description=_("Offices"))
    def offices_of(self, row: User) -> str:
        held = [str(office.get_role_display()) for office in row.offices.all()]
        return ", ".join(sorted(held) + ([str(_("superuser"))] if row.is_superuser else []))

    @admin.display(description=_("Acts for"))
    def affiliations_of(self, row: User) -> str:
        return ", ".join(
            sorted(f"{one.organisation.name} ({one.get_role_display()})" for one in row.affiliations.all())
        )

    @admin.display(description=_("State"))
    def standing(self, row: User) -> SafeString:
        return tag("ok", _("May log in")) if row.is_active else tag("end", _("Switched off"))


def manager_only(request: HttpRequest) -> None:
    """Refuse everybody else."""
    if not may_everywhere(request.user, Act.MANAGE_PEOPLE):
        raise PermissionDenied


def initial_of(found: User | None) -> dict[str, Any]:
    """What stands in the form at first."""
    if found is None:
        return {"is_active": True, "language": "fi"}
    names = ("email", "name", "title_fi", "title_sv", "language", "is_active", "is_superuser")
    home = {"home_municipality": found.home_municipality_id}
    return {name: getattr(found, name) for name in names} | home | {"offices": sorted(found.office_roles)}


def affiliations_of(found: User | None) -> list[dict[str, Any]]:
    """The rows of a person's affiliations."""
    if found is None:
        return []
    rows = found.affiliations.order_by("organisation__name_fi").values_list("organisation", "role")
    return [{"organisation": organisation, "role": role} for organisation, role in rows]


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Enter a new person, or change one."""
    manager_only(request)
    found = get_object_or_404(User, pk=pk) if pk else None
    posted = request.POST if request.method == "POST" else None
    form = PersonForm(posted, person=found, initial=initial_of(found))
    rows = Affiliations(posted, prefix="affiliations", initial=affiliations_of(found))
    refusal, status = None, 200 if posted is None else UNPROCESSABLE
    if posted is not None and all([form.is_valid(), rows.is_valid()]):
        data = dict(form.cleaned_data)
        home = data.pop("home_municipality")
        data["home_municipality_id"] = home.pk if home else None
        content = people.PersonContent(
            **data | {"offices": frozenset(data["offices"])}, affiliations=rows.pairs()
        )
        try:
            saved = people.save_person(
                person_id=pk, content=content, actor=request.user, at=request.arrived_at
            )
        except Refused as refused:
            refusal, status = refused, status_of(refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("admin:person", pk=saved.pk)
    context = {"person": found, "form": form, "rows": rows, "refusal": refusal}
    return render(request, "desk/person.html", context, status=status)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest, pk: int) -> HttpResponse:
    """Give somebody a new password."""
    manager_only(request)
    found = get_object_or_404(User, pk=pk)
    posted = request.method == "POST"
    form = PasswordForm(request.POST if posted else None, person=found)
    if posted and form.is_valid():
        people.set_password(
            person_id=pk, password=form.cleaned_data["password"], actor=request.user, at=request.arrived_at
        )
        messages.success(request, _("The password has been set."))
        return redirect("admin:person", pk=pk)
    context = {"person": found, "form": form}
    return render(request, "desk/password.html", context, status=UNPROCESSABLE if posted else 200)
