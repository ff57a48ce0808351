"""Gathers what is wrong in a form or a formset as links to the fields, for the summary above the form."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.forms import BaseForm, BoundField
from django.forms.formsets import BaseFormSet
from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class Problem:
    """One message, the field's name and the id of its control; both empty when it is about the whole."""

    label: str
    message: str
    target: str


def target_of(field: BoundField) -> str:
    """The id that a link can move focus to; a group of choices is reached by its first one."""
    if field.is_hidden or not field.auto_id:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"


def problems(form: BaseForm | BaseFormSet) -> Iterator[Problem]:
    """In the order of the page; what concerns the whole comes first."""
    if isinstance(form, BaseFormSet):
        if not form.is_bound:
            return
        for message in form.non_form_errors():
            yield Problem("", str(message), "")
        for number, each in enumerate(form.forms, start=1):
            for found in problems(each):
                named = _("Row %(number)s: %(label)s") % {"number": number, "label": found.label}
                yield replace(found, label=named) if found.label else found
        return
    for message in form.non_field_errors():
        yield Problem("", str(message), "")
    for field in form:
        for message in field.errors:
            yield Problem(str(field.label), str(message), target_of(field))
