"""Logging in with a mandate through a provider of strong identification, where one is configured."""

import logging
from typing import Any

import jwt
from django.conf import settings
from django.contrib import auth
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from mozilla_django_oidc.views import OIDCAuthenticationCallbackView, OIDCAuthenticationRequestView
from requests.exceptions import RequestException

from accounts.middleware import CHOSEN
from accounts.views.gate import BACKEND, is_ours, onward
from ledger.refusal import Refused

log = logging.getLogger(__name__)
LANGUAGE, NEXT = "mandate_language", "mandate_next"
SERVER_FAULT, UNAVAILABLE, FORBIDDEN, WRONG = 500, 503, 403, 400


class Callback(OIDCAuthenticationCallbackView):
    """The library's check of state, nonce and PKCE, with our own pages at the end."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The wanted page is read first: the library reloads the session half-way."""
        self.wanted = request.session.pop(NEXT, "")
        return super().get(request)

    def login_success(self) -> HttpResponse:
        auth.login(self.request, self.user, backend=BACKEND)
        if self.user.came_for is not None:
            self.request.session[CHOSEN] = self.user.came_for.pk
        return redirect(onward(self.request, self.wanted, self.user))

    def login_failure(self) -> HttpResponse:
        raise SuspiciousOperation("the log-in was broken off")


@never_cache
@login_not_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """On to the provider; the address to come back to is the same in every language."""
    if not settings.OIDC_ENABLED:
        raise Http404
    wanted = request.GET.get("next", "")
    request.session[NEXT] = wanted if is_ours(request, wanted) else ""
    request.session[LANGUAGE] = translation.get_language()
    with translation.override(settings.LANGUAGE_CODE):
        return OIDCAuthenticationRequestView.as_view()(request)


@never_cache
@login_not_required
@require_safe
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: logged in, or a page that says what went wrong and what to do."""
    if not settings.OIDC_ENABLED:
        raise Http404
    language = request.session.pop(LANGUAGE, settings.LANGUAGE_CODE)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            answer = Callback.as_view()(request)
    except Refused as refused:
        return failed(request, language, refused, status=FORBIDDEN)
    except RequestException as fault:
        log.warning("the provider of identities did not answer as it should: %s", fault)
        answered = fault.response is not None and fault.response.status_code < SERVER_FAULT
        code, status = ("wrong", WRONG) if answered else ("down", UNAVAILABLE)
        return failed(request, language, Refused(code, ""), status=status)
    except (SuspiciousOperation, jwt.PyJWTError, ValueError, KeyError) as fault:
        log.warning("a log-in with a mandate was refused: %s", fault)
        return failed(request, language, Refused("wrong", ""), status=WRONG)
    return answer


def failed(request: HttpRequest, language: str, refusal: Refused, *, status: int) -> HttpResponse:
    """Why the log-in did not succeed, in the language in which it began."""
    with translation.override(language):
        words = {
            "down": _("The identification service does not answer now."),
            "wrong": _("The log-in could not be completed."),
        }
        context: dict[str, Any] = {
            "message": words.get(refusal.code) or str(refusal.message),
            "way_out": str(refusal.way_out)
            or _("Try again in a moment, or log in with e-mail and password."),
        }
        return render(request, "accounts/mandate_failed.html", context, status=status)
