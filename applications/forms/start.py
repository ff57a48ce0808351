"""Starting an application: which call and county, for which of one's organisations, in which language."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from applications.models import Application
from pilots.models import Call, Region
from ui.forms import helper


class NewApplicationForm(forms.Form):
    """Choices only, each from what is possible for this person now."""

    call = forms.ChoiceField(label=_("Call"))
    region = forms.ChoiceField(
        label=_("County"),
        help_text=_("The municipalities and joint authorities of this county can be members."),
        error_messages={"required": _("Choose the county of the pilot.")},
    )
    lead = forms.ChoiceField(
        label=_("Lead organisation"),
        help_text=_("Sends the application in the name of the consortium and answers for it."),
    )
    language = forms.ChoiceField(
        label=_("Language of the case"),
        choices=Application.Language.choices,
        widget=forms.RadioSelect,
        help_text=_("The decision letter will be in this language."),
    )

    def __init__(
        self, *args: object, calls: Iterable[Call], regions: Iterable[Region], organisations: Iterable[Organisation],
        **kwargs: object,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.calls = {call.slug: call for call in calls}
        self.regions = {region.pk: region for region in regions}
        self.organisations = {str(organisation.pk): organisation for organisation in organisations}
        offered = {"call": self.calls, "region": self.regions, "lead": self.organisations}
        for name, rows in offered.items():
            empty = [] if len(rows) == 1 else [("", _("Choose"))]
            self.fields[name].choices = empty + [(key, row.name) for key, row in rows.items()]
        self.helper = helper(submit=_("Start the application"))

    def chosen(self) -> dict[str, object]:
        """The rows behind the choices, as `start_application` takes them."""
        given = self.cleaned_data
        return {
            "call": self.calls[given["call"]],
            "region": self.regions[given["region"]],
            "lead": self.organisations[given["lead"]],
            "language": given["language"],
        }
