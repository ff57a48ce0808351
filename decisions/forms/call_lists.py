"""A list of a call as rows of fields: what is there, an empty row, and more when asked for; no script needed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.translation import gettext_lazy as _

from decisions.forms.call_rows import ROWS, RowForm
from decisions.queries.calls import Row, rows_of
from pilots.models import Call
from ui.fields import FinnishIntegerField

PREFIX = "rows"
MOST_ROWS = 60


class BaseList(BaseFormSet):
    """All rows of one saving, with a place for each and a box that removes it."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        place = index + 1 if index is not None and index < self.initial_form_count() else None
        form.fields["ORDER"] = FinnishIntegerField(
            label=_("Place in the list"), required=False, max_value=999, initial=place
        )
        form.fields["DELETE"] = forms.BooleanField(label=_("Remove this row"), required=False)

    def clean(self) -> None:
        """No row is lost on the way, and an absence names somebody of the list."""
        if self.total_form_count() < self.initial_form_count():
            raise forms.ValidationError(
                _("Rows are missing from what was sent. Open the page again."), code="missing"
            )

    def content(self) -> list[Row]:
        """The rows that stay. One whose place was changed goes there; the others keep their order."""
        staying = list(self.ordered_forms)
        moved = [form for form in staying if "ORDER" in form.changed_data and form.cleaned_data["ORDER"]]
        rows = [form for form in self.forms if form in staying and form not in moved]
        for form in sorted(moved, key=lambda one: one.cleaned_data["ORDER"]):
            rows.insert(form.cleaned_data["ORDER"] - 1, form)
        return [form.content() for form in rows]


class ContactList(BaseList):
    """Substitutes are named by address, and stored by code once every row has one."""

    def clean(self) -> None:
        super().clean()
        known = {
            form.cleaned_data.get("email")
            for form in self.forms
            if hasattr(form, "cleaned_data") and not form.cleaned_data.get("DELETE")
        }
        for form in self.forms:
            absent = form.cleaned_data.get("absent") or [] if hasattr(form, "cleaned_data") else []
            if any(address and address not in known for _first, _last, address in absent):
                form.add_error("absent", _("The substitute must be one of the contacts, by its address."))
                raise forms.ValidationError(_("A substitute is not among the contacts."), code="substitute")


def list_form(call: Call, part: str, data: Mapping[str, Any] | None = None) -> BaseList:
    """The rows as stored, or as typed."""
    rows = rows_of(call, part)
    kind: type[RowForm] = ROWS[part]
    made = formset_factory(
        kind,
        formset=ContactList if part == "contacts" else BaseList,
        extra=1,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS,
        validate_max=True,
        can_order=True,
        can_delete=True,
    )
    elements = (
        [(one.code, one.name) for one in call.elements.order_by("order")] if part == "questions" else []
    )
    initial = [kind.initial_of(row, rows) for row in rows]
    return made(data, initial=initial, prefix=PREFIX, form_kwargs={"elements": elements})


def with_more_rows(data: Any) -> Any:
    """The same typed rows and an empty one after them."""
    more, name = data.copy(), f"{PREFIX}-TOTAL_FORMS"
    typed = more.get(name, "")
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0  # noqa: PLR2004 - three digits
    more[name] = str(min(count + 1, MOST_ROWS))
    return more
