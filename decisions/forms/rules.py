"""A coverage rule as an administrator writes it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.forms.calls import SLUG
from ui.fields import FinnishIntegerField, PlainTextField
from ui.forms import helper

# Another page has this address.
TAKEN = "new"
PERCENT = {"max_value": 100, "unit": "%"}


class RuleForm(forms.Form):
    """The limits, in percent of the county's inhabitants, from the highest to the lowest."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    name = PlainTextField(
        label=_("Name of the rule"),
        max_length=40,
        width="m",
        help_text=_("Small letters, digits and hyphens, for example coverage-2027."),
    )
    full = FinnishIntegerField(label=_("Meets the rule from"), **PERCENT)
    lower = FinnishIntegerField(label=_("On special grounds from"), **PERCENT)
    floor = FinnishIntegerField(
        label=_("On special grounds, with half of the county's municipalities, from"), **PERCENT
    )
    least_municipalities = FinnishIntegerField(label=_("Municipalities at least"), max_value=300)
    binding = forms.BooleanField(
        label=_("The rule is binding"),
        required=False,
        help_text=_("What does not meet a binding rule cannot be sent; an advisory one is only flagged."),
    )

    def __init__(self, *args: Any, named: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if named:
            del self.fields["name"]
        self.helper = helper(submit=_("Save the rule"), name="save-rule")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        if not SLUG.fullmatch(name) or name == TAKEN:
            raise ValidationError(_("Write small letters, digits and single hyphens only."), code="slug")
        return name

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for higher, lower in (("full", "lower"), ("lower", "floor")):
            if None not in (data.get(higher), data.get(lower)) and data[lower] > data[higher]:
                self.add_error(lower, _("The limits must go down from the full limit to the floor."))
        return data

    def content(self) -> dict[str, Any]:
        """What the rule says, without its name."""
        names = ("full", "lower", "floor", "least_municipalities", "binding")
        return {name: self.cleaned_data[name] for name in names}
