"""The calculator's question: a call, a county, and who takes part. Read from the address, so it can be shared."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from pilots.models import Call, Region
from ui.fields import describe


class CountyForm(forms.Form):
    """Which call and which county; the boxes of the county depend on it and are drawn by hand."""

    call = describe(forms.ChoiceField(label=_("Call"), required=False))
    county = describe(forms.ChoiceField(label=_("County"), required=False))

    def __init__(
        self, data: Mapping[str, str] | None, *, calls: Sequence[Call], regions: Sequence[Region]
    ) -> None:
        super().__init__(data, auto_id="id_%s")
        self.fields["call"].choices = [(call.slug, call.name) for call in calls]
        self.fields["county"].choices = [(region.code, region.name) for region in regions]
