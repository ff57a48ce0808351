"""A coverage rule as values: the limits belong to the call, the shape of the rule to `judging`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

ONE_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruleset:
    """Limits in per cent of the county's residents, all three or none; none means that there is no rule.

    `binding` tells what may be submitted and never changes a verdict.
    """

    name: str
    full: int | None = None
    lower: int | None = None
    floor: int | None = None
    least_municipalities: int | None = None
    binding: bool = False

    def __post_init__(self) -> None:
        """Refuse limits that contradict each other (ValueError)."""
        given = [limit for limit in (self.full, self.lower, self.floor) if limit is not None]
        if len(given) not in {0, 3}:
            raise ValueError("full, lower and floor are given together or not at all")
        if given and not ONE_WHOLE >= given[0] >= given[1] >= given[2] >= 0:
            raise ValueError("limits run 100 >= full >= lower >= floor >= 0")
        if self.least_municipalities is not None and self.least_municipalities < 0:
            raise ValueError("least_municipalities cannot be negative")

    @property
    def limits(self) -> tuple[int, int, int] | None:
        """Full, lower and floor; None where the call has no coverage rule."""
        if self.full is None or self.lower is None or self.floor is None:
            return None
        return self.full, self.lower, self.floor

    def as_json(self) -> dict[str, str | int | None]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(**stored)
