"""What the rooms of a case tell on its page: short sections between the answer and the material, each one's own."""

from collections.abc import Callable

from django.http import HttpRequest

from applications.workflow import Event
from decisions.admin.after_panels import AFTERWARDS
from decisions.admin.panel import Panel, Panels
from decisions.models import CaseFile

# In the order of a case's life. A panel costs one query at most, and none where it has nothing to tell.
PANELS: tuple[Callable[[HttpRequest, CaseFile, set[Event]], Panels], ...] = AFTERWARDS


def panels_of(request: HttpRequest, found: CaseFile, events: set[Event]) -> list[Panel]:
    """Every section that has something to tell this person."""
    return [panel for panels in PANELS for panel in panels(request, found, events)]
