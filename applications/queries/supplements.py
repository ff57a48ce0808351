"""Requests for supplements: which parts one may unlock, and what they are called."""

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.models import Application, SupplementRequest

COMMON = {
    "plan": _("Project plan"),
    "elements": _("Elements"),
    "budget": _("Budget"),
    "grounds": _("Special grounds"),
    "members": _("Decisions of the members"),
    "attachments": _("Attachments"),
}


def unlockable(application: Application) -> dict[str, str | Promise]:
    """The sections that a request may open, by key: the common ones and each element that is asked for."""
    plans = application.element_plans.select_related("element").order_by("element__order")
    elements = {
        f"element:{plan.element.code}": format_lazy(_("Element: {name}"), name=plan.element.name)
        for plan in plans
    }
    return {"plan": COMMON["plan"], "elements": COMMON["elements"], **elements} | COMMON


def requests_of(application: Application) -> list[SupplementRequest]:
    """Every request of the case with its items, newest first."""
    requests = application.supplement_requests.select_related("submission").prefetch_related("items")
    return list(requests.order_by("-number"))
