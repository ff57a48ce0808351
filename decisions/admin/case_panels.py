"""What the rooms of a case tell on its page: short sections between the answer and the material, each one's own."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from applications.workflow import Event
from decisions.models import CaseFile


@dataclass(frozen=True)
class Panel:
    """A section of the page: its heading, the template of its body and what that needs, as `panel`."""

    ident: str
    heading: Any
    template: str
    values: dict[str, Any] = field(default_factory=dict)


Panels = Iterator[Panel]
# In the order of a case's life. A panel costs one query at most, and none where it has nothing to tell.
PANELS: tuple[Callable[[HttpRequest, CaseFile, set[Event]], Panels], ...] = ()


def panels_of(request: HttpRequest, found: CaseFile, events: set[Event]) -> list[Panel]:
    """Every section that has something to tell this person."""
    return [panel for panels in PANELS for panel in panels(request, found, events)]
