"""The form of a presentation memo: for whom, in which language, and when they meet."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import Forum
from ui.fields import FinnishDateField
from ui.forms import helper


class MemoForm(forms.Form):
    """What is told of a memo; the rest is the state of the proposals."""

    forum = forms.ChoiceField(label=_("For whom the memo is made"), choices=Forum, widget=forms.RadioSelect)
    language = forms.ChoiceField(
        label=_("Language of the memo"),
        choices=[("fi", _("Finnish")), ("sv", _("Swedish"))],
        initial="fi",
        widget=forms.RadioSelect,
        help_text=_("The reasons stay in the language of each case."),
    )
    meets_on = FinnishDateField(label=_("Day of the meeting"), required=False)

    def __init__(self, *args: object, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Make the memo"), name="make")
