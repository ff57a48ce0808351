"""Checks between the files: everything that is named exists, and nothing is said in two ways."""

from datetime import date
from itertools import pairwise

from pilots.reference.rows import Reference, Row

YEAR_END = (12, 31)


def check_agreement(reference: Reference) -> None:
    """Raise BrokenFile for the first row that contradicts another or names what is not there."""
    regions = {row.key[0] for row in reference["regions"]}
    municipalities = {row.key[0] for row in reference["municipalities"]}
    _check_municipalities(reference["municipalities"], regions)
    _check_populations(reference, municipalities)
    _check_organising(reference, municipalities)
    _check_calls(reference)


def _must_be_known(row: Row, what: str, name: str, known: set[str]) -> None:
    if name not in known:
        raise row.broken(f"{what} {name} is not known")


def _check_municipalities(rows: list[Row], regions: set[str]) -> None:
    tiles: dict[tuple[int, int], Row] = {}
    for row in rows:
        _must_be_known(row, "region", row.values["region_id"], regions)
        _must_be_known(row, "reform_region", row.values["reform_region_id"], regions)
        tile = (row.values["tile_col"], row.values["tile_row"])
        if tile in tiles:
            raise row.broken(f"stands on the same tile as line {tiles[tile].line}")
        tiles[tile] = row


def _check_populations(reference: Reference, municipalities: set[str]) -> None:
    alone = {row.key for row in reference["populations"]}
    for row in reference["populations"]:
        _must_be_known(row, "municipality", row.values["municipality_id"], municipalities)
        _check_year_end(row)
    grouped: set[tuple[str, date]] = set()
    for row in reference["population_groups"]:
        _check_year_end(row)
        for code in row.values["codes"]:
            _must_be_known(row, "municipality", code, municipalities)
            figure = (code, row.values["on"])
            if figure in alone:
                raise row.broken(f"{code} has a figure of its own on {figure[1]}")
            if figure in grouped:
                raise row.broken(f"{code} belongs to another sum on {figure[1]}")
            grouped.add(figure)


def _check_year_end(row: Row) -> None:
    on = row.values["on"]
    if (on.month, on.day) != YEAR_END:
        raise row.broken(f"figures are known at the end of a year, not on {on}")


def _check_organising(reference: Reference, municipalities: set[str]) -> None:
    kinds = {row.key[0]: row.values["kind"] for row in reference["authorities"]}
    held: dict[str, list[Row]] = {}
    for row in reference["organising"]:
        _must_be_known(row, "municipality", row.values["municipality_id"], municipalities)
        _must_be_known(row, "authority", row.values["authority_id"], set(kinds))
        if kinds[row.values["authority_id"]] != "sote":
            raise row.broken(f"{row.values['authority_id']} organises for nobody: it is no sote authority")
        if (
            row.values["from_on"]
            and row.values["until_on"]
            and row.values["until_on"] < row.values["from_on"]
        ):
            raise row.broken("until_on comes before from_on")
        if not row.values["partial"]:
            held.setdefault(row.values["municipality_id"], []).append(row)
    for rows in held.values():
        _check_one_holder(rows)


def _check_one_holder(rows: list[Row]) -> None:
    ordered = sorted(rows, key=lambda row: row.values["from_on"] or date.min)
    for earlier, later in pairwise(ordered):
        if (earlier.values["until_on"] or date.max) >= (later.values["from_on"] or date.min):
            raise later.broken(f"the responsibility is held by line {earlier.line} at the same time")


def _check_calls(reference: Reference) -> None:
    rules = {row.key[0] for row in reference["rules"]}
    dates = {row.values["on"] for row in reference["populations"]}
    for row in reference["calls"]:
        if row.values["rule_id"] is not None:
            _must_be_known(row, "rule", row.values["rule_id"], rules)
        if row.values["population_on"] not in dates:
            raise row.broken(f"no figures are known on population_on {row.values['population_on']}")
