"""Forms of what follows a decision: a condition, a renounced award, and a proof for many rulings at once."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Kind
from ui.fields import FinnishDateField, PlainTextareaField, describe
from ui.forms import helper

LONGEST = 4_000
OF_CONDITION = [(Kind.FULFILLED.value, _("Fulfilled")), (Kind.LAPSED.value, _("Lapsed"))]


class ConditionForm(forms.Form):
    """What became of the condition, when, and by what that is known."""

    kind = describe(
        forms.ChoiceField(
            label=_("What became of the condition"),
            choices=OF_CONDITION,
            widget=forms.RadioSelect,
            help_text=_("A lapse returns the sum to the appropriation. The case stays decided."),
            error_messages={"required": _("Choose fulfilled or lapsed.")},
        )
    )
    on = FinnishDateField(
        label=_("Day"),
        help_text=_("The day on which it was fulfilled, or on which it lapses."),
        error_messages={"required": _("Write the day.")},
    )
    ground = PlainTextareaField(
        label=_("Proof"),
        rows=3,
        max_length=LONGEST,
        help_text=_("By what this is known. It stands in the letter, in the language of the case."),
        error_messages={"required": _("Tell by what this is known: the proof.")},
    )

    def __init__(self, *args: Any, tag: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            submit=_("Present to the decision-maker") if tag else "", name="propose", tag=tag
        )


class ProofForm(forms.Form):
    """The decision-maker's password, for all that has been ticked."""

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(tag=False)


class RenouncedForm(forms.Form):
    """What the finding on a renounced award adds to the recipient's own words; may be empty."""

    ground = PlainTextareaField(
        label=_("What the ministry adds"),
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text=_("The letter tells the day and the recipient's reason by itself."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Present to the decision-maker"), name="propose")
