"""Targets of one's own, such as "at least a million residents", beside the figure that has been reached."""

from dataclasses import dataclass
from typing import Any

from applications.queries.coverage import Coverage
from applications.queries.draft import Draft
from pilots.answers import Kind, number_in


@dataclass(frozen=True)
class Target:
    """A number of inhabitants that the applicant aims at; `reached` is None where it cannot be counted.

    The target never touches the verdict.
    """

    code: str
    label: dict[str, str]
    wanted: int
    reached: int | None

    @property
    def is_met(self) -> bool:
        """Whether as many inhabitants are covered as were aimed at."""
        return self.reached is not None and self.reached >= self.wanted

    def as_json(self) -> dict[str, Any]:
        """The target as it is frozen with a submission."""
        return {"code": self.code, "label": self.label, "wanted": self.wanted, "reached": self.reached}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Target":
        """A frozen target."""
        return cls(stored["code"], stored["label"], stored["wanted"], stored["reached"])


def has_targets(draft: Draft) -> bool:
    """Whether there is a target to be compared with, so that the coverage is worth counting."""
    return bool(given(draft))


def targets_of(draft: Draft, coverage: Coverage) -> list[Target]:
    """The targets given in the plan beside the confirmed coverage."""
    reached = None if coverage.verdict is None else coverage.verdict.covered_inhabitants
    return [
        Target(
            code=question.code,
            label={"fi": question.label_fi, "sv": question.label_sv, "en": question.label_en},
            wanted=wanted,
            reached=reached,
        )
        for question, wanted in given(draft)
    ]


def given(draft: Draft) -> list[tuple[Any, int]]:
    """The questions of targets that have been answered with a number."""
    found = [
        (one.question, number_in(one.text)) for one in draft.answers if one.question.kind == Kind.RESIDENTS
    ]
    return [(question, wanted) for question, wanted in found if wanted is not None]
