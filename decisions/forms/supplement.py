"""What the consortium is asked to supplement: each part that is opened, things that need no part, and by when."""

from datetime import date

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ui.fields import FinnishDateField, PlainTextareaField
from ui.forms import helper

LONGEST = 4_000
FREE = "other"


class SupplementRequestForm(forms.Form):
    """A part is opened when something is asked of it; each line of the last field asks something that opens none."""

    text = PlainTextareaField(
        label=_("Message to the consortium"),
        required=False,
        rows=4,
        max_length=LONGEST,
        help_text=_("In the language of the case. Comes before the list of what is asked."),
    )
    due_on = FinnishDateField(
        label=_("Due date"),
        help_text=_("At least five days: the law asks for a reasonable time."),
        error_messages={"required": _("Write the day by which the supplement is needed.")},
    )

    def __init__(self, *args: object, sections: dict[str, str | Promise], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.sections = sections
        for key, name in sections.items():
            self.fields[field_of(key)] = PlainTextareaField(
                label=name,
                required=False,
                rows=2,
                max_length=LONGEST,
                help_text=_("What is asked here. Left empty, the part stays closed."),
            )
        self.fields[FREE] = PlainTextareaField(
            label=_("Other things"),
            required=False,
            rows=3,
            max_length=LONGEST,
            help_text=_("One on each line. They open no part; the consortium answers in words."),
        )
        previewed = bool(self.is_bound and self.is_valid())
        self.helper = helper(
            submit=_("Send the request") if previewed else _("Preview"),
            name="send" if previewed else "preview",
            more=[("preview", _("Preview again"))] if previewed else [],
        )

    def clean(self) -> dict[str, object]:
        found = super().clean()
        if not self.items():
            self.add_error(FREE, _("Name at least one thing to be supplemented."))
        return found

    def items(self) -> list[tuple[str, str]]:
        """(key of the section or "", what is asked), in the order of the page."""
        given = self.cleaned_data
        asked = [(key, given.get(field_of(key), "").strip()) for key in self.sections]
        free = [("", line.strip()) for line in given.get(FREE, "").splitlines()]
        return [(key, text) for key, text in [*asked, *free] if text]

    @property
    def due(self) -> date:
        return self.cleaned_data["due_on"]


def field_of(key: str) -> str:
    """The name of a section's field."""
    return f"section-{key.replace(':', '-')}"


class EndSupplementForm(forms.Form):
    """Why the handling goes on without the supplement."""

    note = PlainTextareaField(
        label=_("Note for the case (not shown to the consortium)"), required=False, rows=2, max_length=LONGEST
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Go on without the supplement"), name="end")
