"""What has still to be told or made: rows with their attempts and errors; parked ones can be tried again."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.permissions import Act
from decisions.actions.outbox import requeue_parked
from decisions.admin.case_page import status_of
from decisions.admin.lists import DeskList, Menu
from ledger.refusal import Refused
from outbox.models import Row
from ui.formatting import moment
from ui.templatetags.ui import tag

STATES = {"parked": _("Parked"), "waiting": _("Waiting"), "done": _("Done")}
LONGEST_SHOWN = 300


class RowFilter(Menu):
    title, parameter_name = _("State"), "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:  # noqa: ARG002 - Django's own
        return list(STATES.items())

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        wanted = {
            "parked": {"parked_at__isnull": False},
            "waiting": {"parked_at": None, "done_at": None},
            "done": {"done_at__isnull": False},
        }
        return queryset.filter(**wanted[value])


class RowAdmin(DeskList):
    """Rows of the outbox, newest first."""

    act, folder, route = Act.READ_OUTBOX, "outbox", "outbox"
    heading, empty = _("Outbox"), _("Nothing in the outbox.")
    lead = _("Letters, receipts and messages that have to be made or sent. What failed five times is parked.")
    change_list_template = "desk/outbox.html"
    list_display = ("thing", "standing", "attempts_of", "created", "error")
    figures = ("attempts_of",)
    list_filter = (RowFilter,)
    search_fields = ("kind", "reference")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [*super().get_urls(), path("<int:pk>/requeue/", view(requeue), name="requeue")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Row]:  # noqa: ARG002 - Django's own
        return Row.objects.order_by("-created_at", "-pk")

    @admin.display(description=_("What"))
    def thing(self, row: Row) -> str:
        return f"{row.kind} · {row.reference}"

    @admin.display(description=_("State"))
    def standing(self, row: Row) -> SafeString:
        if row.parked_at:
            return tag("bad", STATES["parked"])
        return tag("ok", STATES["done"]) if row.done_at else tag("wait", STATES["waiting"])

    @admin.display(description=_("Attempts"))
    def attempts_of(self, row: Row) -> int:
        return row.attempts

    @admin.display(description=_("Created"))
    def created(self, row: Row) -> str:
        return moment(row.created_at)

    @admin.display(description=_("Error"))
    def error(self, row: Row) -> str:
        if row.done_at and row.last_error and not row.attempts:
            return gettext("Not sent, on purpose: it belongs to a replay")
        lines = row.last_error.strip().splitlines()
        return format_html("<code>{}</code>", lines[-1][:LONGEST_SHOWN]) if lines else ""


@require_POST
def requeue(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a parked row be tried again."""
    try:
        requeue_parked(row_id=pk, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        context = {"refusal": refusal, "back": reverse("admin:outbox"), "heading": _("Outbox")}
        return render(request, "desk/refused.html", context, status=status_of(refusal))
    messages.success(request, _("The row will be tried again."))
    return redirect("admin:outbox")
