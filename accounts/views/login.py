"""Logging in and out."""

from django.conf import settings
from django.contrib import auth, messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import csrf
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms.login import LoginForm
from accounts.kept import log_in_keeping, typed_in, unsealed
from accounts.views.gate import UNPROCESSABLE, onward

FORBIDDEN = 403


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for e-mail and password; then on to where the person was going, on this site only."""
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(onward(request, request.GET.get("next", ""), request.user))
        form = LoginForm(request=request, initial={"next": request.GET.get("next", "")})
        context = {"form": form, "mandate_url": mandate_url(request)}
        return render(request, "accounts/login.html", context)
    form = LoginForm(request.POST, request=request)
    if not form.is_valid():
        context = {"form": form, "mandate_url": mandate_url(request)}
        return render(request, "accounts/login.html", context, status=UNPROCESSABLE)
    auth.login(request, form.user)
    if form.cleaned_data["kept"]:
        return give_back(request, form.cleaned_data["kept"], onward(request, "", form.user))
    return redirect(onward(request, form.cleaned_data["next"], form.user))


def mandate_url(request: HttpRequest) -> str:
    """Where the log-in with a mandate begins, with the page that is wanted after it; "" where there is none."""
    if not settings.OIDC_ENABLED:
        return ""
    wanted = request.GET.get("next", "")
    return reverse("accounts:mandate") + (f"?{urlencode({'next': wanted})}" if wanted else "")


def give_back(request: HttpRequest, sealed: str, elsewhere: str) -> HttpResponse:
    """Text that was typed before the log-in: shown to the person who wrote it, with a button that saves it."""
    kept = unsealed(sealed, user=request.user)
    if kept is None:
        messages.warning(
            request, _("The text that was sent before the log-in was another person's. It was dropped.")
        )
        return redirect(elsewhere)
    return render(request, "accounts/kept.html", {"kept": kept})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page had been open too long. Text that was typed on one of our own pages is not lost with it."""
    ours = f"{request.scheme}://{request.get_host()}" == request.headers.get("Origin")
    kept = typed_in(request) if ours else None
    if kept is None:
        return csrf.csrf_failure(request, reason)
    if not request.user.is_authenticated:
        return log_in_keeping(request, kept)
    if kept.writer != request.user.pk:
        return csrf.csrf_failure(request, reason)
    return render(request, "accounts/kept.html", {"kept": kept}, status=FORBIDDEN)


@login_not_required
@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session, whether there is one or not."""
    auth.logout(request)
    return redirect("pilots:front")
