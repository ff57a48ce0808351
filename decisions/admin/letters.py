"""The decision letters: a list, one download, and all that are chosen as a ZIP."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions.exporting import export_letters, exportable
from decisions.actions.lettering import hand_out
from decisions.admin.case_page import status_of
from decisions.admin.lists import DeskList, Menu
from decisions.models import Letter
from decisions.queries.access import case_for
from ledger.refusal import Refused
from pilots.models import Call
from ui.formatting import day, file_size, moment


class LetterCallFilter(Menu):
    title, parameter_name = _("Call"), "call"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:  # noqa: ARG002 - Django's own
        decided = Call.objects.filter(applications__decisions__isnull=False).distinct()
        return [(call.slug, call.name) for call in decided.order_by("-closes_at", "pk")]

    def narrowed(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(decision__application__call__slug=value)


class LetterAdmin(DeskList):
    """Letters as they were made; the administrator ticks some and takes them along."""

    act, folder, route = Act.READ_LETTER, "letters", "letters"
    heading, empty = _("Decision letters"), _("No letters yet.")
    change_list_template = "desk/letters.html"
    list_display = ("number_of_case", "lead_name", "call_name", "decided", "made", "size_of", "digest")
    figures = ("size_of",)
    list_filter = (LetterCallFilter,)
    search_fields = ("decision__application__case_number", "decision__application__lead__name_fi", "sha256")
    search_help_text = _("Case number, lead or checksum")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            *super().get_urls(),
            path("export/", view(export), name="letters-export"),
            path("<int:pk>/letter.pdf", view(letter_pdf), name="letter"),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        found = Letter.objects.defer("pdf", "decision__snapshot").for_official(request.user)
        people = (
            "decision__application__call",
            "decision__application__lead",
            "decision__application__region",
        )
        return found.select_related(*people).order_by("-made_at", "pk")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        mine = exportable(request.user).values_list("pk", flat=True)
        may_export = may_everywhere(request.user, Act.EXPORT_LETTERS)
        exports = {"may_export": may_export, "exportable": set(mine) if may_export else ()}
        return super().changelist_view(request, exports | (extra_context or {}))

    @admin.display(description=_("Case number"))
    def number_of_case(self, row: Letter) -> SafeString:
        address = reverse("admin:letter", args=[row.pk])
        return format_html(
            '<a href="{}" class="nowrap">{}</a>', address, row.decision.application.case_number
        )

    @admin.display(description=_("Lead"))
    def lead_name(self, row: Letter) -> str:
        return row.decision.application.lead.name

    @admin.display(description=_("Call"))
    def call_name(self, row: Letter) -> str:
        return row.decision.application.call.name

    @admin.display(description=_("Decided"))
    def decided(self, row: Letter) -> str:
        return day(row.decision.decided_at)

    @admin.display(description=_("Made"))
    def made(self, row: Letter) -> str:
        return moment(row.made_at)

    @admin.display(description=_("Size"))
    def size_of(self, row: Letter) -> str:
        return file_size(row.size)

    @admin.display(description=_("SHA-256"))
    def digest(self, row: Letter) -> SafeString:
        return format_html("<code>{}…</code>", row.sha256[:12])


@require_safe
def letter_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The stored bytes of one letter; altered ones are refused."""
    letter = get_object_or_404(Letter.objects.select_related("decision__application"), pk=pk)
    case_for(request.user, letter.decision.application_id, Act.READ_LETTER)
    try:
        pdf = hand_out(letter=letter, actor=request.user, at=request.arrived_at, why="read")
    except Refused as refusal:
        return refused(request, refusal)
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{letter.filename}"'},
    )


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The ticked letters, or with `all` every letter of the call in `call`, as a ZIP."""
    if not may_everywhere(request.user, Act.EXPORT_LETTERS):
        return refused(request, Refused("not_allowed", _("Your role does not allow this.")))
    if "all" in request.POST:
        wanted = exportable(request.user).order_by("pk")
        if request.POST.get("call"):
            wanted = wanted.filter(decision__application__call__slug=request.POST["call"])
        chosen = list(wanted.values_list("pk", flat=True))
    else:
        chosen = [int(value[:18]) for value in request.POST.getlist("letter") if value.isdecimal()]
    try:
        archive = export_letters(letter_ids=chosen, actor=request.user, at=request.arrived_at)
    except Refused as refusal:
        return refused(request, refusal)
    name = f"letters-{request.arrived_at:%Y%m%d-%H%M%S}.zip"
    return HttpResponse(
        archive,
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """Nothing was handed out, and why."""
    context = {"refusal": refusal, "back": reverse("admin:letters"), "heading": _("Decision letters")}
    return render(request, "desk/refused.html", context, status=status_of(refusal))
