"""What the form pack draws in Python: small pieces of each field, where a template would cost several times more."""

from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from ui import controls

NOTHING, ERROR_CLASS = SafeString(""), SafeString(" has-error")
CROSS = SafeString('<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><use href="#i-cross"/></svg>')


def shape(field: BoundField) -> str:
    """How a field is laid out: a group of controls with a legend, one check box, or a label above a control."""
    if field.use_fieldset:
        return "group"
    return "checkbox" if isinstance(field.field.widget, CheckboxInput) else "single"


def requirement(field: BoundField) -> SafeString:
    """What may be left empty: for good, or only until the application is sent. A lone check box says it itself."""
    later = getattr(field.field, "required_to_submit", False)
    if field.field.required or (not later and shape(field) == "checkbox"):
        return SafeString("")
    words = (getattr(field.field, "needed", "") or _("(needed before sending)")) if later else _("(optional)")
    return format_html(' <span class="requirement">{}</span>', words)


def field_errors(field: BoundField) -> SafeString:
    """The field's messages under the id that its control is described by."""
    word = _("Error:")
    lines = format_html_join(
        "",
        '<p class="error">{}<span><span class="hidden">{} </span>{}</span></p>',
        ((CROSS, word, message) for message in field.errors),
    )
    return format_html('<div id="{}_error">{}</div>', field.auto_id, lines)


def control(field: BoundField) -> SafeString:
    """A field's input with the pack's classes; the aria and required attributes are Django's own."""
    own = field.field.widget.attrs.get("class", "")
    width = getattr(field.field, "width", "")
    classes = " ".join(part for part in ("input", f"input-{width}" if width else "", own) if part)
    return controls.control(field, {"class": classes})


def choices_or_parts(field: BoundField) -> SafeString:
    """Every choice inside its own label; other groups (two inputs of one value) side by side."""
    if not isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return format_html('<div class="row">{}</div>', control(field))
    choices = ((choice.tag(), choice.choice_label) for choice in field)
    return format_html_join("\n", '<label class="choice">{}<span>{}</span></label>', choices)


def single(field: BoundField, wrapper_class: str = "") -> SafeString:
    """A label above its control, with its hint, its errors and its unit: what most fields are."""
    unit = getattr(field.field, "unit", "")
    drawn = control(field)
    errors = field.errors
    hint = field.help_text
    return format_html(
        '<div class="field{}{}">\n<label class="label" for="{}">{}{}</label>\n{}{}\n{}\n</div>',
        ERROR_CLASS if errors else NOTHING,
        f" {wrapper_class}" if wrapper_class else NOTHING,
        field.id_for_label,
        field.label,
        NOTHING if field.field.required else requirement(field),
        format_html('<p class="hint" id="{}_helptext">{}</p>', field.auto_id, hint) if hint else NOTHING,
        field_errors(field) if errors else NOTHING,
        format_html('<div class="row">{}<span>{}</span></div>', drawn, unit) if unit else drawn,
    )
