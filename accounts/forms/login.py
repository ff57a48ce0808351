"""The log-in form."""

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ui.fields import PlainTextField, describe
from ui.forms import helper


class LoginForm(forms.Form):
    """E-mail and password. What is wrong is told without saying which of the two."""

    email = PlainTextField(
        label=_("E-mail"),
        max_length=254,
        width="m",
        widget=forms.EmailInput({"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": _("Write your e-mail address.")},
    )
    password = describe(
        forms.CharField(
            label=_("Password"),
            max_length=1000,
            strip=False,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
            error_messages={"required": _("Write your password.")},
        ),
        width="m",
    )
    next = forms.CharField(required=False, widget=forms.HiddenInput)
    # Text that was typed when the session had ended (`accounts.kept`).
    kept = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, request: HttpRequest, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None
        self.helper = helper(submit=_("Log in"), name="log-in", action=reverse("accounts:login"))

    def clean(self) -> dict[str, object]:
        """Find the person; one message for every way to fail."""
        data = super().clean() or self.cleaned_data
        if not self.errors:
            self.user = authenticate(self.request, username=data["email"], password=data["password"])
            if self.user is None:
                raise ValidationError(
                    _("The e-mail address or the password is not right. Check both and try again."),
                    code="wrong",
                )
        return data
