"""The suspensive conditions of a call: which stand open, and which of them an official may rule on now."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from applications.workflow import State
from decisions.models import Condition, Disqualification, Kind, Proposal
from pilots.models import Call

OF_CONDITION = (Kind.FULFILLED, Kind.LAPSED)


@dataclass(frozen=True)
class Waiting:
    """An open condition, its case, the ruling that waits for signing, and why this official cannot act on it now."""

    condition: Condition
    proposal: Proposal | None
    why_not: Any

    @property
    def value(self) -> str:
        """What a tick stands for: the case, and when the ruling that was read had been presented."""
        return f"{self.proposal.application_id}:{self.proposal.presented_at.isoformat()}"

    @property
    def day(self) -> date:
        """The day that the ruling finds."""
        return date.fromisoformat(self.proposal.basis["on"])


def of_call(call: Call, user: User) -> list[Condition]:
    """The open conditions of a call's cases that this official may see, with their cases."""
    application = "application"
    aside = Disqualification.objects.filter(application=OuterRef(application), official=user)
    found = Condition.objects.filter(
        ~Exists(aside), state=Condition.State.OPEN, application__call=call
    ).select_related("application__region", "application__lead", "application__case__presenting_officer")
    return list(found.order_by("application__region__name_fi", "pk"))


def rulings_waiting(conditions: list[Condition]) -> dict[int, Proposal]:
    """By case, what waits for a decision on it."""
    found = Proposal.objects.filter(
        application__in=[one.application_id for one in conditions], state=Proposal.State.PRESENTED
    )
    return {one.application_id: one for one in found.select_related("presenting_officer").order_by("pk")}


def to_propose(conditions: list[Condition], user: User) -> list[Waiting]:
    """Every open condition with why this presenting officer cannot propose on it; two queries."""
    waiting = rulings_waiting(conditions)
    rows = []
    for one in conditions:
        application, why = one.application, ""
        if application.case.presenting_officer_id != user.pk:
            why = _("%(name)s has this case.") % {"name": application.case.presenting_officer}
        elif State(application.state) is not State.DECIDED:
            why = _("The case is being re-examined.")
        elif application.pk in waiting:
            why = _("A ruling waits for a decision-maker.")
        rows.append(Waiting(one, waiting.get(application.pk), why))
    return rows


def to_sign(conditions: list[Condition], user: User) -> list[Waiting]:
    """The rulings on conditions that wait for signing, with why this decision-maker cannot sign one."""
    waiting = rulings_waiting(conditions)
    rows = []
    for one in conditions:
        proposal = waiting.get(one.application_id)
        if proposal is None or proposal.kind not in OF_CONDITION:
            continue
        own = proposal.presenting_officer_id == user.pk
        rows.append(Waiting(one, proposal, _("You have presented it yourself.") if own else ""))
    return rows
