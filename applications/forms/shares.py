"""The members' shares: a sum for each, or nothing while it is open."""

from collections.abc import Iterable
from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from applications.models import Member
from ui.fields import EuroField
from ui.forms import helper

PREFIX = "share-"


class SharesForm(forms.Form):
    """One sum for each member that this person may write for."""

    def __init__(self, *args: object, members: Iterable[Member], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"{PREFIX}{member.pk}"] = EuroField(
                label=member.organisation.name,
                required=False,
                initial=member.share_eur,
                help_text=_("Leave empty while the share is open."),
            )
        self.helper = helper(tag=False)

    def shares(self) -> dict[int, Decimal | None]:
        """What was written, as `save_shares` takes it."""
        return {int(name.removeprefix(PREFIX)): value for name, value in self.cleaned_data.items()}
