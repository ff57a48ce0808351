"""The reference data, loaded once for each test process and brought back after tests that commit."""

import io
from dataclasses import dataclass

from django.db import connection, transaction

KEPT = {"django_migrations"}


@dataclass(frozen=True)
class World:
    """All rows of the freshly loaded database, as PostgreSQL's own COPY text by table."""

    tables: tuple[str, ...]
    rows: dict[str, str]

    @classmethod
    def taken(cls) -> "World":
        tables = tuple(sorted(set(connection.introspection.table_names()) - KEPT))
        rows = {}
        with connection.cursor() as cursor:
            for table in tables:
                text = io.StringIO()
                cursor.copy_expert(f'COPY "{table}" TO STDOUT', text)
                if text.getvalue():
                    rows[table] = text.getvalue()
        return cls(tables, rows)

    def restore(self) -> None:
        """Empties every table and lays the rows back; triggers are off, as append-only tables refuse."""
        names = ", ".join(f'"{table}"' for table in self.tables)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '30s'; SET LOCAL session_replication_role = replica")
            cursor.execute(f"TRUNCATE {names}")
            for table, text in self.rows.items():
                cursor.copy_expert(f'COPY "{table}" FROM STDIN', io.StringIO(text))
