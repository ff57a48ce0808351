"""What the page of a case tells after its decision: a ruling that waits, the condition, the re-examination."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.permissions import Act
from applications.queries.access import may
from applications.workflow import Event, State
from decisions.admin.case_turn import officer_of, sees_draft
from decisions.admin.panel import Panel, Panels
from decisions.models import CaseFile, Condition, Kind, Proposal
from ui.formatting import day

AFTER_DECISION = frozenset({State.DECIDED, State.RE_EXAMINED, State.RE_PROPOSED, State.ENDED})


def of_ruling(request: HttpRequest, found: CaseFile, _events: set[Event]) -> Panels:
    """A later ruling that is written or waits: its kind, ground and what only that kind tells."""
    if State(found.state) not in AFTER_DECISION:
        return
    proposal = (
        found.proposals.exclude(state=Proposal.State.DECIDED).exclude(kind=Kind.GRANT).order_by("-pk").first()
    )
    if proposal is None:
        return
    signs = may(request.user, Act.DECIDE, found) and officer_of(found) != request.user
    presented = proposal.state == Proposal.State.PRESENTED
    values = {
        "proposal": proposal,
        "language": found.language,
        "facts": basis_facts(proposal),
        "decide_url": reverse("admin:decide", args=[found.pk]) if signs and presented else "",
        "draft_url": reverse("admin:draft-letter", args=[found.pk])
        if presented and sees_draft(request.user, found)
        else "",
    }
    yield Panel("ruling", _("Ruling proposed"), "desk/panel_ruling.html", values)


def basis_facts(proposal: Proposal) -> list[tuple[Any, Any]]:
    """What the proposal of a later ruling rests on, in words."""
    basis = proposal.basis
    return [
        (_("Ruling"), proposal.get_kind_display()),
        (_("Day"), day(date.fromisoformat(basis["on"])) if basis.get("on") else ""),
        (_("Ground"), proposal.ground),
        (_("Wrong passage"), basis.get("wrong")),
        (_("Right passage"), basis.get("right")),
        (_("Ground for doing without consent"), basis.get("without_consent")),
        (_("Raise taken from"), _("the reserve") if proposal.from_reserve else ""),
    ]


def of_condition(_request: HttpRequest, found: CaseFile, _events: set[Event]) -> Panels:
    """How the suspensive condition stands; nothing is payable while it is open."""
    if State(found.state) not in AFTER_DECISION:
        return
    condition = Condition.objects.filter(application=found.pk).order_by("-pk").first()
    if condition:
        tones = {"open": "wait", "fulfilled": "ok", "lapsed": "end"}
        values = {"condition": condition, "tone": tones[condition.state], "language": found.language}
        yield Panel("condition", _("Suspensive condition"), "desk/panel_condition.html", values)


AFTERWARDS = (of_ruling, of_condition)
