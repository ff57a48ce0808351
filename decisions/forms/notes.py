"""An internal note on a case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import PlainTextareaField
from ui.forms import helper

LONGEST = 4_000


class InternalNoteForm(forms.Form):
    """What an official writes for the other officials; `action` is where it goes, as it stands on the case's page."""

    note_text = PlainTextareaField(label=_("New internal note"), max_length=LONGEST, rows=3)

    def __init__(self, *args: object, action: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Write the note"), name="write-note", action=action)
