"""What the officials' lists share: read-only changelists whose rights are the permission table's."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere


@dataclass(frozen=True)
class Cell:
    """One cell of a list: the column's words, the value, the class of figures."""

    label: Any
    value: Any
    css: str


@dataclass(frozen=True)
class Choice:
    """A filter of a list as a menu."""

    name: str
    label: Any
    options: list[tuple[str, Any, bool]]


class Menu(admin.SimpleListFilter):
    """A filter with a few known choices; whatever else stands in the address finds nothing."""

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:  # noqa: ARG002 - Django's own
        wanted = self.value()
        if not wanted:
            return queryset
        known = {str(value) for value, _words in self.lookup_choices}
        return self.narrowed(queryset, wanted) if wanted in known else queryset.none()

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        """The rows of one choice."""
        raise NotImplementedError


class DeskList(admin.ModelAdmin):
    """A list that nobody changes anything in. `act` opens it, `folder` is its address."""

    act: ClassVar[Act]
    folder: ClassVar[str]
    route: ClassVar[str]
    figures: ClassVar[tuple[str, ...]] = ()
    heading: ClassVar[Any]
    lead: ClassVar[Any] = ""
    empty: ClassVar[Any]
    change_list_template = "desk/list.html"
    actions = None
    list_display_links = None
    list_per_page = 100
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_everywhere(request.user, self.act)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's own
        return may_everywhere(request.user, self.act)

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's own
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's own
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002 - Django's own
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list alone; Django's pages for adding, changing, history and so on do not exist."""
        return [path("", self.admin_site.admin_view(self.changelist_view), name=self.route)]

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """Django's own view with our plain rows in place of its tags."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None)
        if context is not None:
            found: ChangeList = context["cl"]
            context |= {
                "heading": self.heading,
                "lead": self.lead,
                "empty": self.empty,
                "rows": self.rows(request, found),
                "columns": [(self.label(name), self.css(name)) for name in self.list_display],
                "choices": [choice(spec) for spec in found.filter_specs],
                "page": found.paginator.get_page(found.page_num),
                "page_url": found.get_query_string(remove=["p"]) + ("&p=" if found.params else "p="),
            }
        return response

    def rows(self, request: HttpRequest, found: ChangeList) -> list[dict[str, Any]]:
        """Every row with its cells in the order of `list_display`."""
        self.prepare(request, list(found.result_list))
        return [
            {
                "row": row,
                "cells": [
                    Cell(self.label(name), getattr(self, name)(row), self.css(name))
                    for name in self.list_display
                ],
            }
            for row in found.result_list
        ]

    def prepare(self, request: HttpRequest, rows: list[Any]) -> None:
        """For lists that need something for all rows at once."""

    def label(self, name: str) -> Any:
        return getattr(self, name).short_description

    def css(self, name: str) -> str:
        return "number" if name in self.figures else ""


def choice(spec: Any) -> Choice:
    """One filter as a menu; the first option takes it away."""
    options = [(str(value), words, str(value) == str(spec.value())) for value, words in spec.lookup_choices]
    return Choice(spec.parameter_name, spec.title, options)
