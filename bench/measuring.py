"""CPU time side by side: the things compared take turns, so that a busy machine slows them alike."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median

Work = Callable[[], object]
ROUNDS = 15
ROUND_SECONDS = 0.12
WARM = 3


@dataclass(frozen=True)
class Line:
    """One figure to reach: what it is, what was measured, the goal, and what it was measured against."""

    line: str
    figure: float
    goal: float
    against: str
    unit: str = ""

    @property
    def holds(self) -> bool:
        return self.figure <= self.goal

    def as_json(self) -> dict[str, object]:
        told = asdict(self)
        told.pop("unit")
        return told | {"holds": self.holds}


def side_by_side(work: Mapping[str, Work], *, seconds: float = ROUND_SECONDS) -> dict[str, float]:
    """CPU seconds of one call of each, the median of rounds in which all take turns for so many seconds."""
    calls = {name: _calls_in_a_round(one, seconds) for name, one in work.items()}
    taken: dict[str, list[float]] = {name: [] for name in work}
    for _ in range(ROUNDS):
        for name, one in work.items():
            gc.collect()
            began = time.process_time()
            for _ in range(calls[name]):
                one()
            taken[name].append((time.process_time() - began) / calls[name])
    return {name: median(rounds) for name, rounds in taken.items()}


def _calls_in_a_round(one: Work, seconds: float) -> int:
    """How many calls fill a round; the first ones only warm caches."""
    for _ in range(WARM):
        one()
    began = time.process_time()
    one()
    return max(1, round(seconds / max(time.process_time() - began, 1e-7)))
