"""The shape of our forms: one main button, quiet ones after it, addresses and htmx attributes."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import LayoutObject, Submit


class Save(Submit):
    """The one main button of a form."""

    field_classes = ""


class Also(Submit):
    """A quiet button beside it: sends the form too, under its own name."""

    field_classes = "button-quiet"


class PageForm(FormHelper):
    """A FormHelper whose action is an address as it stands; crispy would try it as a route's name first."""

    form_action = ""


def helper(
    *,
    submit: Any = "",
    name: str = "save",
    more: Sequence[tuple[str, Any]] = (),
    layout: LayoutObject | None = None,
    action: str = "",
    method: str = "post",
    tag: bool = True,
    attrs: dict[str, str] | None = None,
) -> FormHelper:
    """A FormHelper: `submit` is the main button's words, `more` quiet buttons as (name, words) pairs."""
    made = PageForm()
    made.form_method = method
    made.form_action = action
    made.form_tag = tag
    # We check on the server: browsers' own bubbles vanish, speak the browser's language and skip the summary.
    made.attrs = {"novalidate": True} | (attrs or {})
    if submit:
        made.add_input(Save(name, submit))
    for other, words in more:
        made.add_input(Also(other, words))
    if layout is not None:
        made.layout = layout
    return made
