"""A call's own questions as form fields, by their kind, and what was typed as the text that is stored."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.queries.draft import Answered
from pilots.answers import YES, Kind, day_in, number_in, option_words
from pilots.models import CallQuestion
from ui.fields import (
    FinnishDateField,
    FinnishIntegerField,
    PlainTextareaField,
    PlainTextField,
    describe,
)
from ui.formatting import day, number

ONE_LINE = 250
MIDDLE, LONG = 3_000, 6_000
MOST = 999_999_999


def fields_of(answers: Iterable[Answered]) -> dict[str, forms.Field]:
    """A field for each question by its code; everything may be saved unfinished."""
    return {one.question.code: field_of(one) for one in answers}


def texts_of(answers: Iterable[Answered], cleaned: dict[str, Any]) -> dict[str, str]:
    """What was typed, as answers are stored: days ISO, numbers plain, choices by code."""
    return {one.question.code: stored(cleaned.get(one.question.code)) for one in answers}


def stored(value: object) -> str:
    """One cleaned value as text."""
    if value is None or value is False:
        return ""
    if value is True:
        return YES
    return value.isoformat() if isinstance(value, date) else str(value)


def field_of(one: Answered) -> forms.Field:
    """The field of one question, filled with what was answered before."""
    question = one.question
    told = {
        "label": question.label,
        "help_text": question.hint,
        "initial": one.text,
        "required_to_submit": question.required,
        "required": False,
    }
    if question.kind in {Kind.NUMBER, Kind.RESIDENTS}:
        unit = _("inhabitants") if question.kind == Kind.RESIDENTS else ""
        figure = number_in(one.text)
        told["initial"] = one.text if figure is None else figure
        return FinnishIntegerField(**told, unit=unit, max_value=MOST)
    if question.kind == Kind.DATE:
        told["initial"] = day_in(one.text) or one.text
        return FinnishDateField(**told | {"help_text": hint_of_day(question)})
    if question.kind == Kind.CHOICE:
        return choice_of(question, told)
    if question.kind == Kind.COMMITMENT:
        return ticked(one, told)
    return text_field(question, told)


def text_field(question: CallQuestion, told: dict[str, Any]) -> forms.Field:
    """A line for a short answer, an area for a long one; how much fits is said beside it."""
    most = format_lazy(_("At most {count} characters."), count=number(question.max_length))
    told |= {
        "help_text": format_lazy("{hint} {most}", hint=question.hint, most=most),
        "max_length": question.max_length,
    }
    if question.kind == Kind.LINE or question.max_length <= ONE_LINE:
        return PlainTextField(**told)
    rows = 12 if question.max_length > LONG else 7 if question.max_length > MIDDLE else 4
    return PlainTextareaField(rows=rows, **told)


def hint_of_day(question: CallQuestion) -> str | Promise:
    """The hint of a day, with the last one that the call allows."""
    example = _("For example 16.5.2018")
    if question.latest_on is None:
        return format_lazy("{hint} {example}.", hint=question.hint, example=example)
    last = format_lazy(_("In this call on {last} at the latest."), last=day(question.latest_on))
    return format_lazy("{hint} {example}. {last}", hint=question.hint, example=example, last=last)


def choice_of(question: CallQuestion, told: dict[str, Any]) -> forms.Field:
    """Radio buttons; none needs to be pressed for saving."""
    needed = told.pop("required_to_submit")
    field = forms.ChoiceField(
        **told,
        choices=[(one["code"], option_words(one)) for one in question.options],
        widget=forms.RadioSelect,
    )
    return describe(field, required_to_submit=needed)


def ticked(one: Answered, told: dict[str, Any]) -> forms.Field:
    """A commitment: its words beside a box."""
    needed = told.pop("required_to_submit")
    return describe(forms.BooleanField(**told | {"initial": one.text == YES}), required_to_submit=needed)
