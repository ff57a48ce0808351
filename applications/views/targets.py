"""A target of one's own in words: what was aimed at, what is confirmed, and whether it is enough."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from applications.queries.targets import Target
from ui.formatting import number


@dataclass(frozen=True)
class TargetLine:
    """A target as a sentence, with the state of a tag and its word."""

    text: str
    state: str
    word: str


def target_line(target: Target) -> TargetLine:
    """What was aimed at and what is confirmed, as in: Target 1 000 000 – confirmed 1 049 206."""
    wanted = number(target.wanted)
    if target.reached is None:
        return TargetLine(
            _("Target %(wanted)s inhabitants") % {"wanted": wanted}, "none", _("cannot be counted")
        )
    text = _("Target %(wanted)s – confirmed %(reached)s") % {
        "wanted": wanted,
        "reached": number(target.reached),
    }
    return (
        TargetLine(text, "ok", _("is met")) if target.is_met else TargetLine(text, "wait", _("not met yet"))
    )
