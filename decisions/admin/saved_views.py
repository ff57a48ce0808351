"""Views of the list of cases that an official keeps under a name: filters, order and columns."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import Act
from accounts.queries import may_everywhere
from decisions.actions.viewing import keep_view, remove_view
from decisions.admin.case_page import UNPROCESSABLE, status_of
from decisions.forms.views import ViewForm
from decisions.models import SavedView
from ledger.refusal import Refused


def own(request: HttpRequest) -> list[SavedView]:
    """The person's views by name."""
    return list(SavedView.objects.filter(owner=request.user).order_by("name", "pk"))


def shown(request: HttpRequest) -> list[dict[str, Any]]:
    """The person's views as links; the one that is open is marked."""
    here = request.META.get("QUERY_STRING", "")
    address = reverse("admin:cases")
    return [
        {"view": view, "url": f"{address}?{view.query}", "current": view.query == here}
        for view in own(request)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def views(request: HttpRequest) -> HttpResponse:
    """The person's views, and the form that keeps one more."""
    if not may_everywhere(request.user, Act.SAVE_VIEW):
        raise PermissionDenied(_("Your role does not allow this."))
    given = request.POST if request.method == "POST" else None
    form = ViewForm(given, initial={"query": request.GET.urlencode()})
    status = UNPROCESSABLE if given is not None else 200
    if given is not None and form.is_valid():
        try:
            view = keep_view(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("name", str(refusal.message))
            status = status_of(refusal)
        else:
            messages.success(request, _("The view was kept."))
            return redirect(f"{reverse('admin:cases')}?{view.query}")
    return render(request, "desk/views.html", {"form": form, "views": own(request)}, status=status)


@require_POST
def remove(request: HttpRequest) -> HttpResponse:
    """Take one of the own views away."""
    if not may_everywhere(request.user, Act.SAVE_VIEW):
        raise PermissionDenied(_("Your role does not allow this."))
    try:
        remove_view(view_id=request.POST.get("view", ""), actor=request.user)
    except Refused as refusal:
        context = {"form": ViewForm(), "views": own(request), "refusal": refusal}
        return render(request, "desk/views.html", context, status=status_of(refusal))
    messages.success(request, _("The view was removed."))
    return redirect("admin:case-views")


PATHS = (
    ("views/", views, "case-views"),
    ("views/remove/", remove, "case-view-remove"),
)
