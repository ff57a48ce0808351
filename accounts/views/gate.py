"""What the pages of this room share: the gate of an organisation's pages, and the way on after an act."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import auth
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.middleware import CHOSEN
from accounts.models import Affiliation, User
from accounts.permissions import allows
from accounts.queries import organisation_for, roles_in
from accounts.routes import ROUTES
from ledger.refusal import Refused

View = Callable[..., HttpResponse]
UNPROCESSABLE = 422
STATUS_OF_REFUSAL = {"not_allowed": 403, "unknown_link": 404, "used_link": 410, "expired_link": 410,
                     "claimed": 410, "withdrawn": 410}  # fmt: skip
BACKEND = "accounts.backends.EmailBackend"


def of_organisation(view: View) -> View:
    """Hand the view the person's affiliation with the organisation (else 404), if the table lets it (else 403)."""

    @wraps(view)
    def guarded(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
        route, method = request.resolver_match.view_name, request.method
        act = ROUTES.get((route, "GET" if method == "HEAD" else str(method)))
        if act is None:
            return HttpResponseNotAllowed([one for name, one in ROUTES if name == route])
        affiliation = organisation_for(request.user, pk)
        if not allows(act, roles_in(request.user, affiliation.organisation)):
            raise PermissionDenied
        return view(request, affiliation, **more)

    return guarded


def status_of(refusal: Refused | None, *, valid: bool = True) -> int:
    """The status of an answer that shows a page again, or for the first time."""
    if refusal is not None:
        return STATUS_OF_REFUSAL.get(refusal.code, UNPROCESSABLE)
    return 200 if valid else UNPROCESSABLE


def is_ours(request: HttpRequest, wanted: str) -> bool:
    """Whether an address that came with the request leads to this site."""
    return bool(wanted) and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )


def onward(request: HttpRequest, wanted: str, user: User) -> str:
    """The wanted page if it is ours; else the desk for officials and the own applications for everybody else."""
    if is_ours(request, wanted):
        return wanted
    return resolve_url("admin:index" if user.is_staff else "applications:start")


def enter_as(request: HttpRequest, affiliation: Affiliation) -> None:
    """Log in whoever has just made an account, and let this session act for the organisation."""
    if request.user != affiliation.user:
        auth.login(request, affiliation.user, backend=BACKEND)
    request.session[CHOSEN] = affiliation.organisation_id


def dead_link(request: HttpRequest, refusal: Refused, *, claiming: bool) -> HttpResponse:
    """A link that does not open: why, and what to do."""
    context = {"refusal": refusal, "claiming": claiming}
    return render(request, "accounts/dead_link.html", context, status=status_of(refusal))
