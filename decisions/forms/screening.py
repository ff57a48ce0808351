"""The checklist as a form, the ruling on special grounds, and the ruling on a late arrival."""

from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from decisions.actions.screening import Found
from decisions.models import Arrival, ScreeningFinding
from decisions.queries.screening import FAILS, Checklist, Point
from ui.fields import PlainTextareaField
from ui.forms import helper

LONGEST = 4_000


class ChecklistForm(forms.Form):
    """A result and a note for every point; a point without a result stays open."""

    def __init__(self, *args: object, checklist: Checklist, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        for one in checklist.points:
            code = one.point.code
            self.fields[f"result-{code}"] = forms.ChoiceField(
                label=_("What you find"),
                required=False,
                choices=ScreeningFinding.Result.choices,
                widget=forms.RadioSelect,
                initial=result_of(one),
            )
            self.fields[f"note-{code}"] = PlainTextareaField(
                label=_("Reason or note"),
                required=False,
                rows=2,
                max_length=LONGEST,
                help_text=_("Needed where the point does not hold. Officials read it."),
                initial=note_of(one),
            )

    def rows(self) -> list[tuple[Point, BoundField, BoundField]]:
        """Each point with its two fields."""
        codes = [(one, one.point.code) for one in self.checklist.points]
        return [(one, self[f"result-{code}"], self[f"note-{code}"]) for one, code in codes]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number, one in enumerate(self.checklist.points, 1):
            result, note = data.get(f"result-{one.point.code}"), data.get(f"note-{one.point.code}", "")
            if result == ScreeningFinding.Result.FAILS and not note.strip():
                words = format_lazy(_("Point {number}: tell what is wrong with it."), number=number)
                self.add_error(f"note-{one.point.code}", words)
            if note.strip() and not result and f"result-{one.point.code}" not in self.errors:
                words = format_lazy(
                    _("Point {number}: choose what you find, or empty the note."), number=number
                )
                self.add_error(f"result-{one.point.code}", words)
        return data

    def findings(self) -> dict[str, Found]:
        """What was chosen, by the codes of the points."""
        data = self.cleaned_data
        codes = [one.point.code for one in self.checklist.points]
        return {
            code: Found(data[f"result-{code}"], data[f"note-{code}"])
            for code in codes
            if data[f"result-{code}"]
        }


def result_of(one: Point) -> str:
    """What is chosen at first: what was found, else what the system says; nothing again once a version came since."""
    if one.finding and not one.is_old:
        return one.finding.result
    return one.computed.result if one.computed else ""


def note_of(one: Point) -> str:
    """What was noted; of a point that fails by the system its figures to start from."""
    if one.finding:
        return one.finding.note
    return one.computed.figures if one.computed and one.computed.result == FAILS else ""


class RulingForm(forms.Form):
    """A ruling with its reason."""

    reason = PlainTextareaField(
        label=_("Reason of the ruling"),
        rows=4,
        max_length=LONGEST,
        help_text=_("In the language of the case: the proposal and the letter take it from here."),
        error_messages={"required": _("Write the reason of the ruling.")},
    )

    def __init__(self, *args: object, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["seen", "ruling", "reason"])
        self.fields["reason"].widget.attrs["lang"] = language
        self.helper = helper(submit=_("Save the ruling"), name="rule")


class GroundsRulingForm(RulingForm):
    """Whether the special grounds are accepted; `seen` is the version that was read."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    ruling = forms.ChoiceField(
        label=_("Ruling on the special grounds"),
        choices=[("yes", _("Accepted")), ("no", _("Not accepted"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ruling.")},
    )


class ArrivalRulingForm(RulingForm):
    """Whether a late application is examined."""

    ruling = forms.ChoiceField(
        label=_("Ruling on the late arrival"),
        choices=[
            (Arrival.Ruling.EXAMINED, _("The application is examined")),
            (Arrival.Ruling.UNEXAMINED, _("The application is left unexamined")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the ruling.")},
    )
