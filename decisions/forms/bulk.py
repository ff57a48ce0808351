"""The form of a bulk decision: which presented cases, in which order; then the signature."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from decisions.actions.bulk_deciding import Choice
from ui.fields import describe

MOST = 500


class BulkSignForm(forms.Form):
    """The decision-maker's password, once for all of them."""

    password = describe(
        forms.CharField(
            label=_("Your password"),
            strip=False,
            max_length=1_000,
            widget=forms.PasswordInput({"autocomplete": "current-password"}),
            help_text=_("It proves that it is you who signs, now."),
        ),
        width="m",
    )


def choices_of(data: Mapping[str, Any]) -> list[Choice]:
    """The ticked cases in the order of the numbers typed beside them; a number that cannot be read comes last.

    `case` holds the ticked keys, `seen-<key>` when its proposal was presented, `order-<key>` its place.
    """
    found = []
    for key in data.getlist("case")[:MOST]:  # type: ignore[attr-defined]
        seen = moment_in(data.get(f"seen-{key}", ""))
        if key.isascii() and key.isdigit() and len(key) < MOST_DIGITS and seen is not None:
            found.append((place_in(data.get(f"order-{key}", "")), len(found), Choice(int(key), seen)))
    found.sort(key=lambda row: row[:2])
    known: dict[int, Choice] = {}
    for _place, _number, choice in found:
        known.setdefault(choice.application_id, choice)
    return list(known.values())


MOST_DIGITS, LAST = 10, 10**9


def place_in(text: str) -> int:
    """A place in the order; last where it is none."""
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS else LAST


def moment_in(text: str) -> datetime | None:
    """A moment with its zone, as the page carried it out and back."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
