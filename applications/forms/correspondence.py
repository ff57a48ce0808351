"""Writing to the ministry, answering its request for a supplement, leaving some elements."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots.models import CallElement
from ui.fields import PlainTextareaField, describe
from ui.forms import helper

MESSAGE_MOST = 10_000
ATTEST_SUPPLEMENT = _(
    "I attest on behalf of the lead organisation that the information given in the supplement is right."
)


class MessageForm(forms.Form):
    """One message; it cannot be changed once it has been sent."""

    text = PlainTextareaField(
        label=_("Message"),
        rows=5,
        max_length=MESSAGE_MOST,
        help_text=_("No personal data of clients. A message cannot be changed once it has been sent."),
        error_messages={"required": _("Write the message first.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Send the message"), name="send")


class AnswerSupplementForm(forms.Form):
    """The covering letter of a supplement; it may be saved unfinished."""

    answer = PlainTextareaField(
        label=_("Answer to the ministry"),
        rows=6,
        required=False,
        max_length=MESSAGE_MOST,
        help_text=_("What was supplemented, and answers to what needs no part of the application."),
    )
    # Which letter was edited, so that of two who write at once the second is told.
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Save the answer"), name="save")


class SendSupplementForm(forms.Form):
    """The attestation with which a supplement is sent; the act itself asks for it."""

    attested = describe(
        forms.BooleanField(label=ATTEST_SUPPLEMENT, required=False),
        required_to_submit=True,
        needed=_("(required)"),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(tag=False)


class LeaveElementsForm(forms.Form):
    """Which of the own elements the organisation leaves."""

    elements = forms.MultipleChoiceField(
        label=_("Elements that your organisation leaves"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the elements that your organisation leaves.")},
    )
    confirmed = forms.BooleanField(
        label=_("The body of our organisation has decided on this, or it is within our authority"),
        error_messages={"required": _("Confirm that your organisation has decided on this.")},
    )

    def __init__(self, *args: object, offered: Sequence[CallElement], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["elements"].choices = [(element.code, element.name) for element in offered]
        self.helper = helper(submit=_("Leave these elements"), name="leave")
