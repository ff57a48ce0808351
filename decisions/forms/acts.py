"""Small forms of single acts: a note, a proof by password, an appropriation."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import EuroField, PlainTextareaField, describe
from ui.forms import helper

LONGEST = 4_000


class SeenField(forms.DateTimeField):
    """Carries when the proposal on the page was presented, to the microsecond, out and back."""

    widget = forms.HiddenInput

    def prepare_value(self, value: object) -> object:
        return value.isoformat() if isinstance(value, datetime) else value


class NoteForm(forms.Form):
    """What has to be changed before the proposal can be decided."""

    seen = SeenField()

    note = PlainTextareaField(
        label=_("What has to be changed"),
        max_length=LONGEST,
        rows=4,
        help_text=_("The presenting officer reads this."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Send back"), name="send-back")


class SignForm(forms.Form):
    """The decision-maker's password, once more."""

    seen = SeenField()

    password = describe(
        forms.CharField(
            label=_("Your password"),
            strip=False,
            max_length=1_000,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
            help_text=_("It proves that it is you who signs, now."),
        ),
        width="m",
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Decide and sign"), name="decide")


class AppropriationForm(forms.Form):
    """A new total and reserve, and why."""

    total_eur = EuroField(label=_("Appropriation of the call"), max_digits=14)
    reserve_eur = EuroField(
        label=_("Of which kept in reserve"),
        max_digits=14,
        help_text=_("Kept back for changes and extensions; decisions cannot use it."),
    )
    reason = PlainTextareaField(label=_("Reason"), max_length=LONGEST, rows=3)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Put forward"), name="put-forward")
