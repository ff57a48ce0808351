"""The forms of an earlier handling and of an announcement: both languages, and the cases or decisions meant."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Forum
from ui.fields import FinnishDateField, FinnishMomentField, PlainTextareaField, PlainTextField
from ui.forms import helper

LONGEST = 4_000
Choices = Sequence[tuple[str, Any]]


class HandlingForm(forms.Form):
    """What a forum said, when, and of which cases."""

    forum = forms.ChoiceField(label=_("Who handled the cases"), choices=Forum, widget=forms.RadioSelect)
    on = FinnishDateField(label=_("Day of the handling"))
    outline_fi = PlainTextareaField(
        label=_("Outline in Finnish"),
        rows=3,
        max_length=LONGEST,
        help_text=_("A sentence that the letters print, with who handled the case and what was said."),
    )
    outline_sv = PlainTextareaField(label=_("Outline in Swedish"), rows=3, max_length=LONGEST)
    note = PlainTextareaField(
        label=_("Note"),
        required=False,
        rows=3,
        max_length=LONGEST,
        help_text=_("Stays in the house; no letter prints it."),
    )
    every_case = forms.BooleanField(label=_("All cases of the call"), required=False)
    applications = forms.MultipleChoiceField(
        label=_("Cases that were handled"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, cases: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["applications"].choices = cases
        self.fields["outline_fi"].widget.attrs["lang"] = "fi"
        self.fields["outline_sv"].widget.attrs["lang"] = "sv"
        self.helper = helper(submit=_("Record the handling"))

    def clean(self) -> dict[str, Any]:
        """All cases, or those chosen; never none."""
        data = super().clean() or self.cleaned_data
        if data.get("every_case"):
            data["applications"] = [key for key, _name in self.fields["applications"].choices]
        elif not data.get("applications") and "applications" not in self.errors:
            self.add_error("applications", _("Choose the cases, or all of the call."))
        return data


class AnnouncementForm(forms.Form):
    """One wave of results as it was told to the public."""

    announced_at = FinnishMomentField(
        label=_("Moment of the announcement"), help_text=_("For example 17.10.2016 14.03")
    )
    title_fi = PlainTextField(label=_("Title in Finnish"), max_length=200)
    title_sv = PlainTextField(label=_("Title in Swedish"), max_length=200)
    text_fi = PlainTextareaField(label=_("Text in Finnish"), required=False, rows=5, max_length=LONGEST)
    text_sv = PlainTextareaField(label=_("Text in Swedish"), required=False, rows=5, max_length=LONGEST)
    decisions = forms.MultipleChoiceField(
        label=_("Decisions of this wave"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the decisions that were announced.")},
    )

    def __init__(self, *args: object, decisions: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decisions"].choices = decisions
        for name in ("title", "text"):
            for language in ("fi", "sv"):
                self.fields[f"{name}_{language}"].widget.attrs["lang"] = language
        self.helper = helper(
            submit=_("Record the announcement"),
            layout=Layout("announced_at", "title_fi", "title_sv", "text_fi", "text_sv", "decisions"),
        )

    def clean(self) -> dict[str, Any]:
        """A text in one language alone is half an announcement."""
        data = super().clean() or self.cleaned_data
        for here, there in (("text_fi", "text_sv"), ("text_sv", "text_fi")):
            if data.get(there) and not data.get(here) and here not in self.errors:
                self.add_error(here, _("The other language has a text: write it in this one too."))
        return data
