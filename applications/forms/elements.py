"""Which elements are asked for, and what is planned for one of them."""

from collections.abc import Iterable
from decimal import Decimal

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from applications.actions.plan import ElementContent
from applications.forms.questions import fields_of, texts_of
from applications.models import ElementPlan
from applications.queries.draft import Answered
from pilots.models import Call, CallElement
from ui.fields import EuroField, FinnishDateField, FinnishIntegerField, PlainTextareaField, describe
from ui.formatting import day, euros
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
        or plan.smallest_eur
    )  # fmt: skip


class ElementForm(forms.Form):
    """The plan of one element and the call's own questions about it.

    Days outside the call's limits can be saved; sending asks for them to be mended.
    """

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

    smallest_eur = EuroField(
        required=False,
        label=_("Smallest sum with which the element can be carried out"),
        help_text=_(
            "The ministry can grant less than what is asked. Less than this is not proposed without telling you."
        ),
    )

    def __init__(
        self,
        *args: object,
        call: Call,
        plan: ElementPlan,
        answers: Iterable[Answered] = (),
        **kwargs: object,
    ) -> None:
        initial = {name: getattr(plan, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.asked, self.asked_eur = tuple(answers), plan.asked_eur
        self.fields.update(fields_of(self.asked))
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
        needed = call.smallest_sum_required
        describe(self.fields["smallest_eur"], required_to_submit=needed, unit="€", width="m")
        codes = [one.question.code for one in self.asked]
        own = Layout("description", Row("starts_on", "ends_on"), "expected_clients", "smallest_eur", *codes)
        self.helper = helper(tag=False, layout=own)

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The end is before the start."))
        return cleaned

    def clean_smallest_eur(self) -> Decimal | None:
        """It cannot be more than what is asked, once something is."""
        smallest: Decimal | None = self.cleaned_data["smallest_eur"]
        if smallest is not None and self.asked_eur and smallest > self.asked_eur:
            raise ValidationError(
                _(
                    "The smallest sum %(smallest)s is more than the %(asked)s that the budget asks for. "
                    "Make it smaller, or ask for more in the budget."
                ),
                code="more_than_asked",
                params={
                    "smallest": euros(smallest, cents=True),
                    "asked": euros(self.asked_eur, cents=True),
                },
            )
        return smallest

    def content(self) -> ElementContent:
        """What was written, as `save_element` takes it."""
        own = {name: self.cleaned_data[name] for name in self.base_fields}
        return ElementContent(**own, answers=texts_of(self.asked, self.cleaned_data))
