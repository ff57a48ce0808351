"""The facts that a verdict is made from: the residents of one county, and what a consortium covers of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self


class FiguresMissing(Exception):  # noqa: N818  (says what is the case; the interface is fixed)
    """Residents of these municipalities are not known on the call's date; nothing is ever guessed."""

    def __init__(self, municipalities: Iterable[str]) -> None:
        self.municipalities = tuple(sorted(municipalities))
        super().__init__(self.municipalities)


class Tally(NamedTuple):
    """P, T, n and N of the rule: residents and municipalities, covered and of the whole county."""

    covered_inhabitants: int
    region_inhabitants: int
    covered_municipalities: int
    region_municipalities: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one county on the call's population date, and of one consortium.

    `inhabitants`: residents of every municipality of the county; None where the figure is not known.
    `known_sums`: residents of municipalities that are known only together; these have no figure of their own.
    `covered`: codes that the consortium covers; codes outside the county count nothing.
    """

    inhabitants: Mapping[str, int | None]
    known_sums: Mapping[frozenset[str], int] = field(default_factory=dict)
    covered: frozenset[str] = frozenset()
    special_grounds: bool = False

    def __post_init__(self) -> None:
        """Keep own copies; refuse figures that would count somebody twice or in part (ValueError)."""
        object.__setattr__(self, "inhabitants", dict(self.inhabitants))
        object.__setattr__(self, "known_sums", dict(self.known_sums))
        object.__setattr__(self, "covered", frozenset(self.covered))
        figures = {*self.inhabitants.values(), *self.known_sums.values()} - {None}
        if not all(type(figure) is int and figure >= 0 for figure in figures):
            raise ValueError("residents are whole numbers, 0 or more")
        if self.known_sums:
            self._refuse_double_counting()

    def _refuse_double_counting(self) -> None:
        in_sums = [code for group in self.known_sums for code in group]
        if len(in_sums) != len(set(in_sums)):
            raise ValueError("a municipality belongs to one known sum at most")
        if any(self.inhabitants.get(code) is not None for code in in_sums):
            raise ValueError("a municipality with a figure of its own belongs to no known sum")

    @property
    def municipalities(self) -> frozenset[str]:
        """Every municipality of the county."""
        return frozenset(self.inhabitants).union(*self.known_sums)

    def tally(self) -> Tally:
        """Count residents and municipalities; raises FiguresMissing where that takes an unknown figure."""
        inhabitants, covered = self.inhabitants, self.covered
        known = [figure for figure in inhabitants.values() if figure is not None]
        if self.known_sums or len(known) != len(inhabitants):
            return self._tally_of_sums()
        counted = [inhabitants[code] or 0 for code in covered if code in inhabitants]
        return Tally(sum(counted), sum(known), len(counted), len(known))

    def _tally_of_sums(self) -> Tally:
        """Count where some municipalities are known only together: whole groups count, a split one cannot."""
        in_sums = frozenset[str]().union(*self.known_sums)
        missing = {
            code for code, figure in self.inhabitants.items() if figure is None and code not in in_sums
        }
        for group in self.known_sums:
            if not group.isdisjoint(self.covered) and not group <= self.covered:
                missing |= group
        if missing:
            raise FiguresMissing(missing)
        everyone = self.municipalities
        return Tally(
            self.inhabitants_of(everyone & self.covered),
            self.inhabitants_of(everyone),
            len(everyone & self.covered),
            len(everyone),
        )

    def inhabitants_of(self, codes: frozenset[str]) -> int:
        """Return the residents of municipalities that split no known sum and miss no figure."""
        alone = sum(self.inhabitants.get(code) or 0 for code in codes)
        return alone + sum(together for group, together in self.known_sums.items() if group <= codes)

    def as_json(self) -> dict[str, Any]:
        """Return every figure in plain values, sorted, so that a stored verdict can be judged anew."""
        return {
            "inhabitants": dict(sorted(self.inhabitants.items())),
            "known_sums": [
                {"municipalities": sorted(group), "inhabitants": together}
                for group, together in sorted(self.known_sums.items(), key=lambda item: sorted(item[0]))
            ],
            "covered": sorted(self.covered),
            "special_grounds": self.special_grounds,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        return cls(
            inhabitants=stored["inhabitants"],
            known_sums={
                frozenset(group["municipalities"]): group["inhabitants"] for group in stored["known_sums"]
            },
            covered=frozenset(stored["covered"]),
            special_grounds=stored["special_grounds"],
        )
