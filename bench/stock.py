"""Django's own changelist of the same table, as it comes: what the officials' list is measured against."""

from django.contrib import admin
from django.http import HttpRequest

from applications.models import Application

LIST = "/bench/stock/applications/application/"


class StockSite(admin.AdminSite):
    """A site of Django's own, behind the log-in of ours."""

    def has_permission(self, request: HttpRequest) -> bool:
        return request.user.is_authenticated


class StockList(admin.ModelAdmin):
    """As many columns as the officials' list, all of them plain fields, and the same number of rows."""

    list_display = ("case_number", "call", "region", "lead", "language", "state", "plan_version",
        "below_limit_confirmed", "created_at", "created_by", "changed_at")  # fmt: skip
    list_filter = ("state", "region", "call")
    search_fields = ("case_number", "lead__name_fi", "region__name_fi")
    list_per_page = 100
    ordering = ("-pk",)

    def has_module_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's own
        return True

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 - Django's own
        return True

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002 - Django's own
        return True


site = StockSite("stock")
site.register(Application, StockList)
