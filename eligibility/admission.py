"""What a call's rule lets through: binding or advisory changes what may be submitted, never the verdict."""

from enum import StrEnum

from eligibility.ruleset import Ruleset
from eligibility.verdict import Code, Outcome, Verdict


class Hurdle(StrEnum):
    """What keeps an application from being submitted under its call's coverage rule."""

    TOO_FEW_MUNICIPALITIES = "too_few_municipalities"
    NOT_ELIGIBLE = "not_eligible"
    GROUNDS_MISSING = "grounds_missing"
    CONFIRMATION_MISSING = "confirmation_missing"


def hurdles(verdict: Verdict, ruleset: Ruleset, *, grounds: bool, confirmed: bool) -> tuple[Hurdle, ...]:
    """The hurdles of a submission, none when it may be sent.

    A binding rule ("Pilottien tulee kattaa", 2017) refuses what is not eligible and what lacks its grounds.
    An advisory rule ("lähtökohtaisesti", 2018) asks for written grounds and a confirmation below the full
    limit.
    The least number of municipalities binds under both.
    """
    if verdict.outcome is Outcome.NO_RULE:
        return ()
    if any(reason.code is Code.FEWER_THAN_TWO_MUNICIPALITIES for reason in verdict.reasons):
        return (Hurdle.TOO_FEW_MUNICIPALITIES,)
    if verdict.outcome is Outcome.MEETS:
        return ()
    if ruleset.binding:
        if verdict.outcome is Outcome.NOT_ELIGIBLE:
            return (Hurdle.NOT_ELIGIBLE,)
        return () if grounds else (Hurdle.GROUNDS_MISSING,)
    wanting = {Hurdle.GROUNDS_MISSING: grounds, Hurdle.CONFIRMATION_MISSING: confirmed}
    return tuple(hurdle for hurdle, given in wanting.items() if not given)
