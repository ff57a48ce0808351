"""Brings one database table to what its reference rows say, and tells what that took."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db import models

from pilots.reference import Row


@dataclass(frozen=True)
class Target:
    """A table and its model; rows no longer in the files go only where nothing else stands on them.

    `binds`: of a published call, nothing of it is ever taken away.
    """

    table: str
    model: type[models.Model]
    key: tuple[str, ...]
    removes: bool = False
    binds: bool = False


@dataclass
class Tally:
    """How many rows a load added, changed, removed, found as they should be, or left on purpose."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: int = 0


def bring(
    target: Target, rows: list[Row], details: list[str], *, among: models.QuerySet | None = None
) -> Tally:
    """Add, change and remove rows of one table until it says what the rows say.

    `among`: the stored rows that the files speak of, all by default. `details` gains a line for every row
    that is changed, removed or left.
    """
    tally = Tally()
    manager = target.model.objects
    stored = {_key_of(row, target.key): row for row in (manager if among is None else among).order_by("pk")}
    new, changed, fields = [], [], set()
    for row in rows:
        existing = stored.pop(row.key, None)
        if existing is None:
            new.append(target.model(**row.values))
            continue
        differences = {
            field: value for field, value in row.values.items() if getattr(existing, field) != value
        }
        if not differences:
            tally.unchanged += 1
            continue
        details.append(f"{target.table} {_named(row.key)}: {_told(existing, differences)}")
        for field, value in differences.items():
            setattr(existing, field, value)
        changed.append(existing)
        fields |= differences.keys()
    _put_away(target, stored, tally, details)
    tally.added, tally.changed = len(new), len(changed)
    manager.bulk_create(new, batch_size=200)
    if changed:
        manager.bulk_update(changed, sorted(fields), batch_size=100)
    return tally


def _put_away(
    target: Target, gone: dict[tuple[Hashable, ...], models.Model], tally: Tally, details: list[str]
) -> None:
    """Remove rows that the files no longer have, or leave them where others may stand on them, and say so."""
    for key, row in gone.items():
        if target.removes:
            row.delete()
        details.append(
            f"{target.table} {_named(key)}: {'removed' if target.removes else 'left, not in the files'}"
        )
    if target.removes:
        tally.removed = len(gone)
    else:
        tally.left = len(gone)


def _key_of(row: models.Model, fields: tuple[str, ...]) -> tuple[Hashable, ...]:
    values = (getattr(row, field) for field in fields)
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def _named(key: tuple[Any, ...]) -> str:
    return " ".join(
        ";".join(part) if isinstance(part, tuple) else str(part) for part in key if part is not None
    )


def _told(existing: models.Model, differences: dict[str, Any]) -> str:
    return ", ".join(
        f"{field} {getattr(existing, field)!s} → {value!s}" for field, value in differences.items()
    )
