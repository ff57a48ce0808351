"""A re-examination as its page shows it: coverage and money before and after, and what the parties were asked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from accounts.models import User
from accounts.permissions import Act
from applications.models import Application, MemberExit
from applications.queries.access import may
from decisions.models import Decision, Hearing, Proposal, ReExamination
from decisions.models.proposal import ENDING, WHOLE
from decisions.queries.rulings import exits_since
from decisions.queries.stored import spoken

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Picture:
    """What a re-examination changes: members gone with the coverage, and the sums of each element before and after."""

    exits: list[MemberExit]
    money: list[dict[str, Any]]
    before_eur: Decimal
    after_eur: Decimal | None


def before_and_after(decision: Decision, draft: Proposal | None) -> Picture:
    """From the decision that is re-examined and the draft of a new version; `after_eur` is None without one."""
    sums = sums_after(draft)
    rows = []
    for row in decision.snapshot["elements"]:
        before = Decimal(row["granted_eur"])
        after = None if draft is None else NOTHING if draft.kind in ENDING else sums.get(row["code"], before)
        rows.append({"name": spoken(row["name"]), "before_eur": before, "after_eur": after})
    total = None if draft is None else sum((row["after_eur"] for row in rows), NOTHING)
    return Picture(exits_since(decision), rows, decision.granted_eur, total)


def sums_after(draft: Proposal | None) -> dict[str, Decimal]:
    """By element's code, what a draft that writes the award anew would give; else nothing changes."""
    if draft is None or draft.kind not in WHOLE:
        return {}
    return {row.element.code: row.amount_eur for row in draft.elements.all()}


@dataclass(frozen=True)
class Heard:
    """A hearing and how it stands: answered, overdue or waiting."""

    hearing: Hearing
    standing: str


def hearings_of(found: ReExamination, today: date) -> list[Heard]:
    """The hearings in the order in which they were asked."""
    rows = found.hearings.select_related("organisation", "answered_by").order_by("asked_at", "pk")
    return [Heard(row, standing_of(row, today)) for row in rows]


def standing_of(row: Hearing, today: date) -> str:
    """`answered`, `overdue` or `waiting`."""
    if row.answered_at:
        return "answered"
    return "overdue" if row.due_on < today else "waiting"


def hearings_for(user: User, application: Application) -> list[Hearing]:
    """What a party is asked now; none for who does not sign for an organisation that is heard."""
    if not may(user, Act.ANSWER_HEARING, application):
        return []
    asked = Hearing.objects.filter(
        re_examination__application=application.pk,
        re_examination__closed_at=None,
        organisation__in=user.organisations_now,
    )
    return list(asked.order_by("asked_at", "pk"))
