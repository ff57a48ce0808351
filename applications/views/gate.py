"""The gate of an application's pages: who may see it at all, and what the route table asks of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from accounts.permissions import Act
from accounts.routes import ROUTES
from applications.queries.access import application_for, may
from ledger.refusal import Refused

View = Callable[..., HttpResponse]
STATUS_OF_REFUSAL = {"not_allowed": 403, "saved_by_another": 409}
UNPROCESSABLE = 422


def with_application(view: View) -> View:
    """Hand the view an application that this person may see (else 404) and act on by this method (else 403)."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        act = act_of(request)
        if act is None:
            return HttpResponseNotAllowed(methods_of(request))
        application = application_for(request.user, pk)
        if not may(request.user, act, application):
            raise PermissionDenied
        return view(request, application, **more)

    return guarded


def act_of(request: HttpRequest) -> Act | None:
    """What the table of routes says this request is; None for a method that the page does not have."""
    method = "GET" if request.method == "HEAD" else str(request.method)
    return ROUTES.get((request.resolver_match.view_name, method))


def methods_of(request: HttpRequest) -> list[str]:
    """The methods that the page has."""
    return [method for route, method in ROUTES if route == request.resolver_match.view_name]


def status_of(refusal: Refused | None, *, valid: bool = True) -> int:
    """The status of an answer that shows a form again, or for the first time."""
    if refusal is not None:
        return STATUS_OF_REFUSAL.get(refusal.code, UNPROCESSABLE)
    return 200 if valid else UNPROCESSABLE
