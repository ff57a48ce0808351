"""A person with offices and affiliations, as the superuser enters them."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import home_field
from accounts.models import Affiliation, Office, Organisation, User
from accounts.models.parties import LANGUAGES
from ui.fields import PlainTextField, describe
from ui.forms import helper

ROWS_TO_ADD = 1
MOST_AFFILIATIONS = 20


class PersonForm(forms.Form):
    """Who somebody is and what offices the person holds."""

    email = PlainTextField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "off"}),
        help_text=_("The log-in name. A work address only."),
    )
    name = PlainTextField(label=_("Name"), max_length=120)
    title_fi = PlainTextField(label=_("Title in Finnish"), max_length=120, required=False)
    title_sv = PlainTextField(label=_("Title in Swedish"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    home_municipality = home_field()
    is_active = forms.BooleanField(label=_("May log in"), required=False)
    is_superuser = forms.BooleanField(
        label=_("Superuser"), required=False, help_text=_("Manages people and roles, and nothing else.")
    )
    offices = forms.MultipleChoiceField(
        label=_("Offices at the ministry"),
        required=False,
        choices=Office.Role.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: object, person: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_email(self) -> str:
        """Lower case, an address, and nobody else's."""
        email = forms.EmailField().clean(self.cleaned_data["email"]).lower()
        others = User.objects.filter(email=email).exclude(pk=self.person.pk if self.person else None)
        if others.exists():
            raise forms.ValidationError(_("Somebody else has this address."), code="taken")
        return email


class AffiliationForm(forms.Form):
    """For whom the person acts, and as what; an empty row is left out."""

    organisation = forms.ModelChoiceField(label=_("Organisation"), queryset=None, required=False)
    role = forms.ChoiceField(label=_("Role"), required=False, choices=[("", "–"), *Affiliation.Role.choices])

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.order_by("name_fi")

    def clean(self) -> dict[str, Any]:
        """Both or neither."""
        data = super().clean() or self.cleaned_data
        if data.get("organisation") and not data.get("role"):
            self.add_error("role", _("Choose the role."))
        return data


class BaseAffiliations(BaseFormSet):
    """The rows of a person's affiliations."""

    def clean(self) -> None:
        """An organisation once, and no row lost on the way."""
        if self.total_form_count() < self.initial_form_count():
            raise forms.ValidationError(
                _("Rows are missing from what was sent. Open the page again."), code="missing"
            )
        chosen = [
            form.cleaned_data.get("organisation") for form in self.forms if hasattr(form, "cleaned_data")
        ]
        named = [organisation.pk for organisation in chosen if organisation]
        if len(named) != len(set(named)):
            raise forms.ValidationError(_("An organisation stands on two rows."), code="twice")

    @property
    def as_list(self) -> list["BaseAffiliations"]:
        """For the error summary, which takes several."""
        return [self]

    def pairs(self) -> dict[int, str]:
        """Role by the organisation's id, of the rows that are filled in."""
        rows = (form.cleaned_data for form in self.forms)
        return {row["organisation"].pk: row["role"] for row in rows if row.get("organisation")}


Affiliations = formset_factory(
    AffiliationForm,
    formset=BaseAffiliations,
    extra=ROWS_TO_ADD,
    max_num=MOST_AFFILIATIONS,
    absolute_max=MOST_AFFILIATIONS,
    validate_max=True,
)


class PasswordForm(forms.Form):
    """A new password for somebody."""

    password = describe(
        forms.CharField(
            label=_("New password"),
            strip=False,
            max_length=1_000,
            widget=forms.PasswordInput({"autocomplete": "new-password"}),
            help_text=_("At least 12 characters; not a common one, not the person's name."),
        ),
        width="m",
    )

    def __init__(self, *args: object, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.helper = helper(submit=_("Set the password"), name="set-password")

    def clean_password(self) -> str:
        """As strong as the site asks of everybody."""
        password = self.cleaned_data["password"]
        validate_password(password, self.person)
        return password
