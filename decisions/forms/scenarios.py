"""A scenario on its page: an outcome and a sum for each element of each county, read as what the person has changed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.actions.scenarios import Start
from decisions.models.proposal import Outcome
from decisions.queries.dividing import NO_SHARE, Key, Share, share_of
from decisions.queries.scenarios import Grid, Place
from ui.errors import Problem
from ui.fields import EuroField, PlainTextareaField, PlainTextField, describe
from ui.formatting import euros, number
from ui.forms import helper

LONGEST_NAME, LONGEST_NOTE = 80, 4_000
SUM = EuroField(required=False)
STARTS = [
    (Start.SCORE, gettext_lazy("By score, best first, until the money ends")),
    (Start.EQUAL, gettext_lazy("Everything cut by the same percentage, so that the money suffices")),
    (Start.FULL, gettext_lazy("Everything in full")),
    (Start.NOTHING, gettext_lazy("Nothing granted yet")),
    (Start.COPY, gettext_lazy("A copy of another scenario")),
]


@dataclass
class Cell:
    """One place of the grid: what stands in its two fields, what that means, and what is wrong with it."""

    place: Place
    outcome: str
    text: str
    share: Share
    error: str = ""


@dataclass
class GridForm:
    """All places of a scenario. `stored` is what the scenario says now; without `data` the fields show that.

    A page carries what it showed (`was`), so that what a person changed is known even if another has saved since.
    """

    grid: Grid
    stored: Mapping[Key, Share]
    data: Any = None
    cells: dict[Key, Cell] = field(init=False)
    before: dict[str, Decimal] = field(init=False)

    def __post_init__(self) -> None:
        self.before = amounts_in(self.data.get("was", "")) if self.data is not None else {}
        self.cells = {key: self.cell(key, place) for key, place in self.grid.places.items()}

    def cell(self, key: Key, place: Place) -> Cell:
        """A place as it was typed, or as it is stored."""
        was = self.stored.get(key, NO_SHARE)
        as_stored = Cell(place, was.outcome, shown(was), was)
        if self.data is None or self.data.get(f"choose-{place.ident}") == "theirs":
            return as_stored
        if place.ident in self.before:
            was = share_of(place.wish.asked_eur, min(self.before[place.ident], place.wish.asked_eur))
        outcome = self.data.get(f"o-{place.ident}", was.outcome)
        text = self.data.get(f"s-{place.ident}", "").strip()
        if outcome not in Outcome.values:
            outcome = was.outcome
        try:
            share = meant(place.wish.asked_eur, was, outcome, SUM.clean(text))
        except ValidationError as error:
            return Cell(place, outcome, text, was, " ".join(error.messages))
        return Cell(place, share.outcome, shown(share), share)

    @property
    def was(self) -> str:
        """What the fields of the page show, for the next time: `12-sote-centre:3000000;…`."""
        return ";".join(
            f"{cell.place.ident}:{trimmed(cell.share.amount_eur)}" for cell in self.cells.values()
        )

    @property
    def shares(self) -> dict[Key, Share]:
        """What the page says; where a sum cannot be read, what is stored."""
        return {key: cell.share for key, cell in self.cells.items()}

    @property
    def problems(self) -> list[Problem]:
        """What is wrong, with links to the fields."""
        return [
            Problem(label_of(cell.place), cell.error, f"s-{cell.place.ident}")
            for cell in self.cells.values()
            if cell.error
        ]

    @property
    def rows(self) -> list[tuple[Any, list[Cell | None]]]:
        """Case by case in the order of the grid."""
        return [
            (case, [self.cells[place.key] if place else None for place in places])
            for case, places in self.grid.rows
        ]

    def differing(self) -> list[tuple[Place, Share, Share]]:
        """Places where what is stored and what is typed are not the same: place, theirs, mine."""
        return [
            (cell.place, self.stored.get(key, NO_SHARE), cell.share)
            for key, cell in self.cells.items()
            if self.stored.get(key, NO_SHARE).amount_eur != cell.share.amount_eur
        ]


def label_of(place: Place) -> str:
    return f"{place.case.region.name}, {place.element.name}"


def shown(share: Share) -> str:
    """A sum as it stands in its field: nothing for a refusal."""
    return "" if share.outcome == Outcome.REFUSED else number(trimmed(share.amount_eur))


def trimmed(amount: Decimal) -> Decimal:
    """Without cents where there are none."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def meant(asked: Decimal, was: Share, outcome: str, amount: Decimal | None) -> Share:
    """What a person means by two fields of which perhaps only one was touched.

    A sum that was typed while the outcome stayed as it was makes the outcome; else the outcome makes the sum. Raises
    ValidationError for more than was asked, and for a part without its sum.
    """
    typed = amount is not None and outcome == was.outcome and amount != was.amount_eur
    if not typed and outcome == Outcome.REFUSED:
        return NO_SHARE
    if not typed and outcome == Outcome.GRANTED:
        return share_of(asked, asked)
    if amount is None or (amount == 0 and not typed):
        raise ValidationError(_("Write the sum of the part that is granted."))
    if amount > asked:
        raise ValidationError(_("More than is asked: at most %(most)s.") % {"most": euros(asked)})
    return share_of(asked, amount)


def amounts_in(text: str) -> dict[str, Decimal]:
    """What a page said it had shown; whatever cannot be read is as if it had not been said."""
    found = {}
    for part in text.split(";"):
        ident, _colon, amount = part.rpartition(":")
        if re.fullmatch(r"[0-9]{1,10}(\.[0-9]{1,2})?", amount):
            found[ident] = Decimal(amount)
    return found


def seen_in(data: Mapping[str, str]) -> datetime | None:
    """When the scenario on the page had been saved; None for what is no moment."""
    try:
        found = datetime.fromisoformat(data.get("seen", ""))
    except ValueError:
        return None
    return found if found.tzinfo else None


class ScenarioForm(forms.Form):
    """A scenario's name, and a note on what it tries."""

    name = PlainTextField(label=gettext_lazy("Name"), max_length=LONGEST_NAME, width="m")
    note = PlainTextareaField(
        label=gettext_lazy("What it tries"), required=False, rows=2, max_length=LONGEST_NOTE
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=gettext_lazy("Save the name"), name="rename")


class NewScenarioForm(ScenarioForm):
    """And what it begins with."""

    start = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        choices=STARTS,
        widget=forms.RadioSelect,
        initial=Start.SCORE,
        error_messages={"required": gettext_lazy("Choose what it begins with.")},
    )
    copy_of = describe(
        forms.TypedChoiceField(
            label=gettext_lazy("Which scenario is copied"), required=False, coerce=int, empty_value=None
        ),
        width="m",
    )

    def __init__(self, *args: Any, others: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["copy_of"].choices = [("", "–"), *others]
        if not others:
            del self.fields["copy_of"]
            self.fields["start"].choices = [one for one in STARTS if one[0] is not Start.COPY]
        self.helper = helper(submit=gettext_lazy("Make the scenario"), name="make")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("start") == Start.COPY and "copy_of" not in self.errors and not data.get("copy_of"):
            self.add_error("copy_of", _("Choose the scenario to copy."))
        return data
