"""One row of each list of a call, in all three languages; an empty row at the end adds one."""

import re
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.people import as_email, email_field
from decisions.forms.texts import Text, TextsMixin
from pilots.models import CallDocument, CallEvent, CallQuestion, CallScreeningPoint
from ui.fields import FinnishDateField, FinnishIntegerField, PlainTextareaField, PlainTextField
from ui.formatting import day
from ui.numerals import read_day

LANGUAGES = ("fi", "sv", "en")
LONG = 6_000
DASH = re.compile(r"\s*[–-]\s*")
CLOCK = _("For example 12.30")


def chosen(field: forms.ChoiceField) -> forms.ChoiceField:
    """With its first choice chosen, so that an untouched row does not count as written."""
    field.initial = str(field.choices[0][0])
    return field


class RowForm(TextsMixin, forms.Form):
    """A row with its code, hidden; `content` is what the list's action takes."""

    heading: ClassVar[str]
    code = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, elements: list[tuple[str, str]] = (), **kwargs: Any) -> None:
        self.elements = list(elements)
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_of(cls, row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG003 - others need it
        """A stored row as it stands in the form; `rows` are all of the list."""
        return dict(row)

    def content(self) -> dict[str, Any]:
        """The row as it is stored."""
        names = {"DELETE", "ORDER"}
        return {name: value for name, value in self.cleaned_data.items() if name not in names}


class IllustrativeMixin(forms.Form):
    """Whether no source tells it."""

    illustrative = forms.BooleanField(label=_("Illustrative"), required=False)


class ElementRow(RowForm):
    heading = "name"
    texts = (Text("name", _("Name"), 120),)


class CriterionRow(IllustrativeMixin, RowForm):
    heading = "text"
    texts = (Text("text", _("Criterion"), LONG, rows=3),)
    field_order = ("code", "text", "illustrative")


class ActRow(RowForm):
    heading = "act"
    texts = (Text("act", _("Name of the act"), 160),)
    field_order = ("code", "number", "act", "sections")
    number = PlainTextField(
        label=_("Number in the statute book"), max_length=12, width="s", help_text=_("For example 688/2001")
    )
    sections = PlainTextField(label=_("Sections"), max_length=80, required=False, width="m")

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if not re.fullmatch("[0-9]{1,5}/[0-9]{4}", number):
            raise ValidationError(_("Write the number and the year, for example 688/2001."), code="number")
        return number


class ScreeningRow(RowForm):
    heading = "text"
    texts = (Text("text", _("Point"), LONG, rows=2),)
    field_order = ("code", "kind", "text", "law_fi", "law_sv")
    kind = forms.ChoiceField(label=_("What answers it beforehand"), choices=CallScreeningPoint.Kind.choices)
    law_fi = PlainTextField(label=_("Provision, in Finnish"), max_length=120, required=False)
    law_sv = PlainTextField(label=_("Provision, in Swedish"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["kind"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        for name, other in (("law_fi", "law_sv"), ("law_sv", "law_fi")):
            if data.get(other) and not data.get(name):
                self.add_error(name, _("Write the provision in both languages, or in neither."))
        return data


class ReviewRow(RowForm):
    heading = "name"
    texts = (Text("name", _("Criterion"), 160), Text("hint", _("Hint"), 2_000, rows=2, needed=False))
    field_order = ("code", "name", "hint", "most", "weight")
    most = FinnishIntegerField(label=_("Points at most"), min_value=1, max_value=100, initial=5)
    weight = FinnishIntegerField(label=_("Counted times"), min_value=1, max_value=100, initial=1)


class QuestionRow(RowForm):
    """One question. Choices are written one on a line, the same number in each language."""

    heading = "label"
    texts = (
        Text("label", _("Question"), 200),
        Text("hint", _("Hint"), 2_000, rows=2, needed=False),
        Text(
            "options",
            _("Choices"),
            4_000,
            rows=3,
            needed=False,
            hint=_("One on each line; of a choice only."),
        ),
    )
    field_order = (
        "code", "section", "for_elements", "kind", "label", "hint", "options", "required", "max_length", "latest_on",
    )  # fmt: skip
    section = forms.ChoiceField(
        label=_("Where it is asked"),
        choices=[("plan", _("once, in the plan")), ("element", _("of elements"))],
    )
    for_elements = forms.MultipleChoiceField(
        label=_("Of these elements"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: of every element."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CallQuestion.Kind.choices)
    required = forms.BooleanField(label=_("Must be answered"), required=False, initial=True)
    max_length = FinnishIntegerField(
        label=_("Characters at most"), min_value=1, max_value=20_000, initial=4_000
    )
    latest_on = FinnishDateField(label=_("Latest day that may be answered"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["for_elements"].choices = self.elements
        for name in ("section", "kind"):
            chosen(self.fields[name])

    @classmethod
    def initial_of(cls, row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG003 - others need it
        texts = {
            f"options_{language}": "\n".join(one[language] for one in row["options"])
            for language in LANGUAGES
        }
        return dict(row) | texts

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        lines = [self.lines(language) for language in LANGUAGES]
        if data.get("kind") == CallQuestion.Kind.CHOICE:
            if len(lines[0]) < 2:  # noqa: PLR2004 - one choice is no choice
                self.add_error("options_fi", _("Write at least two choices, one on each line."))
            elif len({len(one) for one in lines}) != 1:
                self.add_error("options_sv", _("Write as many choices in each language."))
        elif any(lines):
            self.add_error("options_fi", _("Only a question of the kind “one of some” has choices."))
        if data.get("latest_on") and data.get("kind") != CallQuestion.Kind.DATE:
            self.add_error("latest_on", _("Only a question that asks a day has a latest day."))
        if data.get("for_elements") and data.get("section") == "plan":
            self.add_error("for_elements", _("What is asked once in the plan is asked of no element."))
        return data

    def lines(self, language: str) -> list[str]:
        text = self.cleaned_data.get(f"options_{language}") or ""
        return [line.strip() for line in text.splitlines() if line.strip()]

    def content(self) -> dict[str, Any]:
        found = super().content()
        known = {one["fi"]: one["code"] for one in self.initial.get("options", [])}
        options: list[dict[str, str]] = []
        for fi, sv, en in zip(*(self.lines(language) for language in LANGUAGES), strict=True):
            code = known.get(fi) or slugify(en)[:30] or "option"
            while code in {one["code"] for one in options}:
                code += "x"
            options.append({"code": code, "fi": fi, "sv": sv, "en": en})
        for language in LANGUAGES:
            del found[f"options_{language}"]
        return found | {"options": options}


class DocumentRow(IllustrativeMixin, RowForm):
    """A link, a text of our own, or both."""

    heading = "title"
    texts = (
        Text("title", _("Heading"), 200),
        Text("text", _("Text"), LONG, rows=4, needed=False),
        Text("url", _("Web address"), 200, needed=False, hint=_("Begins with https://")),
    )
    field_order = ("code", "kind", "published_on", "title", "text", "url", "illustrative")
    kind = forms.ChoiceField(label=_("Kind"), choices=CallDocument.Kind.choices)
    published_on = FinnishDateField(label=_("Published on"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["kind"])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        check = forms.URLField(assume_scheme="https", max_length=200)
        for language in LANGUAGES:
            url = data.get(f"url_{language}")
            if url and not url.startswith("https://"):
                self.add_error(f"url_{language}", _("The address must begin with https://."))
            elif url:
                try:
                    check.clean(url)
                except ValidationError:
                    self.add_error(f"url_{language}", _("This is not a web address."))
        if not data.get("text_fi") and not data.get("url_fi") and not self.errors:
            self.add_error("text_fi", _("Write a text or a web address."))
        return data


class EventRow(IllustrativeMixin, RowForm):
    heading = "title"
    texts = (
        Text("title", _("Heading"), 200),
        Text("text", _("Text"), LONG, rows=3, needed=False),
        Text("place", _("Place of the event"), 200, needed=False),
    )
    field_order = (
        "code", "state", "on", "moved_to", "begins", "ends", "title", "text", "place", "illustrative",
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), choices=CallEvent.State.choices)
    on = FinnishDateField(label=_("Day as first announced"))
    moved_to = FinnishDateField(label=_("New day"), required=False)
    begins = forms.TimeField(
        label=_("Begins"), required=False, input_formats=["%H.%M", "%H:%M"], help_text=CLOCK
    )
    ends = forms.TimeField(label=_("Ends"), required=False, input_formats=["%H.%M", "%H:%M"], help_text=CLOCK)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen(self.fields["state"])
        for name in ("begins", "ends"):
            self.fields[name].widget = forms.TextInput({"class": "input-s", "autocomplete": "off"})
            self.fields[name].error_messages["invalid"] = _("Write a time of day, for example 12.30.")

    @classmethod
    def initial_of(cls, row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ARG003 - others need it
        clocks = {name: f"{row[name]:%H.%M}" if row[name] else "" for name in ("begins", "ends")}
        return dict(row) | clocks

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("moved_to") and data.get("state") not in {"postponed", "held"}:
            self.add_error("moved_to", _("Only an event that is postponed or held has a new day."))
        if data.get("ends") and (not data.get("begins") or data["ends"] <= data["begins"]):
            self.add_error("ends", _("The end comes after the beginning."))
        return data


class ContactRow(IllustrativeMixin, RowForm):
    """Who answers questions, by role. An absence is a line: the days, and perhaps the substitute's address."""

    heading = "role"
    texts = (
        Text("role", _("Role"), 160),
        Text("subject", _("What about"), 200, needed=False),
    )
    field_order = ("code", "role", "subject", "email", "only_substitutes", "absent", "illustrative")
    email = email_field()
    only_substitutes = forms.BooleanField(label=_("Only stands in for others"), required=False)
    absent = PlainTextareaField(
        label=_("Absences"),
        max_length=2_000,
        required=False,
        rows=2,
        help_text=_("One on each line: 1.7.2027–31.7.2027 substitute@stm.example"),
    )

    def clean_email(self) -> str:
        return as_email(self.cleaned_data["email"])

    @classmethod
    def initial_of(cls, row: dict[str, Any], rows: list[dict[str, Any]]) -> dict[str, Any]:
        addresses = {one["code"]: one["email"] for one in rows}
        lines = [
            f"{day(date.fromisoformat(one['from_on']))}–{day(date.fromisoformat(one['until_on']))} "
            f"{addresses.get(one['substitute'], '')}".strip()
            for one in row["absences"]
        ]
        return {name: value for name, value in row.items() if name != "absences"} | {
            "absent": "\n".join(lines)
        }

    def clean_absent(self) -> list[tuple[date, date, str]]:
        """Each line as first day, last day and address."""
        found = []
        for line in filter(None, map(str.strip, self.cleaned_data["absent"].splitlines())):
            match = re.fullmatch(r"(\S+?)\s*[–-]\s*(\S+)(?:\s+(\S+))?", line)
            try:
                first, last = (read_day(match[1]), read_day(match[2])) if match else (None, None)
            except ValueError:
                first = last = None
            if first is None or last is None or last < first:
                raise ValidationError(
                    _("Write the days of each absence as 1.7.2027–31.7.2027: “%(line)s” cannot be read."),
                    code="absence",
                    params={"line": line},
                )
            found.append((first, last, (match[3] or "").lower()))
        return found

    def content(self) -> dict[str, Any]:
        """The row; a substitute is named by its address until every row has a code."""
        found = super().content()
        absences = [
            {"from_on": first.isoformat(), "until_on": last.isoformat(), "substitute": address}
            for first, last, address in found.pop("absent")
        ]
        return found | {"absences": absences}


class AnswerRow(IllustrativeMixin, RowForm):
    heading = "question"
    texts = (Text("question", _("Question"), 300), Text("answer", _("Answer"), LONG, rows=4))
    field_order = ("code", "question", "answer", "answered_on", "updated_on", "illustrative")
    answered_on = FinnishDateField(label=_("Answered on"))
    updated_on = FinnishDateField(label=_("Updated on"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answered_on") and data.get("updated_on") and data["updated_on"] < data["answered_on"]:
            self.add_error("updated_on", _("An answer is updated after it has been given."))
        return data


ROWS: dict[str, type[RowForm]] = {
    "elements": ElementRow,
    "questions": QuestionRow,
    "criteria": CriterionRow,
    "acts": ActRow,
    "screening_points": ScreeningRow,
    "review_criteria": ReviewRow,
    "documents": DocumentRow,
    "events": EventRow,
    "contacts": ContactRow,
    "answers": AnswerRow,
}
