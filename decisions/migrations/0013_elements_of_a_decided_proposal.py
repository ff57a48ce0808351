"""The elements of a proposal that was decided or dropped stay as they are: the database itself refuses."""

from django.db import migrations

OVER = "('decided', 'dropped')"
TABLE = "decisions_proposalelement"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_settled_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  IF TG_OP <> 'INSERT' THEN touched := touched || OLD.proposal_id; END IF;
  IF TG_OP <> 'DELETE' THEN touched := touched || NEW.proposal_id; END IF;
  IF EXISTS (SELECT 1 FROM decisions_proposal WHERE id = ANY(touched) AND state IN {OVER}) THEN
    RAISE EXCEPTION 'the proposal is settled: % of % refused', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRES_TRIGGER = f"""
CREATE TRIGGER {TABLE}_settled BEFORE INSERT OR UPDATE OR DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION refuse_settled_proposal()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_settled_{verb}_{row} BEFORE {verb} ON {table}
WHEN (SELECT state FROM decisions_proposal WHERE id = {row}.proposal_id) IN {over}
BEGIN SELECT RAISE(ABORT, 'the proposal is settled: {verb} of {table} refused'); END
"""
ROWS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for sql in (POSTGRES_FUNCTION, POSTGRES_TRIGGER):
            schema_editor.execute(sql, params=None)
        return
    for verb, row in ROWS:
        sql = SQLITE_TRIGGER.format(table=TABLE, verb=verb, row=row, over=OVER)
        schema_editor.execute(sql, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER {TABLE}_settled ON {TABLE}", params=None)
        schema_editor.execute("DROP FUNCTION refuse_settled_proposal()", params=None)
        return
    for verb, row in ROWS:
        schema_editor.execute(f"DROP TRIGGER {TABLE}_settled_{verb}_{row}", params=None)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0012_frozen_after")]
    operations = [migrations.RunPython(forwards, backwards)]
