"""The filters of the list of cases, as menus."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from decisions.admin.lists import Menu
from decisions.queries.listing import Option, menus, with_element, with_outcome
from decisions.wording import STATES
from pilots.wording import VERDICTS


def menus_of(request: HttpRequest) -> dict[str, list[Option]]:
    """The menus of this request, asked for once."""
    if not hasattr(request, "case_menus"):
        request.case_menus = menus()
    return request.case_menus


def offered(request: HttpRequest, name: str) -> list[tuple[str, Any]]:
    return [(option.value, option.name) for option in menus_of(request)[name]]


class CallFilter(Menu):
    title, parameter_name = gettext_lazy("Call"), "call"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        return offered(request, "call")

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
        return [("none", gettext_lazy("nobody yet")), *offered(request, "officer")]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(case__presenting_officer=None if value == "none" else int(value))


class CountyFilter(Menu):
    title, parameter_name = gettext_lazy("County"), "county"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        return offered(request, "county")

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(region=value)


class ElementFilter(Menu):
    title, parameter_name = gettext_lazy("Element"), "element"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        return offered(request, "element")

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return with_element(queryset, value)


class VerdictFilter(Menu):
    title, parameter_name = gettext_lazy("Verdict"), "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        return [(outcome.value, words) for outcome, (_tag, words) in VERDICTS.items()]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return with_outcome(queryset, value)


FILTERS = (CallFilter, StateFilter, OfficerFilter, CountyFilter, ElementFilter, VerdictFilter)
