"""Entering an application that arrived beside the system, and the register of outages."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.actions.registering import PaperContent, PaperElement, PaperMember
from applications.models import Application
from decisions.actions.arrivals import ArrivalContent
from decisions.models import Arrival
from pilots.models import Call, CallElement, Region
from ui.fields import EuroField, FinnishDateField, FinnishMomentField, PlainTextareaField, PlainTextField
from ui.forms import helper

LONGEST = 10_000


class PlaceForm(forms.Form):
    """Which call and county the application is for; it decides what the next form asks."""

    call = forms.ChoiceField(label=_("Call"))
    region = forms.ChoiceField(label=_("County"))

    def __init__(
        self, *args: object, calls: Iterable[Call], regions: Iterable[Region], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["call"].choices = [("", _("Choose")), *((one.slug, one.name) for one in calls)]
        self.fields["region"].choices = [("", _("Choose")), *((one.pk, one.name) for one in regions)]
        self.helper = helper(submit=_("Go on"), name="go", method="get")


class RegisterForm(forms.Form):
    """How it arrived, and what the paper says of lead, elements and members."""

    lead = forms.ModelChoiceField(label=_("Lead organisation"), queryset=None, empty_label=_("Choose"))
    language = forms.ChoiceField(
        label=_("Language of the case"), choices=Application.Language.choices, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label=_("How it came"), choices=Arrival.Channel.choices, widget=forms.RadioSelect
    )
    arrived_at = FinnishMomentField(label=_("Arrived"))
    sent_at = FinnishMomentField(
        label=_("Sent"),
        required=False,
        help_text=_(
            "Where it is known: during an outage the moment of sending counts (Act 13/2003, section 10)."
        ),
    )
    note = PlainTextareaField(
        label=_("Note"),
        required=False,
        rows=2,
        max_length=LONGEST,
        help_text=_("Where the original is kept."),
    )
    use_draft = forms.BooleanField(
        label=_("The lead's draft in the system is what was sent: register it as it stands"),
        required=False,
        help_text=_("What is entered below is then not used."),
    )
    title = PlainTextField(label=_("Name of the project"), max_length=200, required=False)
    special_grounds = PlainTextareaField(
        label=_("Special grounds"), required=False, rows=3, max_length=LONGEST
    )

    def __init__(
        self, *args: object, call: Call, organisations: Iterable[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisations = list(organisations)
        self.elements: list[CallElement] = list(call.elements.order_by("order"))
        self.fields["lead"].queryset = Organisation.objects.filter(
            pk__in=[one.pk for one in self.organisations]
        ).order_by("name_fi")
        for one in self.elements:
            self.fields[f"asked-{one.code}"] = EuroField(label=_("Asked"), required=False)
            self.fields[f"starts-{one.code}"] = FinnishDateField(label=_("Begins"), required=False)
            self.fields[f"ends-{one.code}"] = FinnishDateField(label=_("Ends"), required=False)
        for one in self.organisations:
            self.fields[f"member-{one.pk}"] = forms.BooleanField(label=one.name, required=False)
            self.fields[f"body-{one.pk}"] = PlainTextField(
                label=_("Body that decided"), max_length=160, required=False
            )
            self.fields[f"on-{one.pk}"] = FinnishDateField(label=_("Decided"), required=False)

    def element_rows(self) -> list[tuple[CallElement, list[BoundField]]]:
        """Each element of the call with its three fields."""
        names = ("asked", "starts", "ends")
        return [(one, [self[f"{name}-{one.code}"] for name in names]) for one in self.elements]

    def member_rows(self) -> list[tuple[Organisation, list[BoundField]]]:
        """Each possible member with its three fields."""
        names = ("member", "body", "on")
        return [(one, [self[f"{name}-{one.pk}"] for name in names]) for one in self.organisations]

    def clean(self) -> dict[str, Any]:
        """At least one element with a sum, unless the draft is registered; a decision has its body and its day."""
        data = super().clean() or self.cleaned_data
        if not data.get("use_draft") and not any(data.get(f"asked-{one.code}") for one in self.elements):
            self.add_error(None, _("Give at least one element with its sum."))
        for one in self.elements:
            begins, ends = data.get(f"starts-{one.code}"), data.get(f"ends-{one.code}")
            if begins and ends and ends < begins:
                self.add_error(f"ends-{one.code}", _("It ends before it begins."))
        for one in self.organisations:
            body, on = data.get(f"body-{one.pk}"), data.get(f"on-{one.pk}")
            if bool(body) != bool(on) and f"on-{one.pk}" not in self.errors:
                self.add_error(
                    f"on-{one.pk}" if body else f"body-{one.pk}", _("Give both the body and the day.")
                )
        return data

    def arrival(self) -> ArrivalContent:
        """How it came."""
        names = ("channel", "arrived_at", "sent_at", "note", "use_draft")
        return ArrivalContent(**{name: self.cleaned_data[name] for name in names})

    def content(self) -> PaperContent:
        """What the paper says; whoever has a decision takes part, ticked or not."""
        data = self.cleaned_data
        members = [
            PaperMember(one.pk, data[f"body-{one.pk}"], data[f"on-{one.pk}"])
            for one in self.organisations
            if data[f"member-{one.pk}"] or data[f"on-{one.pk}"]
        ]
        elements = [
            PaperElement(
                one.code, data[f"asked-{one.code}"], data[f"starts-{one.code}"], data[f"ends-{one.code}"]
            )
            for one in self.elements
            if data[f"asked-{one.code}"]
        ]
        return PaperContent(
            data["title"], data["special_grounds"], members=tuple(members), elements=tuple(elements)
        )


class OutageForm(forms.Form):
    """From when until when the system could not take anything in."""

    from_at = FinnishMomentField(label=_("From"))
    until_at = FinnishMomentField(
        label=_("Until"), required=False, help_text=_("Empty while it lasts. For example 16.5.2018 15.42")
    )
    what = PlainTextareaField(label=_("What did not work"), rows=3, max_length=LONGEST)

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Save"), name="outage")
