"""The gate of an application's pages: who may see it at all, and what the route table asks of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from accounts.routes import ROUTES
from applications.models import Application
from applications.queries.access import application_for, may
from ledger.refusal import Refused

View = Callable[..., HttpResponse]
STATUS_OF_REFUSAL = {"not_allowed": 403, "saved_by_another": 409}
UNPROCESSABLE = 422


def with_application(view: View) -> View:
    """Hand the view an application that this person may see (else 404) and act on by this method (else 403)."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        application = application_for(request.user, pk)
        pass_route(request, application)
        return view(request, application, **more)

    return guarded


def pass_route(request: HttpRequest, application: Application) -> None:
    """Ask the table; PermissionDenied where the application may be seen but this may not be done."""
    method = "GET" if request.method == "HEAD" else str(request.method)
    act = ROUTES[(request.resolver_match.view_name, method)]
    if not may(request.user, act, application):
        raise PermissionDenied


def status_of(refusal: Refused | None, *, valid: bool = True) -> int:
    """The status of an answer that shows a form again, or for the first time."""
    if refusal is not None:
        return STATUS_OF_REFUSAL.get(refusal.code, UNPROCESSABLE)
    return 200 if valid else UNPROCESSABLE
