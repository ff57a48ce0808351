"""Tells whether a request wrote anything: by the statements it ran, and by a checksum of every table."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

WRITES = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM|TRUNCATE|COPY)\s+(?:ONLY\s+)?"?(\w+)"?', re.IGNORECASE)
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

    def note(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        match = WRITES.match(str(sql))
        if match:
            found.append(match.group(1).lower())
        return execute(sql, params, many, context)

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
