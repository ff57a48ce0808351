"""Reads a folder of reference files and checks that they agree with each other."""

import hashlib
from pathlib import Path

from pilots.reference.agreement import check_agreement
from pilots.reference.calls import Definitions, read_call
from pilots.reference.rows import BrokenFile, Reference, Row
from pilots.reference.tables import TABLES, read_table

DEFINITION_FILES = ("rules.toml", "elements.toml", "questions.toml", "screening.toml", "acts.toml")


def read_reference(folder: Path) -> Reference:
    """Read and check every file of the folder; raises BrokenFile for the first thing that is wrong."""
    reference = Reference()
    for table in TABLES:
        content = _content(folder, table.file, reference)
        reference.tables[table.name] = list(read_table(table, content))
    definitions = Definitions({file: _content(folder, file, reference) for file in DEFINITION_FILES})
    reference.tables["rules"] = definitions.rules
    _read_calls(folder, definitions, reference)
    check_agreement(reference)
    return reference


def _read_calls(folder: Path, definitions: Definitions, reference: Reference) -> None:
    calls: list[Row] = []
    parts: dict[str, list[Row]] = {}
    for path in sorted((folder / "calls").glob("*.toml")):
        file = f"calls/{path.name}"
        call, its_parts = read_call(file, _content(folder, file, reference), definitions)
        if any(call.key == other.key for other in calls):
            raise call.broken(f"slug {call.key[0]} stands in another file too")
        calls.append(call)
        for table, rows in its_parts.items():
            parts.setdefault(table, []).extend(rows)
    if not calls:
        raise BrokenFile("calls", None, "holds no call")
    reference.tables |= {"calls": calls, **parts}


def _content(folder: Path, file: str, reference: Reference) -> str:
    try:
        raw = (folder / file).read_bytes()
    except OSError as error:
        raise BrokenFile(file, None, f"cannot be read ({error.strerror})") from None
    reference.checksums[file] = hashlib.sha256(raw).hexdigest()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenFile(file, raw.count(b"\n", 0, error.start) + 1, "is not UTF-8") from None
