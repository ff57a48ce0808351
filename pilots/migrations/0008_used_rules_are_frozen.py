"""The database itself refuses to change or remove a coverage rule that a submission has used."""

from django.db import migrations

COLUMNS = ("name", "full", "lower", "floor", "least_municipalities", "binding")
CHANGED = " OR ".join(f'OLD."{column}" <> NEW."{column}"' for column in COLUMNS)
POSTGRES = (
    """
    CREATE FUNCTION refuse_change_of_used_rule() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'coverage rule % has been used by a submission: % refused', OLD.name, TG_OP
        USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER used_rule_is_not_changed BEFORE UPDATE ON pilots_coveragerule
    FOR EACH ROW WHEN (OLD.used AND (NOT NEW.used OR {CHANGED})) EXECUTE FUNCTION refuse_change_of_used_rule()
    """,
    """
    CREATE TRIGGER used_rule_is_not_removed BEFORE DELETE ON pilots_coveragerule
    FOR EACH ROW WHEN (OLD.used) EXECUTE FUNCTION refuse_change_of_used_rule()
    """,
)
POSTGRES_BACK = (
    "DROP TRIGGER used_rule_is_not_changed ON pilots_coveragerule",
    "DROP TRIGGER used_rule_is_not_removed ON pilots_coveragerule",
    "DROP FUNCTION refuse_change_of_used_rule()",
)
SQLITE = (
    f"""
    CREATE TRIGGER used_rule_is_not_changed BEFORE UPDATE ON pilots_coveragerule
    WHEN OLD.used AND (NOT NEW.used OR {CHANGED})
    BEGIN SELECT RAISE(ABORT, 'coverage rule has been used by a submission: update refused'); END
    """,
    """
    CREATE TRIGGER used_rule_is_not_removed BEFORE DELETE ON pilots_coveragerule WHEN OLD.used
    BEGIN SELECT RAISE(ABORT, 'coverage rule has been used by a submission: delete refused'); END
    """,
)
SQLITE_BACK = ("DROP TRIGGER used_rule_is_not_changed", "DROP TRIGGER used_rule_is_not_removed")


def run(schema_editor, postgres, sqlite):
    for sql in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        # Without parameters, or the signs of RAISE would be taken for places of parameters.
        schema_editor.execute(sql, params=None)


def forwards(apps, schema_editor):
    run(schema_editor, POSTGRES, SQLITE)


def backwards(apps, schema_editor):
    run(schema_editor, POSTGRES_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("pilots", "0007_calls_drafted_at_the_desk")]
    operations = [migrations.RunPython(forwards, backwards)]
