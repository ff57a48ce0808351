"""Special grounds for a smaller coverage, and under an advisory rule the confirmation of sending below the limit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from eligibility import Ruleset
from ui.fields import PlainTextareaField
from ui.forms import helper

MOST = 8_000


class GroundsForm(forms.Form):
    """The text is judged by the officials; the confirmation is asked only where the rule is advisory."""

    special_grounds = PlainTextareaField(
        label=_("Special grounds"),
        rows=10,
        max_length=MOST,
        required=False,
        help_text=_(
            "Why should the pilot be carried out although it covers less than the full limit? At most 8 000 "
            "characters. The ministry accepts or refuses the grounds and tells why."
        ),
    )
    below_limit_confirmed = forms.BooleanField(
        label=_(
            "We know that the coverage is below the limit of the call, and send the application all the same"
        ),
        required=False,
    )

    def __init__(self, *args: object, application: Application, ruleset: Ruleset, **kwargs: object) -> None:
        initial = {name: getattr(application, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.standing = application.below_limit_confirmed
        if ruleset.limits is None or ruleset.binding:
            del self.fields["below_limit_confirmed"]
        self.helper = helper(tag=False)

    def content(self) -> dict[str, object]:
        """What was written, as `save_grounds` takes it."""
        return {
            "grounds": self.cleaned_data["special_grounds"],
            "below_limit_confirmed": self.cleaned_data.get("below_limit_confirmed", self.standing),
        }
