"""Tells whether a request wrote anything: by the statements it ran, and by a checksum of every table."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(
    r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(?:ONLY\s+)?"?(\w+)"?', re.IGNORECASE
)
# Sessions come and go with every visit; they are nobody's record.
PASSING = {"django_session"}


class Written(list[str]):
    """The tables written, in order."""

    def besides(self, *tables: str) -> set[str]:
        return set(self) - PASSING - set(tables)


@contextmanager
def writes() -> Iterator[Written]:
    """Notes the table of every statement that writes."""
    found = Written()

    def note(execute: Any, sql: Any, *more: Any) -> Any:
        match = WRITES.match(str(sql))
        if match:
            found.append(match.group(1).lower())
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        yield found


def checksums() -> dict[str, str]:
    """Table → MD5 of all its rows."""
    tables = sorted(set(connection.introspection.table_names()) - PASSING - {"django_migrations"})
    parts = [
        f"SELECT '{table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{table}\" t"
        for table in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {table for table in before if before[table] != after[table]}


ROOMS = ("accounts_", "applications_", "decisions_", "outbox_", "ledger_")


def contents() -> dict[str, dict[str, dict[str, Any]]]:
    """Table → key of the row → its columns, for everything that people and acts write."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            if table.startswith(ROOMS):
                cursor.execute(f'SELECT row_to_json(t)::text FROM "{table}" t')
                found[table] = {
                    key_of(row): row for (text,) in cursor.fetchall() for row in [json.loads(text)]
                }
    return found


def key_of(row: dict[str, Any]) -> str:
    """The primary key; the first column of the tables that have another than `id`."""
    return str(row["id"] if "id" in row else next(iter(row.values())))


def differences(before: dict[str, dict], after: dict[str, dict]) -> set[str]:
    """`table.column` of rows that changed, `+table` of new rows, `-table` of removed ones."""
    found = set()
    for table, rows in after.items():
        was = before[table]
        found |= {f"+{table}" for key in rows if key not in was} | {
            f"-{table}" for key in was if key not in rows
        }
        for key in rows.keys() & was.keys():
            found |= {f"{table}.{column}" for column, value in rows[key].items() if value != was[key][column]}
    return found
