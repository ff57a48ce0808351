"""What the letters' templates say: texts by key, figures, dates. A missing text or value stops the letter."""

from decimal import Decimal
from typing import Any

from django.template import Library
from django.template.context import Context

from decisions.letters import figures
from decisions.letters.wording import texts
from decisions.letters.words import euros_in_words

register = Library()
register.filter("whole", figures.whole)
register.filter("euros", figures.euros)
register.filter("percent", figures.percent)
register.filter("day", figures.day)
register.filter("moment", figures.moment)


@register.simple_tag(takes_context=True)
def say(context: Context, key: str, **values: Any) -> str:
    """The text of the letter's language with its places filled; KeyError when key or place is unknown."""
    return figures.kept_together(texts(context["language"])[key].format_map(values))


@register.filter
def inwords(amount: Decimal | str, language: str) -> str:
    """An amount in words: kaksi miljoonaa euroa."""
    return euros_in_words(amount, language)


@register.filter
def sentence(text: str) -> str:
    """A text that people wrote, ended with a full stop when it is not ended yet."""
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


@register.filter
def paragraphs(text: str) -> list[str]:
    """Paragraphs of a text that people wrote."""
    return [line.strip() for line in text.splitlines() if line.strip()]
