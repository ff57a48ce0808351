"""Once a case is proposed, its reviews stay as they are: the database itself refuses to add, change or remove one."""

from django.db import migrations

OPEN = "('under_review', 'supplement_requested')"
POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_late_review() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
  IF TG_TABLE_NAME = 'decisions_review' THEN
    IF TG_OP <> 'INSERT' THEN touched := touched || OLD.application_id; END IF;
    IF TG_OP <> 'DELETE' THEN touched := touched || NEW.application_id; END IF;
  ELSE
    IF TG_OP <> 'INSERT' THEN
      touched := touched || (SELECT application_id FROM decisions_review WHERE id = OLD.review_id);
    END IF;
    IF TG_OP <> 'DELETE' THEN
      touched := touched || (SELECT application_id FROM decisions_review WHERE id = NEW.review_id);
    END IF;
  END IF;
  IF EXISTS (SELECT 1 FROM applications_application WHERE id = ANY(touched) AND state NOT IN {OPEN}) THEN
    RAISE EXCEPTION 'the case is not under review: % of % refused', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$
"""
POSTGRES_TRIGGER = """
CREATE TRIGGER {table}_under_review BEFORE INSERT OR UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_late_review()
"""
SQLITE_TRIGGER = """
CREATE TRIGGER {table}_under_review_{verb}_{row} BEFORE {verb} ON {table}
WHEN (SELECT state FROM applications_application WHERE id = ({application})) NOT IN {open}
BEGIN SELECT RAISE(ABORT, 'the case is not under review: {verb} of {table} refused'); END
"""
# table -> the application of a row in it
TABLES = {
    "decisions_review": "{row}.application_id",
    "decisions_reviewscore": "SELECT application_id FROM decisions_review WHERE id = {row}.review_id",
}
ROWS = (("INSERT", "NEW"), ("UPDATE", "OLD"), ("UPDATE", "NEW"), ("DELETE", "OLD"))


def forwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for table in TABLES:
            schema_editor.execute(POSTGRES_TRIGGER.format(table=table), params=None)
        return
    for table, application in TABLES.items():
        for verb, row in ROWS:
            sql = SQLITE_TRIGGER.format(
                table=table, verb=verb, row=row, application=application.format(row=row), open=OPEN
            )
            schema_editor.execute(sql, params=None)


def backwards(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for table in TABLES:
            schema_editor.execute(f"DROP TRIGGER {table}_under_review ON {table}", params=None)
        schema_editor.execute("DROP FUNCTION refuse_late_review()", params=None)
        return
    for table in TABLES:
        for verb, row in ROWS:
            schema_editor.execute(f"DROP TRIGGER {table}_under_review_{verb}_{row}", params=None)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0006_reviews_done_without"), ("applications", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
