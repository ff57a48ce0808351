"""The form of the board calendar: a member's own body and its days."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.models import BoardMeeting
from ui.fields import FinnishDateField, PlainTextField
from ui.forms import helper

LONGEST_BODY = 160


class MeetingForm(forms.Form):
    """When the own body meets, when the minutes are inspected, and when the decision is final."""

    body = PlainTextField(
        label=_("Body or office-holder"),
        max_length=LONGEST_BODY,
        help_text=_("Who decides on joining: for example the city board or the mayor."),
        error_messages={"required": _("Name the body or the office-holder that decides.")},
    )
    meets_on = FinnishDateField(
        label=_("Day of the meeting"),
        help_text=_("The day on which the body is to decide on joining. For example 12.3.2018."),
        error_messages={
            "required": _("Give the day of the meeting. If none is known, remove the day instead.")
        },
    )
    inspected_on = FinnishDateField(
        label=_("Minutes inspected"),
        required=False,
        help_text=_("It may be after the call has closed: only the approval has to come in time."),
    )
    final_on = FinnishDateField(
        label=_("Decision final"),
        required=False,
        help_text=_("When the time for appeal has run out, if you know it."),
    )

    def __init__(self, data: dict | None = None, *, meeting: BoardMeeting | None = None) -> None:
        names = ("body", "meets_on", "inspected_on", "final_on")
        super().__init__(data, initial={name: getattr(meeting, name) for name in names} if meeting else None)
        more = [("clear", _("Remove the day: no meeting is known"))] if meeting else []
        self.helper = helper(submit=_("Save"), name="save", more=more)

    def clean(self) -> dict:
        """The inspection does not come before the meeting, nor finality before either."""
        found = super().clean()
        meets_on, inspected_on = found.get("meets_on"), found.get("inspected_on")
        if meets_on and inspected_on and inspected_on < meets_on:
            self.add_error(
                "inspected_on",
                ValidationError(
                    _("Minutes are inspected on the day of the meeting or later. Check both days."),
                    code="before_the_meeting",
                ),
            )
        earliest = max((on for on in (meets_on, inspected_on) if on), default=None)
        if earliest and found.get("final_on") and found["final_on"] < earliest:
            self.add_error(
                "final_on",
                ValidationError(
                    _("A decision is final only after the meeting and the inspection. Check the days."),
                    code="before_the_meeting",
                ),
            )
        return found
