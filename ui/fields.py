"""Form fields that read and show numbers, days and text the Finnish way and never break on hostile input."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ui.formatting import day, number
from ui.numerals import read_day, read_moment, read_number

# Everything that is not text: control characters (but tab and newline) and halves of surrogate pairs.
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LARGEST_INTEGER = 2_147_483_647


def describe(
    field: forms.Field,
    *,
    required_to_submit: bool = False,
    needed: Any = "",
    unit: str = "",
    width: str = "",
) -> forms.Field:
    """Tell the form pack how to show a field: needed before sending, its unit, how long an answer is.

    `needed` are other words than "(needed before sending)", where something else than a sending waits for it.
    """
    if required_to_submit and field.required:
        raise ValueError("a field required for saving needs no second mark")
    if width not in {"", "s", "m"}:
        raise ValueError(f"no such width: {width!r}")
    field.required_to_submit = required_to_submit
    field.needed = needed
    field.unit = unit
    field.width = width
    return field


class Described:
    """Takes the keywords of `describe` in the constructor; what is needed for sending may be saved empty."""

    def __init__(
        self,
        *args: Any,
        required_to_submit: bool = False,
        needed: Any = "",
        unit: str = "",
        width: str = "",
        **kwargs: Any,
    ) -> None:
        if required_to_submit:
            kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)
        describe(self, required_to_submit=required_to_submit, needed=needed, unit=unit, width=width)


class NumberInput(forms.TextInput):
    """A plain text input: browsers' own number inputs refuse spaces and commas, and scroll away values."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "number"} | (attrs or {}))


class FinnishDecimalField(Described, forms.DecimalField):
    """A decimal as written in Finland: `1 000,50`. A decimal point works too; both kinds at once do not."""

    widget = NumberInput
    default_error_messages = {
        "invalid": _("Write the number with digits only, for example 1 250 000 or 1250000,50."),
    }

    def to_python(self, value: object) -> Decimal | None:
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return read_number(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal | int) or isinstance(value, bool) or not Decimal(value).is_finite():
            return value
        exact = Decimal(value)
        places = self.decimal_places
        if places is not None and exact == round(exact, places):
            exact = round(exact, places)
        return number(exact)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        return {}


class EuroField(FinnishDecimalField):
    """A sum in euros and cents, from nothing to 9 999 999 999,99."""

    default_error_messages = {
        "invalid": _("Write the sum in digits, for example 1 250 000 or 1250000,50."),
        "min_value": _("The sum cannot be negative."),
        "max_decimal_places": _("Write at most two decimals. Part thousands with a space, not with a point."),
        "max_digits": _("The sum is too large."),
        "max_whole_digits": _("The sum is too large."),
    }

    def __init__(self, **kwargs: Any) -> None:
        defaults = {"max_digits": 12, "decimal_places": 2, "min_value": Decimal(0), "unit": "€", "width": "m"}
        super().__init__(**(defaults | kwargs))

    def run_validators(self, value: Decimal | None) -> None:
        """Django's validators know their own words only; the codes lead to ours."""
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise ValidationError(
                [
                    ValidationError(self.error_messages.get(one.code, one.message), one.code, one.params)
                    for one in error.error_list
                ]
            ) from None


class FinnishIntegerField(Described, forms.IntegerField):
    """A whole number as written in Finland: `4 500`."""

    widget = NumberInput
    default_error_messages = {"invalid": _("Write a whole number, for example 4 500.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"min_value": 0, "max_value": LARGEST_INTEGER, "width": "s"} | kwargs))

    def to_python(self, value: object) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int):
            return value
        try:
            exact = read_number(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if exact != exact.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(exact)

    def prepare_value(self, value: Any) -> Any:
        return number(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        return {"inputmode": "numeric"}


class FinnishDateField(Described, forms.DateField):
    """A day: `16.5.2018`, or ISO `2018-05-16`; years 1900-2199."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write a day that exists, for example 16.5.2018.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"help_text": _("For example 16.5.2018"), "width": "s"} | kwargs))

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return read_day(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return day(value) if isinstance(value, date) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        return {"inputmode": "decimal", "autocomplete": "off"}


class FinnishMomentField(Described, forms.DateTimeField):
    """A day and a time in one text field, `16.5.2018 15.42`, in Helsinki time; gives an aware moment."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a day and a time that exist, for example 16.5.2018 15.42."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"help_text": _("For example 16.5.2018 15.42"), "width": "m"} | kwargs))

    def to_python(self, value: object) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value if timezone.is_aware(value) else timezone.make_aware(value)
        try:
            naive = read_moment(str(value))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        aware = timezone.make_aware(naive)
        # An hour that the clocks skip in March does not come back as it was written.
        if timezone.make_naive(aware.astimezone(timezone.get_fixed_timezone(0))) != naive:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return aware

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        clock = f"{local.hour}.{local.minute:02d}" + (f".{local.second:02d}" if local.second else "")
        return f"{day(local)} {clock}"


class PlainTextField(Described, forms.CharField):
    """One line of text: NFC, no control characters, no lone surrogates."""

    default_error_messages = {
        "not_text": _("The text has characters that cannot be stored. Paste it as plain text."),
    }

    def to_python(self, value: object) -> str:
        if value in self.empty_values:
            return self.empty_value
        text = self.one_form(str(value))
        if NOT_TEXT.search(text):
            raise ValidationError(self.error_messages["not_text"], code="not_text")
        return super().to_python(unicodedata.normalize("NFC", text))

    def one_form(self, text: str) -> str:
        """A single line has no line breaks: a space stands for them (they must never reach a mail header)."""
        return re.sub("[\r\n\u2028\u2029]+", " ", text)


class PlainTextareaField(PlainTextField):
    """Many lines of text; a line break is one newline, so that length means the same everywhere."""

    widget = forms.Textarea

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        super().__init__(**({"widget": forms.Textarea({"rows": rows})} | kwargs))

    def one_form(self, text: str) -> str:
        return re.sub("\r\n?|[\u2028\u2029]", "\n", text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:  # noqa: ARG002 - Django's signature
        # With maxlength a browser would cut a pasted text without a word. The server judges.
        return {}

    def run_validators(self, value: str) -> None:
        """Says how much is too much in our own words; the other validators speak for themselves."""
        if self.max_length is not None and len(value) > self.max_length:
            raise ValidationError(
                _("The text has %(length)s characters; at most %(most)s fit. Shorten it."),
                code="max_length",
                params={"length": number(len(value)), "most": number(self.max_length)},
            )
        super().run_validators(value)


class ManyFiles(forms.FileInput):
    """The browser's own control, for several files at once."""

    allow_multiple_selected = True


class DocumentField(Described, forms.FileField):
    """One file to send; the browser's own control with our label, no check box for clearing."""

    widget = forms.FileInput
    default_error_messages = {
        "required": _("Choose a file."),
        "missing": _("Choose a file."),
        "empty": _("The file is empty. Choose another file."),
    }

    def __init__(self, *, accept: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if accept:
            self.widget.attrs["accept"] = accept


class DocumentsField(DocumentField):
    """Several files to send at once; the value is a list."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            super().clean(None, initial)
            return []
        # An empty file is judged with the others, by what it holds.
        return list(data) if isinstance(data, list | tuple) else [data]
