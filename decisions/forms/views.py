"""The name under which a view of the list of cases is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.fields import PlainTextField
from ui.forms import helper

LONGEST_NAME, LONGEST_QUERY = 60, 500


class ViewForm(forms.Form):
    """A name; the list's address comes along hidden."""

    query = forms.CharField(required=False, max_length=LONGEST_QUERY, widget=forms.HiddenInput)
    name = PlainTextField(
        label=_("Name of the view"),
        max_length=LONGEST_NAME,
        help_text=_("For example: my own, waiting for a supplement. Only you see your views."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(submit=_("Keep this view"), name="keep-view")
