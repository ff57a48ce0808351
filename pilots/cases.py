"""Judges cases given at a terminal or in a file; checks every name first, answers in plain values."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eligibility import FiguresMissing, fewest_additions, judge
from pilots.models import Call, JointAuthority, Municipality
from pilots.queries import County, blocks_of, county_of, regions_of, ruleset_of

COLUMNS = ["id", "region", "members", "special_grounds"]


class UnknownName(Exception):  # noqa: N818 - it says what is the case
    """A call, region or municipality that is not there, or a line of a file that cannot be read."""


@dataclass(frozen=True)
class Case:
    """One consortium: its county's code, its members (municipality codes, or keys of authorities)."""

    region: str
    members: tuple[str, ...]
    special_grounds: bool
    id: str | None = None


def find_call(slug: str) -> Call:
    call = Call.objects.select_related("rule").filter(slug=slug).first()
    if call is None:
        known = ", ".join(Call.objects.order_by("closes_at").values_list("slug", flat=True))
        raise UnknownName(f"unknown call {slug!r} (calls: {known})")
    return call


def read_cases(path: Path) -> list[Case]:
    """Read a CSV file of cases; UnknownName, with the line, for what cannot be read."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnknownName(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise UnknownName(f"{path}: is not UTF-8") from None
    rows = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        heading = [cell.strip() for cell in next(rows, [])]
        if sorted(heading) != sorted(COLUMNS):
            raise UnknownName(f"{path}, line 1: the heading must be {','.join(COLUMNS)}")
        return [
            _case(path, rows.line_num, heading, cells)
            for cells in rows
            if "".join(cells).strip() or len(cells) > 1
        ]
    except csv.Error as error:
        raise UnknownName(f"{path}, line {rows.line_num}: {error}") from None


def _case(path: Path, line: int, heading: list[str], cells: list[str]) -> Case:
    if len(cells) != len(COLUMNS):
        raise UnknownName(f"{path}, line {line}: has {len(cells)} fields, must have {len(COLUMNS)}")
    values = {column: cell.strip() for column, cell in zip(heading, cells, strict=True)}
    members, grounds = values["members"], values["special_grounds"]
    if grounds not in {"0", "1"}:
        raise UnknownName(f"{path}, line {line}: special_grounds must be 0 or 1, not {grounds!r}")
    found = tuple(member.strip() for member in members.split(";")) if members else ()
    return Case(values["region"], found, grounds == "1", id=values["id"])


class Judge:
    """Judges cases of one call, reading each county and its blocks once however many cases there are."""

    def __init__(self, call: Call, *, with_blocks: bool) -> None:
        self.call = call
        self.with_blocks = with_blocks
        self.ruleset = ruleset_of(call)
        self.counties: dict[str, County] = {}
        self.blocks: dict[str, dict[str, frozenset[str]]] = {}

    def check_names(self, cases: Iterable[Case]) -> None:
        """Raise UnknownName for the first region or member that is not there, before anything is judged."""
        regions = set(regions_of(self.call).values_list("code", flat=True))
        known = set(Municipality.objects.order_by("code").values_list("code", flat=True))
        known |= set(JointAuthority.objects.order_by("key").values_list("key", flat=True))
        for case in cases:
            place = "" if case.id is None else f"case {case.id}: "
            if case.region not in regions:
                raise UnknownName(f"{place}unknown region {case.region!r} in call {self.call.slug}")
            for member in case.members:
                if member not in known:
                    raise UnknownName(f"{place}unknown municipality {member!r}")

    def answer(self, case: Case) -> dict[str, Any]:
        """Return verdict and advice in plain values, or what figures are missing and of which date."""
        named = {} if case.id is None else {"id": case.id}
        facts = self._county(case.region).facts(
            covered=self._covered(case), special_grounds=case.special_grounds
        )
        try:
            verdict = judge(facts, self.ruleset)
            blocks = self._blocks(case.region).values() if self.with_blocks else ()
            advice = fewest_additions(facts, self.ruleset, blocks=blocks)
        except FiguresMissing as missing:
            return named | {
                "error": "figures_missing",
                "municipalities": sorted(missing.municipalities),
                "date": self.call.population_on.isoformat(),
            }
        return named | verdict.as_json() | {"advice": [way.as_json() for way in advice]}

    def _county(self, region: str) -> County:
        if region not in self.counties:
            self.counties[region] = county_of(self.call, region)
        return self.counties[region]

    def _blocks(self, region: str) -> dict[str, frozenset[str]]:
        if region not in self.blocks:
            self.blocks[region] = blocks_of(self.call, region)
        return self.blocks[region]

    def _covered(self, case: Case) -> frozenset[str]:
        authorities = [member for member in case.members if not member.isdigit()]
        if not authorities:
            return frozenset(case.members)
        blocks = self._blocks(case.region)
        return frozenset(case.members).union(*(blocks.get(key, frozenset()) for key in authorities))
