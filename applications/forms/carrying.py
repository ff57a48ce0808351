"""Choosing an earlier application and the open call into which it is carried."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Application
from pilots.models import Call
from ui.forms import helper


class CarryForm(forms.Form):
    """Choices only: the person's own earlier applications, and the calls that are open now."""

    source = forms.ChoiceField(
        label=_("Earlier application"),
        error_messages={"required": _("Choose the application that is carried forward.")},
    )
    call = forms.ChoiceField(label=_("Into which call"))

    def __init__(
        self, *args: object, sources: Iterable[Application], calls: Iterable[Call], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        self.sources = {str(one.pk): one for one in sources}
        self.calls = {one.slug: one for one in calls}
        unsent = _("not sent")
        self.fields["source"].choices = [
            (key, f"{one.region.name}, {one.call.name} ({one.case_number or unsent})")
            for key, one in self.sources.items()
        ]
        self.fields["call"].choices = [(key, one.name) for key, one in self.calls.items()]
        self.helper = helper(submit=_("Carry it forward"))

    def chosen(self) -> dict[str, object]:
        """The rows behind the choices, as `carry_forward` takes them."""
        given = self.cleaned_data
        return {"source": self.sources[given["source"]], "call": self.calls[given["call"]]}
