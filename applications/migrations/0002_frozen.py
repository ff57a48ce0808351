"""What has been sent or signed can be read and added to, never changed: the database itself refuses."""

from django.db import migrations

from ledger.frozen import freeze, thaw

TABLES = ("applications_submission", "applications_step")


def forwards(apps, schema_editor):
    freeze(schema_editor, *TABLES)


def backwards(apps, schema_editor):
    thaw(schema_editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
