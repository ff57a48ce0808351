"""Sending an application, taking it back, and discarding a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.actions.submitting import ATTESTATION
from ui.fields import PlainTextareaField, describe
from ui.forms import helper

REASON_MOST = 2_000


class SubmitForm(forms.Form):
    """The attestation, and where requests are unanswered, the confirmation that they lapse.

    Neither is required by the form: the act itself refuses, with every reason at once.
    """

    lapse_unanswered = forms.BooleanField(
        label=_("The requests that have not been answered may lapse when the application is sent"),
        required=False,
    )
    attested = forms.BooleanField(label=ATTESTATION, required=False)

    def __init__(self, *args: object, unanswered: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not unanswered:
            del self.fields["lapse_unanswered"]
        for field in self.fields.values():
            describe(field, required_to_submit=True, needed=_("(required)"))
        self.helper = helper(tag=False)

    def content(self) -> dict[str, bool]:
        """What was ticked, as `submit` takes it."""
        return {
            "attested": self.cleaned_data["attested"],
            "lapse_unanswered": self.cleaned_data.get("lapse_unanswered", False),
        }


class WithdrawForm(forms.Form):
    """A reason and a confirmation: a withdrawn application does not come back."""

    reason = PlainTextareaField(
        label=_("Reason"),
        rows=4,
        max_length=REASON_MOST,
        help_text=_("The ministry and the members of the consortium can read it. At most 2 000 characters."),
        error_messages={"required": _("Tell why the application is withdrawn.")},
    )
    confirmed = forms.BooleanField(
        label=_("I understand that a withdrawn application cannot be taken up again"),
        error_messages={"required": _("Confirm that the application is withdrawn.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Withdraw the application"), name="withdraw")


class DiscardForm(forms.Form):
    """A confirmation: a discarded draft is not seen again."""

    confirmed = forms.BooleanField(
        label=_("I understand that the draft and its partnership requests are discarded for good"),
        error_messages={"required": _("Confirm that the draft is discarded.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Discard the draft"), name="discard")
