"""Stepping aside from a case, telling why one need not, and handing it on."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from ui.fields import PlainTextareaField
from ui.forms import helper

LONGEST = 4_000


def officer_choices(officers: QuerySet[User]) -> list[tuple[str, str]]:
    """Presenting officers by name."""
    return [(str(one.pk), str(one)) for one in officers]


class StepAsideForm(forms.Form):
    """Why an official steps aside, and for the own case who takes it."""

    reason = PlainTextareaField(
        label=_("Ground of the disqualification"),
        max_length=LONGEST,
        rows=3,
        help_text=_("Administrative Procedure Act 434/2003, section 28. You will no longer see the case."),
    )

    def __init__(self, *args: object, officers: QuerySet[User] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if officers is not None:
            self.fields["hand_to"] = forms.ChoiceField(
                label=_("Who takes the case"),
                required=False,
                choices=[("", _("Nobody yet: it is free to take up")), *officer_choices(officers)],
                help_text=_("The new presenting officer is told by mail."),
            )
        self.helper = helper(submit=_("Declare myself disqualified"), name="step-aside")

    @property
    def hand_to(self) -> int | None:
        """The chosen officer's id."""
        chosen = self.cleaned_data.get("hand_to")
        return int(chosen) if chosen else None


class ConsiderForm(forms.Form):
    """Why a suggested ground does not disqualify."""

    why = PlainTextareaField(
        label=_("Why you are not disqualified"),
        max_length=LONGEST,
        rows=3,
        help_text=_(
            "Living in a municipality alone is no ground, if the matter brings you no particular benefit."
        ),
    )

    def __init__(self, *args: object, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("I am not disqualified"), name="consider", action=action)


class AssignForm(forms.Form):
    """To whom a case is handed on, and why."""

    to = forms.ChoiceField(
        label=_("New presenting officer"),
        error_messages={"required": _("Choose a person.")},
    )
    reason = PlainTextareaField(
        label=_("Why the case is handed on"), max_length=LONGEST, rows=3, help_text=_("Officials read it.")
    )

    def __init__(self, *args: object, officers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *officer_choices(officers)]
        self.helper = helper(submit=_("Hand the case on"), name="assign")
