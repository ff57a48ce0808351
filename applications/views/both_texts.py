"""Two texts of one field after a clash: side by side with the words that differ, and the choice between them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from applications.views.self_saving import put_stored
from ui.differences import Piece, word_differences

MINE, THEIRS, BOTH = "mine", "theirs", "both"
CHOICE, MERGED = "choose-", "merged-"


@dataclass(frozen=True)
class Difference:
    """A field that two people wrote differently; `name` is "" where there is nothing to choose field by field."""

    label: str
    theirs: str
    mine: str
    name: str = ""
    is_text: bool = False
    choice: str = MINE
    typed_merged: str | None = None

    @property
    def pieces(self) -> list[Piece]:
        """Theirs as removed, mine as added."""
        return word_differences(self.theirs, self.mine)

    @property
    def merged(self) -> str:
        """Both texts in one: what both have once, then theirs and mine where they differ."""
        if self.typed_merged is not None:
            return self.typed_merged
        return "".join(
            piece.text if at == 0 or piece.text[:1].isspace() else f" {piece.text}"
            if self.pieces[at - 1].kind != "same" and piece.kind != "same" else piece.text
            for at, piece in enumerate(self.pieces)
        )  # fmt: skip


def differences(mine: forms.Form, theirs: forms.Form, names: Iterable[str] = ()) -> list[Difference]:
    """The fields whose text differs between a typed form and the stored one."""
    found = []
    for name in names or mine.fields:
        typed, stored = shown(mine[name]), shown(theirs[name])
        if typed != stored:
            is_text = isinstance(mine[name].field.widget, forms.Textarea)
            found.append(Difference(str(mine[name].label), stored, typed, name, is_text))
    return found


def shown(bound: forms.BoundField) -> str:
    """A field's value as a person reads it."""
    value = bound.value()
    if isinstance(value, bool) or isinstance(bound.field, forms.BooleanField):
        return _("yes") if value else _("no")
    choices = getattr(bound.field, "choices", None)
    if choices:
        value = dict(choices).get(value, value)
    return "\n".join(str(value if value is not None else "").splitlines())


def with_choices(data: Any, stored: forms.Form) -> Any:
    """The typed data, in which a field's chosen text stands: theirs, as it is stored now, or both put together.

    Where theirs has changed again since it was shown, the version that was seen tells it, and both are shown again.
    """
    if not any(name.startswith(CHOICE) for name in data):
        return data
    chosen = data.copy()
    for name in stored.fields:
        choice = data.get(f"{CHOICE}{name}")
        if choice == THEIRS:
            put_stored(chosen, stored, name)
        elif choice == BOTH and f"{MERGED}{name}" in data:
            chosen[stored.add_prefix(name)] = data[f"{MERGED}{name}"]
    return chosen
