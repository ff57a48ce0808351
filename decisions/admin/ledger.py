"""The ledger, read only; reading it is an event too."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.permissions import Act
from decisions.actions.reading import note_ledger_reading
from decisions.admin.lists import DeskList, Menu
from decisions.wording import event_words
from ledger.models import Event
from ui.formatting import moment


class KindFilter(Menu):
    title, parameter_name = _("Kind"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        return [
            (kind, event_words(kind))
            for kind in Event.objects.order_by("kind").values_list("kind", flat=True).distinct()
        ]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(kind=value)


class EventAdmin(DeskList):
    """Every event, newest first."""

    act, folder, route = Act.READ_LEDGER, "ledger", "ledger"
    heading, empty = _("Ledger"), _("No event matches.")
    lead = _("What has happened, sealed in a chain. Nothing here can be changed or removed.")
    list_display = ("number_of", "at_of", "kind_of", "reference_of", "actor_of", "digest_of")
    figures = ("number_of",)
    list_filter = (KindFilter,)
    search_fields = ("reference", "actor", "digest")
    search_help_text = _("Reference, person or digest")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:  # noqa: ARG002 - Django's own
        return Event.objects.order_by("-number")

    @method_decorator(require_safe)
    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        response = super().changelist_view(request, extra_context)
        query = request.GET.get("q", "")[:200]
        note_ledger_reading(query=query, actor=request.user, at=request.arrived_at)
        return response

    @admin.display(description=_("Number"))
    def number_of(self, row: Event) -> int:
        return row.number

    @admin.display(description=_("When"))
    def at_of(self, row: Event) -> str:
        return moment(row.at, seconds=True)

    @admin.display(description=_("Kind"))
    def kind_of(self, row: Event) -> str:
        return str(event_words(row.kind))

    @admin.display(description=_("Reference"))
    def reference_of(self, row: Event) -> str:
        return row.reference

    @admin.display(description=_("Who"))
    def actor_of(self, row: Event) -> str:
        return row.actor

    @admin.display(description=_("Digest"))
    def digest_of(self, row: Event) -> SafeString:
        return format_html("<code>{}…</code>", row.digest[:12])
