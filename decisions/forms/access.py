"""What the review found of one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from decisions.models import AccessMark
from decisions.queries.access_review import Access
from ui.fields import PlainTextField

LARGEST = 2**31 - 1


class MarkForm(forms.Form):
    """The hidden fields say of whom; the button that was pressed says what was found."""

    round = forms.IntegerField(min_value=1, max_value=LARGEST)
    person = forms.IntegerField(min_value=1, max_value=LARGEST)
    organisation = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
    finding = forms.ChoiceField(choices=AccessMark.Finding.choices)
    note = PlainTextField(label=_("Note"), max_length=300, required=False)

    def is_of(self, one: Access) -> bool:
        """Whether it is about this row."""
        organisation = one.affiliation.organisation_id if one.affiliation else None
        given = self.data.get("person", ""), self.data.get("organisation", "")
        return given == (str(one.person.pk), str(organisation or ""))
