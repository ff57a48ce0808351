"""One row of a reference file with its place, and the error that names file and line."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any


class BrokenFile(Exception):  # noqa: N818 - it says what is the case
    """A reference file cannot be loaded; the text names file and, where there is one, line."""

    def __init__(self, file: str, line: int | None, problem: str) -> None:
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {problem}")
        self.file, self.line, self.problem = file, line, problem


@dataclass(frozen=True)
class Row:
    """Values of one database row as its file has them; `key` is what finds it again on the next load."""

    file: str
    line: int
    key: tuple[Hashable, ...]
    values: dict[str, Any]

    def broken(self, problem: str) -> BrokenFile:
        return BrokenFile(self.file, self.line, problem)


@dataclass
class Reference:
    """Everything the files say, by table, with the SHA-256 of each file."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    checksums: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, table: str) -> list[Row]:
        return self.tables.get(table, [])
