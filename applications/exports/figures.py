"""Figures of the documents from JSON values: days, moments and euros as Finnish and Swedish print them."""

from datetime import date, datetime

from django.utils.translation import override

from ui.formatting import NO_BREAK, day, euros, moment, number, share

__all__ = ["NO_BREAK", "euros", "iso_day", "iso_moment", "number", "share"]


def iso_day(value: str) -> str:
    """An ISO date as 16.5.2018."""
    return day(date.fromisoformat(value))


def iso_moment(value: str, language: str) -> str:
    """An ISO moment in Helsinki time, 15.3.2018 klo 16.15."""
    with override(language):
        return moment(datetime.fromisoformat(value))
