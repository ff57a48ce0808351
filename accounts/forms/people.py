"""Invitations, claiming, and a person's own details."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.actions.joining import NewAccount
from accounts.models import Affiliation, Organisation, User
from accounts.models.parties import LANGUAGES
from pilots.models import Municipality
from ui.fields import PlainTextField, describe
from ui.forms import helper

PASSWORD_HINT = _("At least 12 characters; not a common one, and not like your name or address.")
EMAIL = forms.EmailField()


def email_field(**more: Any) -> PlainTextField:
    """An e-mail address as text: the server judges it, in its own words."""
    widget = forms.EmailInput({"autocapitalize": "none", "autocomplete": more.pop("autocomplete", "off")})
    return PlainTextField(**{"label": _("E-mail"), "max_length": 254, "widget": widget} | more)


def as_email(text: str) -> str:
    """In lower case, or a ValidationError."""
    return EMAIL.clean(text).lower()


def name_field() -> PlainTextField:
    return PlainTextField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))


def new_password_field(label: Any) -> forms.CharField:
    field = forms.CharField(
        label=label,
        strip=False,
        max_length=1_000,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=PASSWORD_HINT,
    )
    return describe(field, width="m")


def language_field(help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of messages"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
        help_text=help_text,
    )


class AskLinkForm(forms.Form):
    """Which organisation's registry the link goes to."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose"),
        error_messages={
            "required": _("Choose the organisation."),
            "invalid_choice": _("Choose the organisation."),
        },
    )

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = sorted(Organisation.objects.order_by("pk"), key=lambda one: one.name.casefold())
        self.fields["organisation"].queryset = Organisation.objects.order_by("name_fi")
        self.fields["organisation"].choices = [("", _("Choose")), *((one.pk, one.name) for one in rows)]
        self.helper = helper(submit=_("Send the link to the registry"), name="ask")


class AccountForm(forms.Form):
    """A new account: name, address, password, language."""

    name = name_field()
    email = email_field(autocomplete="username")
    password = new_password_field(_("Password"))
    language = language_field()

    def __init__(self, *args: object, submit: Any, invited: str = "", **kwargs: Any) -> None:
        initial = {"language": get_language()} | (kwargs.pop("initial", None) or {})
        super().__init__(*args, initial=initial, **kwargs)
        self.invited = invited
        if invited:
            del self.fields["email"]
        self.helper = helper(submit=submit, name="join")

    def clean_email(self) -> str:
        return as_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        """The password is judged beside name and address, which it must not resemble."""
        data = super().clean() or self.cleaned_data
        if data.get("password"):
            somebody = User(name=data.get("name", ""), email=data.get("email") or self.invited)
            try:
                validate_password(data["password"], somebody)
            except ValidationError as error:
                self.add_error("password", error)
        return data

    def account(self) -> NewAccount:
        """What the act takes."""
        given = self.cleaned_data
        return NewAccount(
            email=self.invited or given["email"],
            name=given["name"],
            password=given["password"],
            language=given["language"],
        )


class ConfirmForm(forms.Form):
    """For who is logged in already; with another address than the invited one it takes a tick."""

    confirmed = forms.BooleanField(
        error_messages={"required": _("Tick the box if you accept the invitation with this account.")}
    )

    def __init__(self, *args: object, submit: Any, tick: Any = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if tick:
            self.fields["confirmed"].label = tick
        else:
            del self.fields["confirmed"]
        self.helper = helper(submit=submit, name="join")


class InvitationForm(forms.Form):
    """Whom to invite, as what, and in which language the mail is written."""

    email = email_field(help_text=_("A work address. The invitation goes there."))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[
            (Affiliation.Role.EDITOR, _("editor: writes plan, budget and records of decisions")),
            (Affiliation.Role.SIGNATORY, _("signatory: also sends, answers, confirms and invites")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the role.")},
    )
    language = language_field()

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Send the invitation"), name="invite")

    def clean_email(self) -> str:
        return as_email(self.cleaned_data["email"])


def home_field() -> forms.ModelChoiceField:
    """An official's home municipality, by which the system points out possible grounds of disqualification."""
    return forms.ModelChoiceField(
        label=_("Home municipality"),
        queryset=Municipality.objects.order_by("name_fi", "code"),
        required=False,
        empty_label="–",
        help_text=_("Only for officials: cases in which it takes part are pointed out to the person."),
    )


class ProfileForm(forms.Form):
    """The own name and language; of an official also the home municipality."""

    name = name_field()
    language = language_field(
        _("Mail to you is written in this language. The language of a page is chosen on top of it.")
    )
    home_municipality = home_field()

    def __init__(self, *args: object, is_official: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_official:
            del self.fields["home_municipality"]
        self.helper = helper(submit=_("Save"))


class OwnPasswordForm(forms.Form):
    """The present password, and the new one."""

    present = describe(
        forms.CharField(
            label=_("Present password"),
            strip=False,
            max_length=1_000,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
        ),
        width="m",
    )
    password = new_password_field(_("New password"))

    def __init__(self, *args: object, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.helper = helper(submit=_("Change the password"), name="change")

    def clean_present(self) -> str:
        present = self.cleaned_data["present"]
        if not self.user.check_password(present):
            raise ValidationError(_("The present password is not right."), code="wrong")
        return present

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password
