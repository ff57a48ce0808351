"""Triggers by which the database itself refuses to change or remove rows; used by migrations."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_change()
"""
# TRUNCATE passes row triggers by.
POSTGRES_TRUNCATE_TRIGGER = """
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""


def freeze(schema_editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """From now on the rows of these tables can be added and read, nothing else."""
    if schema_editor.connection.vendor == "postgresql":
        # Without parameters, or the signs of RAISE would be taken for places of parameters.
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            for trigger in (POSTGRES_TRIGGER, POSTGRES_TRUNCATE_TRIGGER):
                schema_editor.execute(trigger.format(table=table), params=None)
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(SQLITE_TRIGGER.format(table=table, verb=verb), params=None)


def thaw(schema_editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Take the triggers away again; for migrations backwards only."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            for name in (f"{table}_append_only", f"{table}_no_truncate"):
                schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_no_{verb}", params=None)


POSTGRES_TRIGGER_WHEN = """
CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_change()
"""
SQLITE_TRIGGER_WHEN = """
CREATE TRIGGER {table}_frozen_{verb} BEFORE {verb} ON {table} WHEN {condition}
BEGIN SELECT RAISE(ABORT, '{table} is append-only: {verb} refused'); END
"""


def freeze_when(schema_editor: BaseDatabaseSchemaEditor, table: str, condition: str) -> None:
    """From now on a row that fulfils the condition (SQL on OLD) can be read, nothing else."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
        schema_editor.execute(POSTGRES_TRIGGER_WHEN.format(table=table, condition=condition), params=None)
        return
    for verb in ("update", "delete"):
        schema_editor.execute(
            SQLITE_TRIGGER_WHEN.format(table=table, verb=verb, condition=condition), params=None
        )


def thaw_when(schema_editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Take these triggers away again; for migrations backwards only."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER {table}_frozen ON {table}", params=None)
        else:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER {table}_frozen_{verb}", params=None)


def freeze_again(schema_editor: BaseDatabaseSchemaEditor, *tables: str) -> None:
    """Put back the triggers of `freeze` where SQLite lost them: it builds a table anew to change a column."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for table in tables:
        for verb in ("update", "delete"):
            sql = SQLITE_TRIGGER.format(table=table, verb=verb)
            schema_editor.execute(sql.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"), params=None)
