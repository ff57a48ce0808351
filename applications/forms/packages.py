"""Forms of the board package: in which language it is made, and its text."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from ui.fields import PlainTextareaField, PlainTextField
from ui.forms import helper

LONGEST_MATTER, LONGEST_PROPOSAL, LONGEST_GROUNDS = 500, 20_000, 60_000
LONGEST_STAMP = 64
MARKS = _(
    "A line that begins with # becomes a heading, a line that begins with - an item of a list, and 1. a numbered item."
)


class MakeForm(forms.Form):
    """The language; and, where an edited text would be lost, the confirmation."""

    language = forms.ChoiceField(
        label=_("Language of the package"),
        choices=Application.Language.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the language.")},
    )

    def __init__(self, *args: object, edited: bool, again: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.edited = edited
        if edited:
            self.fields["replace_edited"] = forms.BooleanField(
                label=_("Replace the edited text too; what is marked above as lost will be gone"),
                required=False,
            )
        words = _("Make the package again") if again else _("Make the package")
        self.helper = helper(submit=words, name="make")


class PackageForm(forms.Form):
    """The text of a package."""

    matter = PlainTextField(
        label=_("Matter"),
        max_length=LONGEST_MATTER,
        error_messages={"required": _("Write what the matter is.")},
    )
    proposal = PlainTextareaField(
        label=_("Proposal for a decision"),
        max_length=LONGEST_PROPOSAL,
        rows=12,
        help_text=MARKS,
        error_messages={"required": _("Write what the body is asked to decide.")},
    )
    grounds = PlainTextareaField(
        label=_("Report and grounds"),
        max_length=LONGEST_GROUNDS,
        rows=24,
        help_text=_("The tables of figures follow the grounds in the documents by themselves."),
        error_messages={"required": _("Write the grounds.")},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: object, language: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for name in ("matter", "proposal", "grounds"):
            self.fields[name].widget.attrs["lang"] = language
        self.helper = helper(submit=_("Save the text"), name="save")

    def clean_seen(self) -> str:
        """The stamp says on which text the edit was based."""
        seen = self.cleaned_data["seen"]
        if len(seen) > LONGEST_STAMP:
            raise ValidationError(_("The page was not whole. Load it again."), code="invalid")
        return seen
