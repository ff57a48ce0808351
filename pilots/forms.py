"""The calculator's question: a call, a county, and who takes part. Read from the address, so it can be shared."""

from collections.abc import Mapping, Sequence
from datetime import date

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pilots.models import Call, Region
from ui.fields import describe
from ui.formatting import day


class CountyForm(forms.Form):
    """Which call, which county, figures of which date; the boxes of the county depend on it and are drawn by hand."""

    call = describe(forms.ChoiceField(label=_("Call"), required=False))
    county = describe(forms.ChoiceField(label=_("County"), required=False))
    on = describe(forms.ChoiceField(label=_("Population"), required=False))

    def __init__(
        self,
        data: Mapping[str, str] | None,
        *,
        calls: Sequence[Call],
        call: Call,
        regions: Sequence[Region],
        dates: Sequence[date],
    ) -> None:
        super().__init__(data, auto_id="id_%s")
        self.fields["call"].choices = [(each.slug, each.name) for each in calls]
        self.fields["county"].choices = [(region.code, region.name) for region in regions]
        own = gettext("%(day)s, the call's own") % {"day": day(call.population_on)}
        others = [(on.isoformat(), day(on)) for on in dates if on != call.population_on]
        self.fields["on"].choices = [("", own), *others]
