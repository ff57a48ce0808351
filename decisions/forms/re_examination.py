"""Forms of a re-examination: why it is opened, whom to hear, and what comes of it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from decisions.models import Kind, RectificationClaim, ReExamination
from ui.fields import FinnishDateField, PlainTextareaField, describe
from ui.forms import helper

LONGEST = 4_000
G = ReExamination.Ground
CLAIM_OUTCOMES = [
    (one.value, one.label) for one in (RectificationClaim.Outcome.ACCEPTED, RectificationClaim.Outcome.PARTLY)
]


class OpenForm(forms.Form):
    """Why a decided case is taken up again."""

    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ground.")},
    )
    text = PlainTextareaField(
        label=_("Why the case is taken up again"),
        rows=3,
        max_length=LONGEST,
        help_text=_("For the file. The letter tells the ground that you propose later."),
        error_messages={"required": _("Tell why the case is taken up again.")},
    )

    def __init__(self, *args: Any, somebody_left: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        absent = {G.CLAIM} if somebody_left else {G.CLAIM, G.MEMBER_LEFT}
        self.fields["ground"].choices = [(one.value, one.label) for one in G if one not in absent]
        self.helper = helper(submit=_("Take the case up again"), name="open")


class HearingForm(forms.Form):
    """What a party is asked before a decision to its detriment, and by when it answers."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Party"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the party."), "invalid_choice": _("Choose the party.")},
    )
    question = PlainTextareaField(
        label=_("What the party is asked"),
        rows=4,
        max_length=LONGEST,
        help_text=_("In the language of the case: what may change, why, and what to answer to."),
        error_messages={"required": _("Tell what the party is asked.")},
    )
    asks_consent = forms.BooleanField(
        label=_("Ask for consent to a change to its detriment"),
        required=False,
        help_text=_("Administrative Procedure Act 434/2003, sections 50 and 51. Only of the lead."),
    )
    due_on = FinnishDateField(
        label=_("Due date"),
        help_text=_("At least five days: the law asks for a reasonable time."),
        error_messages={"required": _("Write the day by which the answer is needed.")},
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = parties
        self.helper = helper(submit=_("Send the request to be heard"), name="hear", tag=False)


class OutcomeForm(forms.Form):
    """What comes of the re-examination; the sums and terms of an amended award are written on the case's page."""

    kind = forms.ChoiceField(
        label=_("Outcome"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the outcome.")},
    )
    claim_outcome = forms.ChoiceField(
        label=_("The claim is"),
        required=False,
        choices=CLAIM_OUTCOMES,
        widget=forms.RadioSelect,
        help_text=_("Where the decision is amended, corrected or annulled because of the claim."),
    )
    ground = PlainTextareaField(
        label=_("Ground"),
        rows=4,
        max_length=LONGEST,
        required=False,
        help_text=_("It stands in the letter, in the language of the case."),
    )
    wrong = PlainTextareaField(
        label=_("Wrong passage"),
        rows=2,
        max_length=LONGEST,
        required=False,
        help_text=_("Only of a clerical correction."),
    )
    right = PlainTextareaField(
        label=_("Right passage"),
        rows=2,
        max_length=LONGEST,
        required=False,
        help_text=_("Only of a clerical correction."),
    )
    without_consent = PlainTextareaField(
        label=_("Ground for doing without consent"),
        rows=3,
        max_length=LONGEST,
        required=False,
        help_text=_("Only where the change is to the recipient's detriment and it has not consented."),
    )
    from_reserve = describe(
        forms.BooleanField(
            label=_("Take a raise from the reserve"),
            required=False,
            help_text=_("Else it is taken from what is left of the appropriation."),
        )
    )

    def __init__(self, *args: Any, claim: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Kind.UPHELD, Kind.AMENDED, Kind.CORRECTED, Kind.ANNULLED]
        if claim:
            kinds[0] = Kind.CLAIM_REFUSED
        else:
            del self.fields["claim_outcome"]
        self.fields["kind"].choices = [(one.value, one.label) for one in kinds]
        self.helper = helper(
            submit=_("Save"),
            name="save",
            more=[("present", _("Save and present to the decision-maker"))],
            tag=False,
        )
