"""The earlier handlings of a case as its letter tells them, and those of a call."""

from datetime import date
from typing import Any

from applications.models import Application
from decisions.models import Handling, Proposal

Lines = list[dict[str, str]]


def handlings_of(application: Application) -> Lines:
    """The recorded handlings of a case as {"text", "on"}, in its language, the earliest first."""
    rows = Handling.objects.filter(applications=application).order_by("on", "pk")
    swedish = application.language == "sv"
    return [{"text": row.outline_sv if swedish else row.outline_fi, "on": row.on.isoformat()} for row in rows]


def handling_lines(application: Application, proposal: Proposal) -> list[dict[str, Any]]:
    """What the letter says of earlier handlings: the recorded ones, and those written into the proposal by hand."""
    recorded = handlings_of(application)
    own = [line for line in proposal.handling if line not in recorded]
    return sorted([*recorded, *own], key=lambda line: date.fromisoformat(line["on"]))
