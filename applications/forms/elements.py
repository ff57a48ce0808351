"""Which elements are asked for, and what is planned for one of them."""

from collections.abc import Iterable

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.actions.plan import ElementContent
from applications.models import ElementPlan
from pilots.models import Call, CallElement
from ui.fields import FinnishDateField, FinnishIntegerField, PlainTextareaField, describe
from ui.formatting import day
from ui.forms import helper

DESCRIPTION_MOST = 8_000


class ChooseElementsForm(forms.Form):
    """Ticked elements; dropping one that has content asks for a second look."""

    elements = describe(
        forms.MultipleChoiceField(
            label=_("Elements of the pilot"), widget=forms.CheckboxSelectMultiple, required=False
        ),
        required_to_submit=True,
    )
    drop = forms.BooleanField(
        label=_("Remove them with everything that was written about them"), required=False
    )

    def __init__(
        self, *args: object, elements: Iterable[CallElement], plans: Iterable[ElementPlan], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.plans = list(plans)
        self.fields["elements"].choices = [(element.code, element.name) for element in elements]
        self.fields["elements"].initial = [plan.element.code for plan in self.plans]
        self.helper = helper(tag=False)
        self.dropped = self.about_to_drop()
        if not self.dropped:
            del self.fields["drop"]

    def about_to_drop(self) -> list[ElementPlan]:
        """Chosen elements with content that are no longer ticked."""
        if not self.is_bound:
            return []
        ticked = set(self.data.getlist("elements"))
        return [plan for plan in self.plans if plan.element.code not in ticked and has_content(plan)]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        if self.dropped and not cleaned.get("drop"):
            names = ", ".join(plan.element.name for plan in self.dropped)
            raise ValidationError(
                _(
                    "Something has been written about %(names)s, or its budget has lines. Confirm that it is removed."
                ),
                code="drops_content",
                params={"names": names},
            )
        return cleaned


def has_content(plan: ElementPlan) -> bool:
    """Whether something would be lost with the element."""
    return bool(
        plan.description or plan.starts_on or plan.ends_on or plan.expected_clients or plan.asked_eur
        or plan.self_financing_eur
    )  # fmt: skip


class ElementForm(forms.Form):
    """The plan of one element. Days outside the call's limits can be saved; sending asks for them to be mended."""

    description = PlainTextareaField(
        label=_("Description"), rows=9, max_length=DESCRIPTION_MOST, required_to_submit=True
    )
    starts_on = FinnishDateField(label=_("Starts"), required_to_submit=True)
    ends_on = FinnishDateField(label=_("Ends"), required_to_submit=True)
    expected_clients = FinnishIntegerField(
        label=_("Expected number of clients"),
        help_text=_("The number of clients does not affect coverage. Do not write personal data of clients."),
        required_to_submit=True,
    )

    def __init__(self, *args: object, call: Call, plan: ElementPlan, **kwargs: object) -> None:
        initial = {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["description"].help_text = _(
            "What is done in this element, and where? At most 8 000 characters. Do not write personal data of clients."
        )
        self.fields["starts_on"].help_text = format_lazy(
            _("For example {example}. In this call between {first} and {last}."),
            example=day(call.starts_earliest_on),
            first=day(call.starts_earliest_on),
            last=day(call.starts_latest_on),
        )
        self.fields["ends_on"].help_text = format_lazy(
            _("In this call on {last} at the latest."), last=day(call.ends_latest_on)
        )
        self.helper = helper(
            tag=False, layout=Layout("description", Row("starts_on", "ends_on"), "expected_clients")
        )

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end is before the start."))
        return cleaned

    def content(self) -> ElementContent:
        """What was written, as `save_element` takes it."""
        return ElementContent(**self.cleaned_data)
