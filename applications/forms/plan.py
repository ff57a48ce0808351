"""The plan: a form built from the questions of the call."""

from collections.abc import Iterable

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.queries.draft import Answered
from ui.fields import PlainTextareaField, PlainTextField
from ui.formatting import number
from ui.forms import helper

ONE_LINE = 250
LONG = 6_000


class PlanForm(forms.Form):
    """One field for each question; everything may be saved unfinished."""

    def __init__(self, *args: object, answers: Iterable[Answered], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for one in answers:
            self.fields[one.question.code] = field_of(one)
        self.helper = helper(tag=False)


def field_of(one: Answered) -> forms.Field:
    """A line for a short answer, an area for a long one; how much fits is said beside it."""
    question = one.question
    most = format_lazy(_("At most {count} characters."), count=number(question.max_length))
    told = {
        "label": question.label,
        "help_text": format_lazy("{hint} {most}", hint=question.hint, most=most),
        "initial": one.text,
        "required": False,
        "required_to_submit": question.required,
        "max_length": question.max_length,
    }
    if question.max_length <= ONE_LINE:
        return PlainTextField(**told)
    return PlainTextareaField(rows=12 if question.max_length > LONG else 7, **told)
