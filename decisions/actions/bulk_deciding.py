"""Deciding many cases of a call: first what would pass and why not the rest, then each in a transaction of its own."""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import DatabaseError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.permissions import Act
from applications.queries.access import may
from decisions.actions.deciding import Proof, decide
from decisions.letters import lint
from decisions.models import Appropriation, CaseFile, Decision, Disqualification, Proposal
from decisions.queries.snapshot import snapshot_of
from decisions.wording import fault_texts
from ledger.refusal import Refused
from pilots.models import Call

logger = logging.getLogger(__name__)
NOTHING = Decimal(0)
Words = str | Promise


@dataclass(frozen=True)
class Choice:
    """A case that is to be decided, and when the proposal was presented that the person has read."""

    application_id: int
    seen: datetime


@dataclass(frozen=True)
class Forecast:
    """What would become of one case: nothing against it, or the reasons; and what would be left after it, in euros."""

    case: CaseFile
    seen: datetime
    granted_eur: Decimal
    left_eur: Decimal | None
    against: tuple[Words, ...] = ()

    @property
    def passes(self) -> bool:
        return not self.against


@dataclass(frozen=True)
class Result:
    """What became of one case."""

    case: CaseFile
    decision: Decision | None = None
    refusal: Refused | None = None


def presented_cases(call: Call, user: User) -> list[CaseFile]:
    """The cases of a call that wait for a decision, in the order of their numbers; not those of others' concern."""
    waiting = Proposal.objects.filter(state=Proposal.State.PRESENTED).values("application")
    found = CaseFile.objects.for_official(user).filter(call=call, pk__in=waiting)
    return list(found.with_people().order_by("case_number"))


def preflight(call: Call, chosen: Sequence[Choice], *, actor: User, at: datetime) -> list[Forecast]:
    """What deciding these cases in this order would do. Nothing is locked or written; signing checks everything again.

    A case that does not pass takes nothing, so that a later and smaller one may still fit.
    """
    cases = {case.pk: case for case in cases_chosen(call, chosen)}
    proposals = {
        row.application_id: row
        for row in Proposal.objects.filter(application__in=cases, state=Proposal.State.PRESENTED)
        .select_related("presenting_officer", "application")
        .prefetch_related("elements__element")
    }
    money = Appropriation.objects.filter(call=call).first()
    left = money.left_eur if money else None
    aside = set(
        Disqualification.objects.filter(official=actor, application__in=cases).values_list(
            "application", flat=True
        )
    )
    found = []
    for choice in chosen:
        case = cases.get(choice.application_id)
        if case is None:
            continue
        # Whoever stands aside learns no sum of the case either.
        proposal = None if case.pk in aside else proposals.get(case.pk)
        granted = granted_by(proposal)
        takes = granted - (case.case.committed_eur if hasattr(case, "case") else NOTHING)
        against = tuple(
            hindrances(case, proposal, choice, actor=actor, at=at, aside=case.pk in aside)
        ) or tuple(money_short(takes, left))
        if not against and left is not None:
            left -= takes
        found.append(Forecast(case, choice.seen, granted, left, against))
    return found


def cases_chosen(call: Call, chosen: Sequence[Choice]) -> list[CaseFile]:
    """The chosen ones that are of this call; what is not is not there."""
    ids = [choice.application_id for choice in chosen]
    return list(
        CaseFile.objects.submitted().filter(call=call, pk__in=ids).with_people().order_by("case_number")
    )


def granted_by(proposal: Proposal | None) -> Decimal:
    """What a proposal would grant, in euros."""
    if proposal is None or proposal.resolution != Proposal.Resolution.ELEMENTS:
        return NOTHING
    return sum((row.amount_eur for row in proposal.elements.all()), NOTHING)


def hindrances(
    case: CaseFile, proposal: Proposal | None, choice: Choice, *, actor: User, at: datetime, aside: bool
) -> Iterator[Words]:
    """Why the case could not be decided by this person now, money apart."""
    if aside:
        yield _("You have declared yourself disqualified for this case.")
        return
    if not may(actor, Act.DECIDE, case):
        yield _("Your role does not allow this.")
        return
    if proposal is None:
        yield _("No proposal has been presented.")
        return
    if proposal.presenting_officer_id == actor.pk:
        yield _("The presenting officer of a case never decides it.")
    if proposal.presented_at != choice.seen:
        yield _("The proposal has been changed and presented again since you opened it.")
    snapshot = snapshot_of(case, proposal, at=at)
    yield from fault_texts(lint(snapshot, draft=True), snapshot["elements"])


def money_short(takes_eur: Decimal, left_eur: Decimal | None) -> Iterator[Words]:
    """The appropriation, after the cases before this one."""
    if takes_eur > 0 and (left_eur is None or takes_eur > left_eur):
        yield _("The appropriation does not suffice after the cases before this one.")


def decide_many(
    call: Call, chosen: Sequence[Choice], *, proof: Proof, actor: User, at: datetime
) -> list[Result]:
    """Decide the cases one after another in the given order, by one proof; each wholly or not at all.

    A case that is refused leaves the others alone; so does one that meets a fault of the database.
    """
    cases = {case.pk: case for case in cases_chosen(call, chosen)}
    found = []
    for choice in chosen:
        case = cases.get(choice.application_id)
        if case is None:
            continue
        try:
            decision = decide(application_id=case.pk, proof=proof, seen=choice.seen, actor=actor, at=at)
        except Refused as refusal:
            found.append(Result(case, refusal=refusal))
        except DatabaseError:
            logger.exception("case %s was not decided", case.case_number)
            broken = Refused("not_possible_now", _("The case could not be decided; nothing was done to it."))
            found.append(Result(case, refusal=broken))
        else:
            found.append(Result(case, decision=decision))
    return found
