"""A call as an administrator writes it: its address, names, window and limits, and a later closing time."""

import re
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from decisions.forms.texts import Text, TextsMixin
from pilots.models import Call, CoverageRule
from pilots.models.places import Division
from pilots.moments import HELSINKI, helsinki_moment
from pilots.queries import population_dates
from ui.fields import EuroField, FinnishDateField, FinnishMomentField, PlainTextField
from ui.formatting import day
from ui.forms import helper

SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")
YEARS = range(2000, 2100)
MOST_YEARS = 10


class CallMomentField(FinnishMomentField):
    """A moment in Helsinki time; an hour that the clock shows twice names no single moment."""

    def to_python(self, value: object) -> datetime | None:
        found = super().to_python(value)
        if isinstance(found, datetime):
            local = found.astimezone(HELSINKI)
            try:
                helsinki_moment(local.date(), local.time())
            except ValueError:
                raise ValidationError(
                    _("The clock shows this time twice that night. Choose another time."), code="twice"
                ) from None
        return found


class WindowMixin(forms.Form):
    """The address of a call and its window."""

    slug = PlainTextField(
        label=_("Address"),
        max_length=40,
        width="m",
        help_text=_("Small letters, digits and hyphens, for example pilots-2027. The address of the page."),
    )
    opens_at = CallMomentField(label=_("Opens (Helsinki time)"))
    closes_at = CallMomentField(label=_("Closes (Helsinki time)"))

    def clean_slug(self) -> str:
        slug = self.cleaned_data["slug"]
        if not SLUG.fullmatch(slug):
            raise ValidationError(_("Write small letters, digits and single hyphens only."), code="slug")
        return slug

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        opens, closes = data.get("opens_at"), data.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("A call closes after it opens."))
        return data


NAME = Text("name", _("Name"), 120)


class CopyForm(TextsMixin, WindowMixin):
    """What a copy has of its own from the beginning."""

    texts = (NAME,)
    field_order = ("slug", "name", "opens_at", "closes_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Make the draft"), name="copy")


class DetailsForm(TextsMixin, WindowMixin):
    """Everything of a draft that does not stand in a list."""

    texts = (
        NAME,
        Text("programme", _("Programme"), 120),
        Text("condition", _("Condition of the whole call"), 2_000, rows=3, needed=False),
        Text("illustrative_note", _("What is illustrative here"), 2_000, rows=3, needed=False),
    )
    field_order = (
        "seen", "slug", "name", "programme", "opens_at", "closes_at", "division", "includes_aland", "population_on",
        "rule_id", "admits_single", "self_financing_required", "smallest_sum_required", "starts_earliest_on",
        "starts_latest_on", "ends_latest_on", "budget_years", "appropriation_eur", "condition",
        "illustrative_note",
    )  # fmt: skip

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    division = forms.ChoiceField(
        label=_("County division"),
        choices=[
            (Division.REFORM, _("the counties of the reform")),
            (Division.STATISTICAL, _("the statistical regions of 2018")),
        ],
    )
    includes_aland = forms.BooleanField(label=_("Åland can apply too"), required=False)
    population_on = forms.ChoiceField(label=_("Population figures"))
    rule_id = forms.ChoiceField(label=_("Coverage rule"), required=False)
    admits_single = forms.BooleanField(
        label=_("A municipality or a joint authority may apply alone"), required=False
    )
    self_financing_required = forms.BooleanField(label=_("Self-financing is required"), required=False)
    smallest_sum_required = forms.BooleanField(
        label=_("The smallest viable sum of each element is asked"), required=False
    )
    starts_earliest_on = FinnishDateField(label=_("Earliest start"))
    starts_latest_on = FinnishDateField(label=_("Latest start"))
    ends_latest_on = FinnishDateField(label=_("Latest end"))
    budget_years = PlainTextField(
        label=_("Years of the budget"), max_length=80, width="m", help_text=_("For example 2027, 2028")
    )
    appropriation_eur = EuroField(
        label=_("Appropriation of the call"),
        max_digits=14,
        help_text=_("Told on the page. What may be decided is set by two decision-makers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["population_on"].choices = [(one.isoformat(), day(one)) for one in population_dates()]
        rules = CoverageRule.objects.order_by("name").values_list("name", flat=True)
        self.fields["rule_id"].choices = [("", _("No coverage rule")), *((name, name) for name in rules)]
        self.helper = helper(submit=_("Save"))

    def clean_rule_id(self) -> str | None:
        return self.cleaned_data["rule_id"] or None

    def clean_population_on(self) -> Any:
        return datetime.fromisoformat(self.cleaned_data["population_on"]).date()

    def clean_budget_years(self) -> list[int]:
        """`2027, 2028` as numbers, each once and in order."""
        parts = re.split(r"[\s,;]+", self.cleaned_data["budget_years"].strip(" ,;"))
        if not all(re.fullmatch("[0-9]{4}", part) and int(part) in YEARS for part in parts):
            raise ValidationError(_("Write years with a comma between them, for example 2027, 2028."))
        if len(set(parts)) > MOST_YEARS:
            raise ValidationError(_("At most ten years fit."))
        return sorted({int(part) for part in parts})

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        names = ("starts_earliest_on", "starts_latest_on", "ends_latest_on")
        given = [data.get(name) for name in names]
        if all(given):
            for earlier, later, name in zip(given, given[1:], names[1:], strict=False):
                if later < earlier:
                    self.add_error(name, _("The limits of start and end must be in order."))
        return data


def initial_of(call: Call) -> dict[str, Any]:
    """A call as it stands in the form."""
    names = [name for name in DetailsForm.base_fields if name != "seen"]
    texts = [f"{text.name}_{language}" for text in DetailsForm.texts for language in ("fi", "sv", "en")]
    return {name: getattr(call, name) for name in [*names, *texts]} | {
        "population_on": call.population_on.isoformat(),
        "budget_years": ", ".join(str(year) for year in call.budget_years),
        "rule_id": call.rule_id or "",
    }


class PostponeForm(TextsMixin, forms.Form):
    """A later closing time, and why, for the page and the mails."""

    texts = (Text("reason", _("Reason"), 500, rows=2, hint=_("Shown on the call's page and in the mails.")),)

    closes_at = CallMomentField(label=_("New closing time (Helsinki time)"))

    def __init__(self, *args: Any, call: Call, confirming: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call
        if confirming:
            for field in self.fields.values():
                field.widget = forms.HiddenInput()

    def clean_closes_at(self) -> datetime:
        closes_at = self.cleaned_data["closes_at"]
        if closes_at <= self.call.closes_at:
            raise ValidationError(_("A deadline may only move later."), code="earlier")
        return closes_at

    def reasons(self) -> dict[str, str]:
        return {language: self.cleaned_data[f"reason_{language}"] for language in ("fi", "sv", "en")}
