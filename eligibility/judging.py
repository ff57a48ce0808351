"""The coverage rule of the pilot calls, sentence by sentence (docs/rules.md maps call, function and test)."""

from eligibility.facts import Facts, Tally
from eligibility.figures import half_rounded_up, least_inhabitants
from eligibility.ruleset import Ruleset
from eligibility.verdict import Code, Outcome, Reason, Verdict


def judge(facts: Facts, ruleset: Ruleset) -> Verdict:
    """Judge a consortium's coverage of its county; raises FiguresMissing where a needed figure is not known.

    Source: the ministry's call of 2017 ("Pilottien tulee kattaa vähintään 80 prosenttia maakunnan
    väestöstä …"); docs/rules.md quotes it sentence by sentence.
    """
    tally = facts.tally()
    limits = ruleset.limits
    if limits is None:
        return Verdict(Outcome.NO_RULE, (), *tally)
    least = ruleset.least_municipalities or 0
    outcome = _outcome(tally, limits, least=least, special_grounds=facts.special_grounds)
    return Verdict(outcome, tuple(_reasons(tally, limits, least=least, outcome=outcome)), *tally)


def _outcome(tally: Tally, limits: tuple[int, int, int], *, least: int, special_grounds: bool) -> Outcome:
    full, lower, floor = limits
    if tally.covered_municipalities < least:
        return Outcome.NOT_ELIGIBLE
    if _reaches(full, tally):
        return Outcome.MEETS
    if _reaches(lower, tally) or (_reaches(floor, tally) and _has_half_of_municipalities(tally)):
        return Outcome.ON_SPECIAL_GROUNDS if special_grounds else Outcome.NEEDS_GROUNDS
    return Outcome.NOT_ELIGIBLE


def _reasons(tally: Tally, limits: tuple[int, int, int], *, least: int, outcome: Outcome) -> list[Reason]:
    """Collect every reason that holds, also beside one that decides alone."""
    full, lower, floor = limits
    reasons = []
    if tally.covered_municipalities < least:
        reasons.append(Reason(Code.FEWER_THAN_TWO_MUNICIPALITIES, tally.covered_municipalities, least))
    if not _reaches(full, tally):
        reasons.append(_below(Code.COVERAGE_BELOW_FULL, full, tally))
    if not _reaches(lower, tally):
        reasons.append(_below(Code.COVERAGE_BELOW_LOWER, lower, tally))
        if not _reaches(floor, tally):
            reasons.append(_below(Code.COVERAGE_BELOW_FLOOR, floor, tally))
        elif not _has_half_of_municipalities(tally):
            half = half_rounded_up(tally.region_municipalities)
            reasons.append(
                Reason(Code.FEWER_THAN_HALF_OF_MUNICIPALITIES, tally.covered_municipalities, half),
            )
    if outcome is Outcome.NEEDS_GROUNDS:
        reasons.append(Reason(Code.GROUNDS_MISSING, 0, 1))
    return reasons


def _reaches(percent: int, tally: Tally) -> bool:
    return 100 * tally.covered_inhabitants >= percent * tally.region_inhabitants


def _has_half_of_municipalities(tally: Tally) -> bool:
    return 2 * tally.covered_municipalities >= tally.region_municipalities


def _below(code: Code, percent: int, tally: Tally) -> Reason:
    return Reason(code, tally.covered_inhabitants, least_inhabitants(percent, tally.region_inhabitants))
