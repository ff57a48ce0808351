"""Pages that save themselves: fields that cannot be read keep what is stored, and the browser's copy has a name."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet

from ui.errors import Problem, problems

SAVED_COPY = "saved_copy"
COPY_NAME = re.compile(r"[0-9a-f]{8,40}")


def unreadable(form: forms.Form | BaseFormSet) -> list[Problem]:
    """What of a typed form cannot be saved, and why."""
    return list(problems(form))


def with_stored(form: forms.Form) -> Any:
    """The typed data with what is stored in the place of the fields that cannot be read."""
    data = form.data.copy()
    for name in form.errors:
        if name in form.fields:
            put_stored(data, form, name)
    return data


def put_stored(data: Any, form: forms.Form, name: str) -> None:
    """Write a field's stored value into posted data, as the page would show it."""
    bound = form[name]
    shown = bound.field.widget.format_value(bound.field.prepare_value(bound.initial))
    if isinstance(bound.field, forms.BooleanField):
        shown = "on" if bound.initial else None
    if shown in (None, "", []):
        data.pop(bound.html_name, None)
    elif isinstance(shown, list):
        data.setlist(bound.html_name, shown)
    else:
        data[bound.html_name] = shown


def copy_name(data: Mapping[str, str]) -> str:
    """The name under which the browser keeps a copy of this text; "" when it keeps none."""
    found = data.get("copy", "")
    return found if COPY_NAME.fullmatch(found) else ""
