"""The payment plan as rows of a form: a day, a sum, and what it is paid on."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import EuroField, FinnishDateField, PlainTextField

FEWEST, SPARE, MOST = 3, 2, 24


class InstalmentForm(forms.Form):
    """One instalment; an empty row is none."""

    on = FinnishDateField(label=_("Day of payment"), required=False)
    amount_eur = EuroField(label=_("Instalment"), required=False)
    text = PlainTextField(label=_("Paid on"), required=False, max_length=200)

    def __init__(self, *args: object, number: int, language: str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"instalment-{number}", **kwargs)
        self.number = number + 1
        self.fields["text"].widget.attrs["lang"] = language

    def clean(self) -> dict[str, Any]:
        """A row that has been begun is whole."""
        data = super().clean() or self.cleaned_data
        if any(data.get(name) for name in self.fields):
            for name, words in MISSING.items():
                if name not in self.errors and not data.get(name):
                    self.add_error(name, words)
        return data

    def content(self) -> dict[str, str] | None:
        """The instalment as it is kept; None for an empty row."""
        data = self.cleaned_data
        if not data["on"]:
            return None
        return {"on": data["on"].isoformat(), "amount_eur": f"{data['amount_eur']:.2f}", "text": data["text"]}


MISSING = {
    "on": _("Give the day of the instalment."),
    "amount_eur": _("Give the sum of the instalment."),
    "text": _("Tell what the instalment is paid on."),
}


def instalment_forms(
    data: Mapping[str, Any] | None, kept: Sequence[dict[str, str]], *, language: str
) -> list[InstalmentForm]:
    """The rows that were sent; else those kept, with room for more."""
    if data is not None:
        sent = [number for number in range(MOST) if f"instalment-{number}-on" in data]
        return [InstalmentForm(data, number=number, language=language) for number in sent]
    count = min(max(len(kept) + SPARE, FEWEST), MOST)
    rows = [*map(start_of, kept), *({} for _number in range(count - len(kept)))]
    return [InstalmentForm(number=number, language=language, initial=row) for number, row in enumerate(rows)]


def start_of(row: dict[str, str]) -> dict[str, Any]:
    """What stands in a row at first."""
    return {
        "on": date.fromisoformat(row["on"]),
        "amount_eur": Decimal(row["amount_eur"]),
        "text": row["text"],
    }
