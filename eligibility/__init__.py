"""The rules of eligibility as pure values: facts in, verdict out, codes and whole numbers only.

Standard library only; nothing here knows Django, a database, a clock or a language.
"""

from eligibility.advice import Addition, Way, fewest_additions
from eligibility.exits import pivotal
from eligibility.facts import Facts, FiguresMissing
from eligibility.figures import cut_share, least_inhabitants
from eligibility.judging import judge
from eligibility.ruleset import Ruleset
from eligibility.verdict import Code, Outcome, Reason, Verdict

share = cut_share

__all__ = [
    "Addition",
    "Code",
    "Facts",
    "FiguresMissing",
    "Outcome",
    "Reason",
    "Ruleset",
    "Verdict",
    "Way",
    "cut_share",
    "fewest_additions",
    "judge",
    "least_inhabitants",
    "pivotal",
    "share",
]
