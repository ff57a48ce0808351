"""The head row of the chain, and an event table that the database itself lets grow only."""

from django.db import migrations

from ledger.frozen import freeze, thaw


def forwards(apps, schema_editor):
    apps.get_model("ledger", "Head").objects.create(pk=1)
    freeze(schema_editor, "ledger_event")


def backwards(apps, schema_editor):
    thaw(schema_editor, "ledger_event")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
