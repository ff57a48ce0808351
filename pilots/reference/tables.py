"""The CSV files: their columns, what each holds, and how a row is found again."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from pilots.reference import values
from pilots.reference.rows import BrokenFile, Row


@dataclass(frozen=True)
class Column:
    """One column: its heading in the file, the model's field it fills, and the parser of its text."""

    heading: str
    field: str
    parse: values.Parser


@dataclass(frozen=True)
class Table:
    """One CSV file; `key` names the model's fields that find a row again."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"


NAMES = (Column("name_fi", "name_fi", values.text), Column("name_sv", "name_sv", values.text))

TABLES = (
    Table(
        "regions",
        (
            Column("code", "code", values.code(2)),
            *NAMES,
            Column("name_en", "name_en", values.text),
            Column("special_catchment", "special_catchment", values.text_or_empty),
        ),
        ("code",),
    ),
    Table(
        "municipalities",
        (
            Column("code", "code", values.code(3)),
            *NAMES,
            Column("region", "region_id", values.code(2)),
            Column("reform_region", "reform_region_id", values.code(2)),
            Column("language", "language", values.one_of("fi", "sv", "bilingual")),
            Column("majority_language", "majority_language", values.one_of("fi", "sv")),
            Column("hospital_district_code", "hospital_district_code", values.code(2)),
            Column("tile_col", "tile_col", values.whole_number),
            Column("tile_row", "tile_row", values.whole_number),
        ),
        ("code",),
    ),
    Table(
        "populations",
        (
            Column("municipality", "municipality_id", values.code(3)),
            Column("on", "on", values.day),
            Column("inhabitants", "inhabitants", values.whole_number),
        ),
        ("municipality_id", "on"),
    ),
    Table(
        "population_groups",
        (
            Column("municipalities", "codes", values.codes),
            Column("on", "on", values.day),
            Column("inhabitants", "inhabitants", values.whole_number),
        ),
        ("codes", "on"),
    ),
    Table(
        "authorities",
        (
            Column("key", "key", values.slug),
            *NAMES,
            Column("abbreviation", "abbreviation", values.text_or_empty),
            Column("kind", "kind", values.one_of("hospital_district", "sote", "special_care")),
            Column("hospital_district_code", "hospital_district_code", values.code_or_empty(2)),
            Column("source", "source", values.text),
            Column("confidence", "confidence", values.text_or_empty),
        ),
        ("key",),
    ),
    Table(
        "organising",
        (
            Column("authority", "authority_id", values.slug),
            Column("municipality", "municipality_id", values.code(3)),
            Column("partial", "partial", values.yes_or_no),
            Column("from_on", "from_on", values.day_or_none),
            Column("until_on", "until_on", values.day_or_none),
            Column("source", "source", values.text),
        ),
        ("authority_id", "municipality_id", "from_on"),
    ),
)


def hashable(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def read_table(table: Table, content: str) -> Iterator[Row]:
    """Yield the rows of a CSV text; BrokenFile at the first that cannot be read or stands there twice."""
    lines = csv.reader(io.StringIO(content, newline=""), strict=True)
    seen: dict[tuple, int] = {}
    try:
        heading = next(lines, [])
        expected = [column.heading for column in table.columns]
        if heading != expected:
            raise BrokenFile(table.file, 1, f"the heading must be {','.join(expected)}")
        for cells in lines:
            row = _row(table, cells, lines.line_num)
            if row.key in seen:
                raise row.broken(f"says the same as line {seen[row.key]}")
            seen[row.key] = row.line
            yield row
    except csv.Error as error:
        raise BrokenFile(table.file, lines.line_num, str(error)) from None


def _row(table: Table, cells: list[str], line: int) -> Row:
    if len(cells) != len(table.columns):
        raise BrokenFile(table.file, line, f"has {len(cells)} fields, must have {len(table.columns)}")
    found = {}
    for column, raw in zip(table.columns, cells, strict=True):
        try:
            found[column.field] = column.parse(raw)
        except ValueError as error:
            raise BrokenFile(table.file, line, f"{column.heading} {error}") from None
    return Row(table.file, line, tuple(hashable(found[field]) for field in table.key), found)
