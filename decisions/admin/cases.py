"""The list of cases, and the addresses of everything that is done to one."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from accounts.permissions import Act
from applications.workflow import OVER, State
from decisions.admin import (
    assigning,
    case_acts,
    case_files,
    case_page,
    correspondence,
    deciding,
    reviews,
    screening,
    statements,
)
from decisions.admin.lists import DeskList, Menu
from decisions.models import CaseFile
from decisions.queries.desk import days_since
from decisions.wording import STATES
from eligibility import Outcome
from pilots.models import Call, Region
from pilots.wording import VERDICTS
from ui.formatting import euros, number, share
from ui.templatetags.ui import TAGS, icon, tag


class CallFilter(Menu):
    title, parameter_name = gettext_lazy("Call"), "call"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        calls = Call.objects.filter(applications__case_number__isnull=False).distinct()
        return [(call.slug, call.name) for call in calls.order_by("-closes_at", "pk")]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(call__slug=value)


class StateFilter(Menu):
    title, parameter_name = gettext_lazy("State"), "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        return [(state.value, words) for state, (_tag, words) in STATES.items()]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(state=value)


class OfficerFilter(Menu):
    title, parameter_name = gettext_lazy("Presenting officer"), "officer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        officers = User.objects.filter(presented_cases__isnull=False).distinct().order_by("name", "pk")
        return [("none", gettext_lazy("nobody yet")), *((str(user.pk), user.name) for user in officers)]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(case__presenting_officer=None if value == "none" else int(value))


class CountyFilter(Menu):
    title, parameter_name = gettext_lazy("County"), "county"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        counties = Region.objects.filter(applications__case_number__isnull=False).distinct()
        return [(region.pk, region.name) for region in counties.order_by("name_fi", "pk")]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(region=value)


# Each module of pages for one case has PATHS: (address below the case's, view, name).
MODULES = (
    case_page,
    case_files,
    case_acts,
    screening,
    correspondence,
    assigning,
    deciding,
    reviews,
    statements,
)


class CaseFileAdmin(DeskList):
    """Submitted cases; everything is read here, and every change is an act of its own."""

    act, folder, route = Act.LIST_CASES, "cases", "cases"
    heading, empty = gettext_lazy("Cases"), gettext_lazy("No case matches.")
    list_display = ("county", "lead_name", "coverage", "asked", "given", "standing", "officer", "waited")
    figures = ("coverage", "asked", "given", "waited")
    list_filter = (CallFilter, StateFilter, OfficerFilter, CountyFilter)
    search_fields = ("case_number", "lead__name_fi", "lead__name_sv", "region__name_fi", "region__name_sv")
    search_help_text = gettext_lazy("Case number, lead or county")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *super().get_urls(),
            *(
                path(f"<int:pk>/{below}", view(page), name=name)
                for module in MODULES
                for below, page, name in module.PATHS
            ),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseFile]:
        self.at: datetime = request.arrived_at
        found = CaseFile.objects.for_official(request.user).with_people().with_figures().with_money()
        return found.order_by("-received_at", "pk")

    @admin.display(description=gettext_lazy("Case"))
    def county(self, row: CaseFile) -> SafeString:
        return format_html(
            '<span><a class="nowrap" href="{}">{}</a><br><span class="note">{} · {}</span></span>',
            reverse("admin:case", args=[row.pk]),
            row.region.name,
            row.case_number,
            row.call.name,
        )

    @admin.display(description=gettext_lazy("Lead"))
    def lead_name(self, row: CaseFile) -> str:
        return row.lead.name

    @admin.display(description=gettext_lazy("Coverage"))
    def coverage(self, row: CaseFile) -> SafeString:
        state, words = VERDICTS[Outcome(row.outcome)]
        return format_html("<span>{} {}</span>", share(row.share), icon(TAGS[state][0], label=str(words)))

    @admin.display(description=gettext_lazy("Asked"))
    def asked(self, row: CaseFile) -> str:
        return euros(row.asked_eur)

    @admin.display(description=gettext_lazy("Proposed or decided"))
    def given(self, row: CaseFile) -> str:
        return "–" if row.given_eur is None else euros(row.given_eur)

    @admin.display(description=gettext_lazy("State"))
    def standing(self, row: CaseFile) -> SafeString:
        return tag(*STATES[State(row.state)])

    @admin.display(description=gettext_lazy("Presenting officer"))
    def officer(self, row: CaseFile) -> str:
        return str((hasattr(row, "case") and row.case.presenting_officer) or "–")

    @admin.display(description=gettext_lazy("Waited"))
    def waited(self, row: CaseFile) -> str:
        if State(row.state) in OVER | {State.DECIDED}:
            return "–"
        return waited_words(days_since(row.since_at, self.at) or 0)


def waited_words(days: int) -> str:
    """`today`, `4 days`."""
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": number(days)} if days else _("today")
