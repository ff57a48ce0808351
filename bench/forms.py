"""A page of 30 fields through the form pack, against the same fields in a loop written by hand."""

from collections.abc import Iterator

from django import forms
from django.template import engines
from django.test import RequestFactory

from bench.measuring import Line, side_by_side
from ui.fields import (
    EuroField,
    FinnishDateField,
    FinnishIntegerField,
    PlainTextareaField,
    PlainTextField,
    describe,
)
from ui.forms import helper

MOST = 1.3
PACK = "{% load crispy_forms_tags %}{% crispy form %}"
BY_HAND = """<form method="post">{% csrf_token %}{% for field in form %}
<div class="field{% if field.errors %} has-error{% endif %}">
<label class="label" for="{{ field.id_for_label }}">{{ field.label }}{% if not field.field.required %} \
<span class="requirement">(optional)</span>{% endif %}</label>
{% if field.help_text %}<span class="hint" id="{{ field.auto_id }}_helptext">{{ field.help_text }}</span>{% endif %}
{% for error in field.errors %}<p class="error" id="{{ field.auto_id }}_error">{{ error }}</p>{% endfor %}
{{ field }}
</div>{% endfor %}
<div class="save-bar"><button class="button">Save</button></div></form>"""


class ManyFields(forms.Form):
    """30 fields of the kinds that an application has: text, lines, numbers, euros, days and choices."""

    def __init__(self) -> None:
        super().__init__(initial={f"field_{number}": "1" for number in range(0, 30, 6)})
        self.helper = helper(submit="Save")
        kinds = (
            lambda **more: PlainTextareaField(max_length=4000, **more),
            lambda **more: PlainTextField(max_length=200, **more),
            EuroField,
            FinnishIntegerField,
            FinnishDateField,
            lambda **more: describe(forms.ChoiceField(choices=[("1", "One"), ("2", "Two")], **more)),
        )
        for number in range(30):
            self.fields[f"field_{number}"] = kinds[number % len(kinds)](
                label=f"Question {number}",
                help_text="What is meant, in one sentence.",
                required=number % 2 == 0,
            )


def lines() -> Iterator[Line]:
    """Making the form and drawing it, both ways."""
    request = RequestFactory().get("/")
    ways = {"pack": engines["django"].from_string(PACK), "by hand": engines["django"].from_string(BY_HAND)}
    for name, template in ways.items():
        drawn = template.render({"form": ManyFields()}, request)
        assert drawn.count('id="id_field_') >= len(ManyFields().fields), name
    taken = side_by_side(
        {
            name: lambda template=template: template.render({"form": ManyFields()}, request)
            for name, template in ways.items()
        }
    )
    yield Line(
        "30 fields through crispy, times a loop by hand",
        taken["pack"] / taken["by hand"],
        MOST,
        f"the same fields by hand: {taken['by hand'] * 1000:.2f} ms",
        "×",
    )
