"""Tells every page for whom the person acts; asks for a log-in without losing what was typed."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from accounts.kept import UNAUTHORIZED, log_in_keeping, typed_in
from accounts.models import Office, User
from accounts.queries import affiliations_of

Answer = Callable[[HttpRequest], HttpResponse]


class ActingFor:
    """Sets `request.acting_for`; it is worked out when a page shows it, so an answer without it pays nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting_for = SimpleLazyObject(lambda: acting_for(request.user))
        return self.get_response(request)


def acting_for(user: User) -> str:
    """Organisations with the role in each, or the offices; "" for who has neither."""
    if not user.is_authenticated:
        return ""
    found = [f"{each.organisation.name} ({each.get_role_display()})" for each in affiliations_of(user)]
    names = dict(Office.Role.choices)
    found += [str(names[role]) for role in sorted(user.office_roles)]
    return ", ".join(found)


class LogInKeepingText(LoginRequiredMiddleware):
    """Asks for a log-in. Text that was sent to a section meanwhile is carried along in the page that asks."""

    def handle_no_permission(self, request: HttpRequest, view_func: Answer) -> HttpResponse:
        if "autosave" in request.POST:
            # The page is not left: its script tells that nothing was saved.
            return HttpResponse(status=UNAUTHORIZED)
        kept = typed_in(request)
        if kept is None:
            return super().handle_no_permission(request, view_func)
        return log_in_keeping(request, kept)
