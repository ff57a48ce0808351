"""The plan: a form built from the questions of the call."""

from collections.abc import Iterable

from django import forms

from applications.forms.questions import fields_of, texts_of
from applications.queries.draft import Answered
from ui.forms import helper


class PlanForm(forms.Form):
    """One field for each question; everything may be saved unfinished."""

    def __init__(self, *args: object, answers: Iterable[Answered], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.asked = tuple(answers)
        self.fields.update(fields_of(self.asked))
        self.helper = helper(tag=False)

    def answers(self) -> dict[str, str]:
        """What was written, as `save_plan` takes it."""
        return texts_of(self.asked, self.cleaned_data)
