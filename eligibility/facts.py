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
    _unknown: frozenset[str] = field(init=False, repr=False, compare=False)
    _region: tuple[int, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Keep own copies, add the county up once; refuse figures that count somebody twice (ValueError)."""
        known_sums = dict(self.known_sums)
        in_sums = [code for group in known_sums for code in group]
        inhabitants = dict(self.inhabitants)
        if any(inhabitants.pop(code, None) is not None for code in in_sums):
            raise ValueError("a municipality with a figure of its own belongs to no known sum")
        if len(in_sums) != len(set(in_sums)):
            raise ValueError("a municipality belongs to one known sum at most")
        figures = [figure for figure in (*inhabitants.values(), *known_sums.values()) if figure is not None]
        if not set(map(type, figures)) <= {int} or min(figures, default=0) < 0:
            raise ValueError("residents are whole numbers, 0 or more")
        unknown = [code for code, figure in inhabitants.items() if figure is None]
        keep = object.__setattr__
        keep(self, "inhabitants", inhabitants)
        keep(self, "known_sums", known_sums)
        keep(self, "covered", frozenset(self.covered))
        keep(self, "_unknown", frozenset(unknown))
        keep(self, "_region", (sum(figures), len(inhabitants) + len(in_sums)))

    @property
    def municipalities(self) -> frozenset[str]:
        """Every municipality of the county."""
        return frozenset(self.inhabitants).union(*self.known_sums)

    def tally(self) -> Tally:
        """Count residents and municipalities; raises FiguresMissing where that takes an unknown figure.

        Municipalities known only together count whole or not at all; a consortium that splits them cannot
        be counted.
        """
        inhabitants, covered, missing = self.inhabitants, self.covered, self._unknown
        counted = [inhabitants[code] or 0 for code in covered if code in inhabitants]
        residents, municipalities = sum(counted), len(counted)
        for group, together in self.known_sums.items():
            if group <= covered:
                residents += together
                municipalities += len(group)
            elif not group.isdisjoint(covered):
                missing |= group
        if missing:
            raise FiguresMissing(missing)
        return Tally(residents, self._region[0], municipalities, self._region[1])

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
