"""A person's own page: name, language, password, and for whom the person acts."""

from django.contrib import auth, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions.profile import change_password, save_profile
from accounts.forms.people import OwnPasswordForm, ProfileForm
from accounts.views.gate import status_of


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language; of an official also the home municipality."""
    user = request.user
    form = ProfileForm(
        request.POST if request.method == "POST" else None,
        is_official=bool(user.office_roles),
        initial={
            "name": user.name,
            "language": user.language,
            "home_municipality": user.home_municipality_id,
        },
    )
    if form.is_bound and form.is_valid():
        save_profile(**form.cleaned_data, actor=user, at=request.arrived_at)
        messages.success(request, _("Saved."))
        return redirect("accounts:profile")
    context = {"form": form, "person": user, "affiliations": user.every_affiliation}
    return render(request, "accounts/profile.html", context, status=status_of(None, valid=not form.is_bound))


@sensitive_post_parameters("present", "password")
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """A new password; other sessions of the person end, this one goes on."""
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, user=request.user)
    if form.is_bound and form.is_valid():
        changed = change_password(
            password=form.cleaned_data["password"], actor=request.user, at=request.arrived_at
        )
        auth.update_session_auth_hash(request, changed)
        messages.success(request, _("The password has been changed."))
        return redirect("accounts:profile")
    status = status_of(None, valid=not form.is_bound)
    return render(request, "accounts/password.html", {"form": form}, status=status)
