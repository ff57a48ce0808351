"""Draws lines and text areas in Python; Django's own templates would cost several times more for each field."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField, Widget
from django.forms.renderers import get_default_renderer
from django.utils.html import format_html
from django.utils.safestring import SafeString

LINE, AREA = "django/forms/widgets/text.html", "django/forms/widgets/textarea.html"
NOTHING = SafeString("")


class Renderer:
    """Knows the two commonest controls; hands the rest on to Django's."""

    def render(self, template_name: str, context: Mapping[str, Any], request: object = None) -> SafeString:
        widget = context["widget"]
        if template_name == LINE:
            value = NOTHING if widget["value"] is None else format_html(' value="{}"', str(widget["value"]))
            attributes = attributes_of(widget["attrs"])
            return format_html(
                '<input type="{}" name="{}"{}{}>', widget["type"], widget["name"], value, attributes
            )
        if template_name == AREA:
            value = "" if widget["value"] is None else str(widget["value"])
            return format_html(
                '<textarea name="{}"{}>\n{}</textarea>', widget["name"], attributes_of(widget["attrs"]), value
            )
        return get_default_renderer().render(template_name, context, request)


RENDERER = Renderer()
# A widget that draws itself in its own way is left to it.
BASE_RENDER = Widget.render


def attributes_of(attributes: Mapping[str, Any]) -> SafeString:
    """As Django writes them: False is left out, True stands alone."""
    shown = {name: value for name, value in attributes.items() if value is not False}
    pattern = "".join(' {}="{}"' if value is not True else " {}" for value in shown.values())
    words = [
        word
        for name, value in shown.items()
        for word in ((name, str(value)) if value is not True else (name,))
    ]
    return format_html(pattern, *words) if words else NOTHING


def control(field: BoundField, attrs: dict[str, Any]) -> SafeString:
    """A field's control with these attributes beside its own, as `BoundField.as_widget` makes it."""
    widget = field.field.widget
    if field.field.localize or type(widget).render is not BASE_RENDER:
        return field.as_widget(attrs=attrs)
    attrs = field.build_widget_attrs(attrs, widget)
    if field.auto_id and "id" not in widget.attrs:
        attrs.setdefault("id", field.auto_id)
    return widget.render(name=field.html_name, value=field.value(), attrs=attrs, renderer=RENDERER)
