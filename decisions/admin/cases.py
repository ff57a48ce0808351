"""The list of cases, and the addresses of everything that is done to one."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from accounts.permissions import Act
from decisions.admin import (
    assigning,
    case_acts,
    case_files,
    case_page,
    case_versions,
    correspondence,
    deciding,
    notes,
    proposing,
    reviews,
    saved_views,
    screening,
    statements,
)
from decisions.admin.after_pages import AFTER_DECISION
from decisions.admin.case_columns import (
    BY_KEY,
    COLUMNS,
    STAGE,
    Column,
    Page,
    chosen_columns,
    initials,
    ordering_of,
    table,
)
from decisions.admin.case_filters import FILTERS, menus_of
from decisions.admin.lists import DeskList
from decisions.models import CaseFile
from decisions.queries.listing import listed, sent_figures

# What the address of the list carries besides Django's own words: the columns, the order.
COLUMN, SORT = "col", "sort"
OWN = (COLUMN, SORT)
NUMBER = SafeString(' class="number"')


class CaseList(ChangeList):
    """Django's list with an order by columns' names instead of their numbers."""

    def get_filters_params(self, params: dict | None = None) -> dict:
        found = super().get_filters_params(params)
        return {name: value for name, value in found.items() if name not in OWN}

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list:  # noqa: ARG002 - Django's own
        return ordering_of(request.GET.get(SORT, ""))


# Each module of pages for one case has PATHS: (address below the case's, view, name).
MODULES = (
    case_page,
    case_versions,
    case_files,
    case_acts,
    screening,
    correspondence,
    assigning,
    proposing,
    deciding,
    notes,
    reviews,
    statements,
    *AFTER_DECISION,
)


class CaseFileAdmin(DeskList):
    """Submitted cases; everything is read here, and every change is an act of its own."""

    act, folder, route = Act.LIST_CASES, "cases", "cases"
    heading, empty = gettext_lazy("Cases"), gettext_lazy("No case matches.")
    list_display = ("county",)
    list_filter = FILTERS
    change_list_template = "desk/cases.html"
    search_fields = ("case_number", "lead__name_fi", "lead__name_sv", "region__name_fi", "region__name_sv")
    search_help_text = gettext_lazy("Case number, lead or county")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *super().get_urls(),
            *(path(below, view(page), name=name) for below, page, name in saved_views.PATHS),
            *(
                path(f"<int:pk>/{below}", view(page), name=name)
                for module in MODULES
                for below, page, name in module.PATHS
            ),
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:  # noqa: ARG002 - Django's own
        return CaseList

    @admin.display(description=gettext_lazy("Case"))
    def county(self, row: CaseFile) -> str:
        """Django asks for a column; the page's own are in case_columns."""
        return row.region.name

    def get_queryset(self, request: HttpRequest) -> QuerySet[CaseFile]:
        found = listed(request.user)
        sort = request.GET.get(SORT, "").removeprefix("-")
        return found.annotate(stage=STAGE) if sort == "state" else found.with_figures()

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """With the columns that were chosen, the saved views, and the key of the elements' letters."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context is not None:
            context |= self.shown(request, context["cl"])
        return response

    def rows(self, request: HttpRequest, found: ChangeList) -> list[CaseFile]:  # noqa: ARG002 - Django's own
        return list(found.result_list)

    def shown(self, request: HttpRequest, found: ChangeList) -> dict[str, Any]:
        """What the page shows besides the filters."""
        rows = list(found.result_list)
        columns = chosen_columns(
            request.GET.getlist(COLUMN), one_call=len({row.call_id for row in rows}) == 1
        )
        names = {option.value: option for option in menus_of(request)["element"]}
        page = Page(request.arrived_at, reverse("admin:cases"), sent_figures(rows), names)
        used = {code for sent in page.sent.values() for code in sent.elements}
        return {
            "table": table(rows, columns, list(self.heads(request, columns)), page),
            "key": [(initials(one.name), one.name) for code, one in names.items() if code in used],
            "offered": [(one.key, one.heading, one in columns) for one in COLUMNS if one.key != "county"],
            "carried": [(name, value) for name, value in pairs_of(request) if name != COLUMN],
            "columns_chosen": request.GET.getlist(COLUMN),
            "sort": request.GET.get(SORT, ""),
            "views": saved_views.shown(request),
            "this_view": urlencode(list(pairs_of(request))),
        }

    def heads(self, request: HttpRequest, columns: list[Column]) -> Iterator[tuple[SafeString, SafeString]]:
        """The headings: their attributes, and a link that orders by the column, the other way round the next time."""
        sort = request.GET.get(SORT, "")
        kept = [(name, value) for name, value in pairs_of(request) if name != SORT]
        for column in columns:
            css = NUMBER if column.figures else SafeString("")
            if not column.order:
                yield css, column.heading
                continue
            standing = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
            turned = f"-{column.key}" if sort == column.key else column.key
            aria = format_html(' aria-sort="{}"', standing) if standing else SafeString("")
            yield (
                css + aria,
                format_html('<a href="?{}">{}</a>', urlencode([*kept, (SORT, turned)]), column.heading),
            )


def pairs_of(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """What the address says, but for the page of the list and what is empty or unknown."""
    known = {*OWN, "q", *(each.parameter_name for each in FILTERS)}
    for name in request.GET:
        if name in known:
            for value in request.GET.getlist(name):
                if value and (name != COLUMN or value in BY_KEY):
                    yield name, value
