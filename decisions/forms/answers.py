"""Forms of the parties after a decision: an answer to a hearing, and giving the award up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import PlainTextareaField
from ui.forms import helper

LONGEST = 10_000
REASON_MOST = 2_000


class AnswerForm(forms.Form):
    """A party's answer; where it is asked, also whether it consents."""

    answer = PlainTextareaField(
        label=_("Answer of your organisation"),
        rows=8,
        max_length=LONGEST,
        error_messages={"required": _("Write your answer.")},
    )
    consents = forms.TypedChoiceField(
        label=_("Does your organisation consent to the change?"),
        choices=[("yes", _("Yes, we consent")), ("no", _("No, we do not consent"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Answer whether your organisation consents: yes or no.")},
    )

    def __init__(self, *args: Any, asks_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_consent:
            del self.fields["consents"]
        self.helper = helper(submit=_("Send the answer"), name="send")

    def clean(self) -> dict[str, Any]:
        """Where consent is not asked, none is given."""
        return {"consents": None} | super().clean()


class RenounceForm(forms.Form):
    """A reason and a confirmation: an award that was given up does not come back."""

    reason = PlainTextareaField(
        label=_("Reason"),
        rows=4,
        max_length=REASON_MOST,
        help_text=_("It is quoted in the ministry's letter, which is public."),
        error_messages={"required": _("Tell why the award is given up.")},
    )
    confirmed = forms.BooleanField(
        label=_("I understand that the award ends at once and that this cannot be undone"),
        error_messages={"required": _("Confirm that the award is given up.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Give the award up"), name="renounce")
