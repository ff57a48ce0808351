"""Forms of the consortium: whom to ask and with what words, the answer, elements, and leaving."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from applications.queries.board import Candidate, Row
from applications.queries.consortium import DraftedRequest
from pilots.models import CallElement
from ui.fields import FinnishDateField, PlainTextareaField
from ui.forms import Also, helper

LONGEST_MESSAGE = 4_000


class RequestForm(forms.Form):
    """The message to those on the list who have not been asked, and by when an answer is hoped for.

    An editor keeps it as a draft; a signatory goes on to send it, or keeps a draft too where `draft_action` is given.
    """

    organisation = forms.MultipleChoiceField(
        label=_("Whom to ask now"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one organisation.")},
    )
    message = PlainTextareaField(
        label=_("Message"),
        max_length=LONGEST_MESSAGE,
        rows=6,
        help_text=_("Tell what the pilot is about and what you ask of them. Do not write any client data."),
        error_messages={"required": _("Write a message to those whom you ask.")},
    )
    reply_by_on = FinnishDateField(
        label=_("Reply by"),
        required=False,
        help_text=_("For example 16.5.2018. The reply is asked, not enforced."),
    )

    def __init__(
        self,
        *args: object,
        listed: Iterable[Row | Candidate],
        at: datetime,
        closes_at: datetime,
        drafted: DraftedRequest | None = None,
        sends: bool = True,
        draft_action: str = "",
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(listed)
        self.at, self.closes_at = at, closes_at
        choices = [(str(row.organisation.pk), row.organisation.name) for row in rows]
        self.fields["organisation"].choices = choices
        meant = drafted.organisations if drafted else {row.organisation.pk for row in rows}
        self.fields["organisation"].initial = [pk for pk, _name in choices if int(pk) in meant]
        if drafted:
            self.fields["message"].initial = drafted.message
            self.fields["reply_by_on"].initial = drafted.reply_by_on
        if not sends:
            self.helper = helper(submit=_("Save the request as a draft"), name="draft", action=draft_action)
            return
        self.helper = helper(submit=_("Go on: see who will be asked"), name="preview")
        if draft_action:
            self.helper.add_input(Also("draft", _("Save the request as a draft"), formaction=draft_action))

    def clean_reply_by_on(self) -> date | None:
        """Not in the past, and while the call is open."""
        day = self.cleaned_data["reply_by_on"]
        if day and day < timezone.localdate(self.at):
            raise ValidationError(_("The day has passed already. Choose a later one."), code="past")
        if day and day > timezone.localdate(self.closes_at):
            raise ValidationError(
                _("The call has closed by then. Choose an earlier day."), code="after_close"
            )
        return day


class AnswerForm(forms.Form):
    """Yes or no to a partnership request, with a word to the lead."""

    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=[
            ("accept", _("We take part; our own body decides next")),
            ("decline", _("We do not take part")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer.")},
    )
    note = PlainTextareaField(
        label=_("A word to the lead organisation"),
        required=False,
        max_length=LONGEST_MESSAGE,
        rows=4,
        help_text=_("For example when your body meets, or why you decline."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Send the answer"), name="send")


class LeaveForm(forms.Form):
    """Why a partner leaves."""

    reason = PlainTextareaField(
        label=_("Why do you leave?"),
        max_length=LONGEST_MESSAGE,
        rows=4,
        help_text=_("The lead organisation reads this; after the sending also the ministry."),
        error_messages={"required": _("Tell why your organisation leaves.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Leave the consortium"), name="leave")


class MemberElementsForm(forms.Form):
    """In which elements a member takes part."""

    elements = forms.MultipleChoiceField(
        label=_("Elements"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one element, or release the member.")},
    )

    def __init__(
        self, data: Mapping[str, str] | None = None, *, offered: Iterable[CallElement], chosen: Iterable[str]
    ) -> None:
        super().__init__(data)
        self.fields["elements"].choices = [(element.code, element.name) for element in offered]
        self.fields["elements"].initial = list(chosen)
        self.helper = helper(submit=_("Save"), name="save")
