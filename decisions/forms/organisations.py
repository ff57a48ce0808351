"""An organisation's details and people, as an administrator enters them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import as_email, email_field, language_field, name_field
from accounts.models import Affiliation
from ui.forms import helper


class OrganisationForm(forms.Form):
    """Where and in which language the organisation is written to."""

    registry_email = email_field(
        label=_("Registry address"),
        help_text=_("The official address: claim links, requests and notices go there."),
    )
    language = forms.ChoiceField(
        label=_("Language of the organisation"),
        choices=[("fi", "Suomi"), ("sv", "Svenska")],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Save"))

    def clean_registry_email(self) -> str:
        return as_email(self.cleaned_data["registry_email"])


class StaffForm(forms.Form):
    """A person who acts for the organisation."""

    email = email_field(help_text=_("The log-in name. A work address only."))
    name = name_field()
    role = forms.ChoiceField(label=_("Role"), choices=Affiliation.Role.choices, widget=forms.RadioSelect)
    language = language_field()

    def clean_email(self) -> str:
        return as_email(self.cleaned_data["email"])
