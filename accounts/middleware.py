"""Tells every page for whom the person acts, offers to change that, and asks for a log-in losing no typed text."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.kept import UNAUTHORIZED, log_in_keeping, typed_in
from accounts.models import Office, User
from accounts.queries import ThroughAnother

Answer = Callable[[HttpRequest], HttpResponse]
CHOSEN = "acting_for"


@dataclass(frozen=True)
class Acting:
    """For whom a person acts, in words; the organisation's id for links, and how many there are to choose from."""

    words: str
    organisation_id: int | None = None
    choices: int = 0
    chosen: bool = True

    def __str__(self) -> str:
        return self.words

    def __bool__(self) -> bool:
        return bool(self.words)


class ActingFor:
    """Sets `request.acting_for` and binds `request.user` to the chosen organisation.

    Both are worked out when a page looks at them, so an answer without them pays nothing.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: person_of(request))
        request.acting_for = SimpleLazyObject(lambda: acting_for(request.user))
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """In place of a bare 404, a page that offers to act for the other organisation."""
        if not isinstance(exception, ThroughAnother):
            return None
        path = request.get_full_path() if request.method in {"GET", "HEAD"} else ""
        context = {"affiliation": exception.affiliation, "next": path, "posted": not path}
        return render(request, "accounts/through_another.html", context, status=403)


def person_of(request: HttpRequest) -> User:
    """The request's person, acting for the organisation chosen in this session."""
    user = get_user(request)
    if user.is_authenticated:
        user.act_within_request(request.session.get(CHOSEN))
    return user


def acting_for(user: User) -> Acting:
    """The organisation with the role in it, and the offices; empty for who has neither."""
    if not user.is_authenticated:
        return Acting("")
    now, every = user.affiliations_now, user.every_affiliation
    found = [f"{one.organisation.name} ({one.get_role_display()})" for one in now]
    names = dict(Office.Role.choices)
    found += [str(names[role]) for role in sorted(user.office_roles)]
    chosen = any(one.organisation_id == user.chosen_id for one in now)
    if len(every) > 1 and not chosen:
        found[0] = _("%(name)s, the first of your organisations by name") % {"name": found[0]}
    return Acting(
        ", ".join(found), now[0].organisation_id if now else None, choices=len(every), chosen=chosen
    )


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
