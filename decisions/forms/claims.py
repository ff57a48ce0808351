"""Forms of the register: how a decision was served on a recipient, and a rectification claim against it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from decisions.models import Decision, RectificationClaim, Service
from pilots.moments import helsinki_day
from ui.fields import FinnishDateField, FinnishMomentField, PlainTextareaField
from ui.formatting import day
from ui.forms import helper

LONGEST = 10_000


class RegisterForm(forms.Form):
    """What both entries ask first: of which version, where a case has several, and of which recipient.

    The time for a claim against an earlier version goes on when a later one, on its condition perhaps, is signed.
    """

    def __init__(self, *args: Any, recipients: Any, versions: Sequence[Decision], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(one.version): one for one in versions}
        self.fields["organisation"].queryset = recipients
        if len(versions) > 1:
            self.fields["version"] = forms.ChoiceField(
                label=_("Version of the decision"),
                choices=[(number, version_words(one)) for number, one in self.versions.items()],
                error_messages={"required": _("Choose the version.")},
            )
            self.order_fields(["version"])

    def entry(self) -> dict[str, Any]:
        """What was entered, with the id of the version that it is about; the one in force where there is no choice."""
        data = dict(self.cleaned_data)
        number = data.pop("version", None) or next(iter(self.versions))
        return data | {"decision_id": self.versions[number].pk}


def version_words(one: Decision) -> str:
    """`Version 1, 16.5.2018`."""
    return gettext("Version %(number)s, %(on)s") % {
        "number": one.version,
        "on": day(helsinki_day(one.decided_at)),
    }


class ServiceForm(RegisterForm):
    """By which channel and when a decision was sent to a recipient, and when it arrived."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Recipient"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the recipient."), "invalid_choice": _("Choose the recipient.")},
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=Service.Channel.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "An electronic notice needs the recipient's consent and counts as received on the third day."
        ),
        error_messages={"required": _("Choose the channel.")},
    )
    sent_on = FinnishDateField(
        label=_("Sent on"), error_messages={"required": _("Write the day of sending.")}
    )
    served_on = FinnishDateField(
        label=_("Arrived on"),
        required=False,
        help_text=_("Of a letter on paper, once it is known. The last day of the claim follows from it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Both forms stand on one page: their fields need ids of their own.
        super().__init__(*args, auto_id="service_%s", **kwargs)
        self.helper = helper(submit=_("Enter the service"), name="service", tag=False)


class ClaimForm(RegisterForm):
    """A rectification claim as it came to the registry."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Claimant"),
        empty_label=_("Choose"),
        error_messages={"required": _("Choose the claimant."), "invalid_choice": _("Choose the claimant.")},
    )
    channel = forms.ChoiceField(
        label=_("Channel"),
        choices=RectificationClaim.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the channel.")},
    )
    arrived_at = FinnishMomentField(
        label=_("Arrived at"), error_messages={"required": _("Write the moment of arrival.")}
    )
    demand = PlainTextareaField(
        label=_("Demand"),
        rows=4,
        max_length=LONGEST,
        help_text=_("As the claimant wrote it: it is quoted in the answer."),
        error_messages={"required": _("Write what is demanded.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # Both forms stand on one page: their fields need ids of their own.
        super().__init__(*args, auto_id="claim_%s", **kwargs)
        self.helper = helper(submit=_("Register the claim"), name="claim", tag=False)


class LateForm(forms.Form):
    """How the lateness of a claim was established."""

    ground = PlainTextareaField(
        label=_("How the lateness was established"),
        rows=3,
        max_length=4_000,
        help_text=_("It stands in the letter, in the language of the case."),
        error_messages={"required": _("Tell how the lateness was established.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Present to the decision-maker"), name="late")
