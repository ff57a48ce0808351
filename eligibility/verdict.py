"""What judging answers: an outcome and its reasons, as codes and whole numbers; words live in templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, Self

from eligibility.figures import cut_share


class Outcome(StrEnum):
    """The five answers; NEEDS_GROUNDS would do with special grounds, but none are given."""

    MEETS = "meets"
    NEEDS_GROUNDS = "needs_grounds"
    ON_SPECIAL_GROUNDS = "on_special_grounds"
    NOT_ELIGIBLE = "not_eligible"
    NO_RULE = "no_rule"


class Code(StrEnum):
    """Why an outcome is not plainly MEETS; each code has an actual number and the limit it falls short of."""

    FEWER_THAN_TWO_MUNICIPALITIES = "fewer_than_two_municipalities"
    COVERAGE_BELOW_FULL = "coverage_below_full"
    COVERAGE_BELOW_LOWER = "coverage_below_lower"
    COVERAGE_BELOW_FLOOR = "coverage_below_floor"
    FEWER_THAN_HALF_OF_MUNICIPALITIES = "fewer_than_half_of_municipalities"
    GROUNDS_MISSING = "grounds_missing"


class Reason(NamedTuple):
    """One reason; a limit in residents is the smallest whole number that would have been enough."""

    code: Code
    actual: int
    limit: int

    def as_json(self) -> dict[str, str | int]:
        return {"code": self.code.value, "actual": self.actual, "limit": self.limit}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(Code(stored["code"]), actual=stored["actual"], limit=stored["limit"])


@dataclass(frozen=True, slots=True)
class Verdict:
    """One consortium judged against one rule, with the four numbers it was judged by."""

    outcome: Outcome
    reasons: tuple[Reason, ...]
    covered_inhabitants: int
    region_inhabitants: int
    covered_municipalities: int
    region_municipalities: int

    @property
    def share(self) -> str:
        """Covered residents in per cent, cut to two decimals."""
        return cut_share(self.covered_inhabitants, self.region_inhabitants)

    def as_json(self) -> dict[str, Any]:
        return {
            "outcome": self.outcome.value,
            "covered_inhabitants": self.covered_inhabitants,
            "region_inhabitants": self.region_inhabitants,
            "covered_municipalities": self.covered_municipalities,
            "region_municipalities": self.region_municipalities,
            "share": self.share,
            "reasons": [reason.as_json() for reason in self.reasons],
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored verdict back; ValueError where its share is not the share of its own numbers."""
        verdict = cls(
            outcome=Outcome(stored["outcome"]),
            reasons=tuple(Reason.from_json(reason) for reason in stored["reasons"]),
            covered_inhabitants=stored["covered_inhabitants"],
            region_inhabitants=stored["region_inhabitants"],
            covered_municipalities=stored["covered_municipalities"],
            region_municipalities=stored["region_municipalities"],
        )
        if stored["share"] != verdict.share:
            raise ValueError(f"stored share {stored['share']} contradicts its numbers ({verdict.share})")
        return verdict
