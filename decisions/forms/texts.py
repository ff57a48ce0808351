"""Texts in Finnish, Swedish and English side by side, as fields of forms about calls."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ui.fields import PlainTextareaField, PlainTextField

LANGUAGES = (("fi", _("in Finnish")), ("sv", _("in Swedish")), ("en", _("in English")))


@dataclass(frozen=True)
class Text:
    """One text in three languages; `rows` makes it a text area. One that is not needed stands in all or in none."""

    name: str
    label: str | Promise
    most: int
    rows: int = 0
    needed: bool = True
    hint: str | Promise = ""

    def fields(self) -> Iterator[tuple[str, forms.Field]]:
        """The names and fields, one for each language."""
        for language, words in LANGUAGES:
            label = format_lazy("{label}, {language}", label=self.label, language=words)
            made: dict[str, Any] = {"label": label, "max_length": self.most, "required": self.needed}
            if self.hint and language == "fi":
                made["help_text"] = self.hint
            field = PlainTextareaField(rows=self.rows, **made) if self.rows else PlainTextField(**made)
            yield f"{self.name}_{language}", field

    def check(self, form: forms.Form) -> None:
        """Mark the languages in which a text is missing that stands in another."""
        names = [f"{self.name}_{language}" for language, _words in LANGUAGES]
        given = [name for name in names if form.cleaned_data.get(name)]
        if self.needed or not given:
            return
        for name in names:
            if name not in given and name not in form.errors:
                form.add_error(name, _("Write the text in all three languages, or in none."))


class TextsMixin:
    """Adds the texts of `texts` to a form's fields and puts all in the order of `field_order`."""

    texts: tuple[Text, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for text in self.texts:
            self.fields.update(text.fields())
        if self.field_order:
            names = {text.name: [name for name, _field in text.fields()] for text in self.texts}
            self.order_fields([one for name in self.field_order for one in names.get(name, [name])])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for text in self.texts:
            text.check(self)
        return data
