"""Answers to the questions of a call in words: stored as plain text whatever their kind, shown as people write."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from pilots.models import CallQuestion
from ui.formatting import day, number

Kind = CallQuestion.Kind
YES = "yes"
MOST_DIGITS = 12


def in_words(question: CallQuestion, text: str) -> str:
    """An answer as the pages show it; what does not fit the question's kind is shown as it was written."""
    return worded(question.kind, text, chosen_option(question, text))


def chosen_option(question: CallQuestion, text: str) -> Mapping[str, str] | None:
    """The option of a choice that was chosen, with its words."""
    if question.kind != Kind.CHOICE:
        return None
    return next((option for option in question.options if option["code"] == text), None)


def frozen_in_words(answer: Mapping[str, Any]) -> str:
    """An answer of a frozen plan, which carries the words of its own question and of the option chosen."""
    return worded(answer.get("kind", Kind.TEXT), answer["text"], answer.get("option"))


def worded(kind: str, text: str, option: Mapping[str, str] | None) -> str:
    """A stored answer by its kind."""
    if kind == Kind.COMMITMENT:
        return _("Yes") if text == YES else ""
    if kind == Kind.CHOICE and option:
        return option_words(option)
    if kind in {Kind.NUMBER, Kind.RESIDENTS} and (figure := number_in(text)) is not None:
        return number(figure)
    if kind == Kind.DATE and (on := day_in(text)):
        return day(on)
    return text


def option_words(option: Mapping[str, str]) -> str:
    """An option in the language of the page."""
    return option.get((get_language() or "fi")[:2]) or option["fi"]


def number_in(text: str) -> int | None:
    """A stored number; None for anything else, such as an old answer to a question that was once a text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def day_in(text: str) -> date | None:
    """A stored day; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
