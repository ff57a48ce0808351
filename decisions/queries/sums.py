"""Sums of a proposal against what was asked, what is left of the appropriation, and what is viable at the least."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from applications.models import Application
from decisions.models import Appropriation, Case

NOTHING = Decimal(0)
# What cannot even stand in a draft; less than the smallest viable sum may, until it is presented.
NEVER = frozenset({"above_asked", "above_left"})


class SumFault(NamedTuple):
    """What is wrong (a code of `decisions.wording.FAULTS`) with the sum of which element."""

    code: str
    where: str


@dataclass(frozen=True)
class Proposed:
    """What is proposed for one element, in euros; `said` tells why less than the smallest viable sum is enough."""

    element: str
    amount_eur: Decimal
    said: str = ""


def ceiling_of(application: Application, *, from_reserve: bool = False) -> Decimal | None:
    """The most that the case can be granted, in euros: what is left and what it holds already; None without a limit.

    `from_reserve` adds what is kept for changes and extensions.
    """
    money = Appropriation.objects.filter(call=application.call_id).first()
    if money is None:
        return None
    held = Case.objects.filter(application=application).values_list("committed_eur", flat=True).first()
    return money.left_eur + (held or NOTHING) + (money.reserve_eur if from_reserve else NOTHING)


def sum_faults(
    content: Mapping[str, Any], proposed: Iterable[Proposed], *, ceiling_eur: Decimal | None
) -> Iterator[SumFault]:
    """Every sum that cannot be, in the order given; `content` is the snapshot of the submission.

    Of the elements together the one is named by which the ceiling is passed.
    """
    asked = {element["code"]: element for element in content["elements"]}
    total = NOTHING
    for one in proposed:
        element = asked.get(one.element)
        if element is None or one.amount_eur <= 0:
            continue
        passed = ceiling_eur is not None and total > ceiling_eur
        total += one.amount_eur
        if one.amount_eur > Decimal(element["asked_eur"]):
            yield SumFault("above_asked", one.element)
        if ceiling_eur is not None and total > ceiling_eur and not passed:
            yield SumFault("above_left", one.element)
        smallest = element.get("smallest_eur")
        if smallest and one.amount_eur < Decimal(smallest) and not one.said.strip():
            yield SumFault("below_smallest", one.element)
