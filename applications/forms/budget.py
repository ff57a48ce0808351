"""The budget as rows of lines: what is there, some empty rows, and more when asked for; no script needed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.actions.budget import LineContent
from applications.models import BudgetLine
from pilots.models import Call, CallElement
from ui.fields import EuroField, PlainTextField

EMPTY_ROWS = 3
MOST_LINES = 150
PREFIX = "lines"
COMMON = ""


@dataclass(frozen=True)
class BudgetChoices:
    """What a row may name: the chosen elements, the call's years, and the organisations open to this person.

    `gone`: those that have left and still have lines.
    """

    elements: tuple[CallElement, ...]
    years: tuple[int, ...]
    organisations: tuple[Organisation, ...]
    common: bool
    gone: tuple[Organisation, ...] = ()

    @classmethod
    def of(
        cls,
        call: Call,
        elements: Iterable[CallElement],
        organisations: Iterable[Organisation],
        *,
        common: bool,
        gone: Iterable[Organisation] = (),
    ) -> Self:
        return cls(tuple(elements), tuple(call.budget_years), tuple(organisations), common, tuple(gone))

    @property
    def owners(self) -> list[tuple[str, str]]:
        """Whose a line can be. Lines of somebody who has left stay marked as its own until they are moved."""
        common = [(COMMON, _("common"))] if self.common else []
        takers = [(str(one.pk), one.name) for one in self.organisations]
        return common + takers + [(str(one.pk), _("%s (has left)") % one.name) for one in self.gone]


class LineForm(forms.Form):
    """One row. An empty row is passed over; a row without a sum is kept as 0 €, so that nothing typed is lost."""

    category = forms.ChoiceField(label=_("Category"), choices=BudgetLine.Category.choices)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    element = forms.ChoiceField(label=_("Element"))
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    asked_eur = EuroField(label=_("Asked, €"), required=False, unit="", width="")
    self_financing_eur = EuroField(label=_("Self-financing, €"), required=False, unit="", width="")
    other_public_eur = EuroField(label=_("Other public funding, €"), required=False, unit="", width="")
    note = PlainTextField(label=_("What for"), max_length=200, required=False)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def __init__(self, *args: Any, choices: BudgetChoices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Mapping[str, list] = {
            "year": [(year, year) for year in choices.years],
            "element": [(element.code, element.name) for element in choices.elements],
            "organisation": choices.owners,
        }
        for name, options in offered.items():
            self.fields[name].choices = options
        # What a browser sends of an untouched row must not count as a change.
        for name in ("category", "year", "element", "organisation"):
            options = self.fields[name].choices
            self.fields[name].initial = str(options[0][0]) if options else ""

    # Whether the row is a line that only the other one of two savers has.
    theirs = False

    def content(self) -> LineContent | None:
        """The line as `save_budget` takes it; None for an empty or a removed row."""
        if not self.has_changed() and not self.initial:
            return None
        given = self.cleaned_data
        if not given or given["remove"]:
            return None
        owner = given["organisation"]
        return LineContent(
            element=given["element"],
            category=given["category"],
            year=given["year"],
            asked_eur=given["asked_eur"] or Decimal("0.00"),
            self_financing_eur=given["self_financing_eur"] or Decimal("0.00"),
            other_public_eur=given["other_public_eur"] or Decimal("0.00"),
            organisation_id=int(owner) if owner else None,
            note=given["note"],
        )


class LineSet(BaseFormSet):
    """All rows of one saving."""

    def lines(self) -> list[LineContent]:
        """The lines of the rows that can be read, in their order."""
        found = [form.content() for form in self.forms if form.is_valid()]
        return [line for line in found if line is not None]


LineFormSet = formset_factory(
    LineForm,
    formset=LineSet,
    extra=EMPTY_ROWS,
    max_num=MOST_LINES,
    absolute_max=MOST_LINES,
    validate_max=True,
)


def line_set(
    *, choices: BudgetChoices, lines: Iterable[BudgetLine] = (), data: Mapping[str, Any] | None = None
) -> LineSet:
    """The rows as stored, or as typed."""
    initial = [initial_of(line) for line in lines]
    return LineFormSet(
        data, initial=None if data is not None else initial, prefix=PREFIX, form_kwargs={"choices": choices}
    )


def initial_of(line: BudgetLine) -> dict[str, object]:
    """A stored line as a row."""
    return {
        "category": line.category,
        "year": line.year,
        "element": line.element.code,
        "organisation": str(line.organisation_id) if line.organisation_id else COMMON,
        "asked_eur": line.asked_eur,
        "self_financing_eur": line.self_financing_eur,
        "other_public_eur": line.other_public_eur,
        "note": line.note,
    }


def with_theirs(data: Any, lines: list[BudgetLine], *, choices: BudgetChoices) -> LineSet:
    """The typed rows, and after them those that only the other saver has, marked to be removed until one says else."""
    both, name = data.copy(), f"{PREFIX}-TOTAL_FORMS"
    first = line_set(choices=choices, data=data).total_form_count()
    room = lines[: MOST_LINES - first]
    for at, line in enumerate(room, start=first):
        form = LineForm(choices=choices)
        for field, value in initial_of(line).items():
            both[f"{PREFIX}-{at}-{field}"] = str(form.fields[field].prepare_value(value))
        both[f"{PREFIX}-{at}-remove"] = "on"
    both[name] = str(first + len(room))
    found = line_set(choices=choices, data=both)
    for form in found.forms[first:]:
        form.theirs = True
    return found


def with_more_rows(data: Any) -> Any:
    """The same typed rows and three empty ones after them, up to the most that a budget takes."""
    more = data.copy()
    name = f"{PREFIX}-TOTAL_FORMS"
    try:
        count = int(more.get(name, "0"))
    except ValueError:
        count = 0
    more[name] = str(max(0, min(count + EMPTY_ROWS, MOST_LINES)))
    return more
