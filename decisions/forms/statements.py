"""Forms of statements: what an expert is asked, what the expert answers, and why not."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.actions.statements import Asked
from decisions.forms.acts import SeenField
from ui.fields import FinnishDateField, PlainTextareaField, PlainTextField, describe
from ui.forms import helper

LONGEST = 10_000
LONGEST_STATEMENT = 60_000


class AskExpertForm(forms.Form):
    """Who is asked, what, and by when."""

    expert_name = PlainTextField(label=_("Name of the expert"), max_length=120)
    expert_office = PlainTextField(label=_("Organisation or office"), max_length=200, required=False)
    expert_email = forms.EmailField(
        label=_("E-mail of the expert"),
        help_text=_("The link goes to this address. Whoever has it can read the application."),
        error_messages={"invalid": _("Write an e-mail address such as name@example.fi.")},
    )
    language = describe(
        forms.ChoiceField(label=_("Language of the mail"), choices=[("fi", "suomi"), ("sv", "svenska")]),
        width="s",
    )
    question = PlainTextareaField(
        label=_("What the statement is asked about"),
        rows=4,
        max_length=LONGEST,
        help_text=_("The expert reads this above the application."),
    )
    due_on = FinnishDateField(
        label=_("Due date"), error_messages={"required": _("Write the day by which the statement is needed.")}
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Ask for the statement"), name="ask")

    def asked(self) -> Asked:
        """What the action takes."""
        return Asked(**self.cleaned_data)


class StatementForm(forms.Form):
    """The expert's own text: a draft may be anything, what is sent is whole."""

    seen = SeenField(required=False)
    text = PlainTextareaField(
        label=_("Your statement"), required_to_submit=True, rows=12, max_length=LONGEST_STATEMENT
    )
    has_no_interest = forms.BooleanField(
        label=_(
            "I have no interest in the matter: neither I nor those near to me gain or lose by its outcome, and I "
            "do not act for any of the applicants"
        ),
        required=False,
    )

    def __init__(self, *args: object, giving: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.giving = giving
        self.helper = helper(
            submit=_("Send the statement"), name="give", more=[("save", _("Save the draft"))]
        )

    def clean(self) -> dict[str, object]:
        data = super().clean() or self.cleaned_data
        if self.giving:
            if "text" not in self.errors and not data.get("text", "").strip():
                self.add_error("text", _("Write the statement."))
            if not data.get("has_no_interest"):
                self.add_error(
                    "has_no_interest",
                    _("Declare that you have no interest in the matter, or decline to give the statement."),
                )
        return data


class DeclineForm(forms.Form):
    """Why no statement is given; may be left empty."""

    reason = PlainTextareaField(label=_("Reason"), required=False, rows=2, max_length=LONGEST)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, prefix="decline", **kwargs)
        self.helper = helper(submit=_("Decline to give the statement"), name="decline")
