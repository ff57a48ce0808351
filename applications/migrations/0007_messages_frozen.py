"""Messages and exits can be read and added to, never changed; and the row of reminders begins to renew itself."""

from datetime import datetime, timedelta, timezone

from django.db import migrations

from ledger.frozen import freeze, thaw

TABLES = ("applications_message", "applications_memberexit")
REMINDERS = "reminders"
# Nothing is waited for in the hours in which a system is set up.
SOON = timedelta(hours=12)


def forwards(apps, schema_editor):
    freeze(schema_editor, *TABLES)
    apps.get_model("outbox", "Row").objects.get_or_create(
        kind=REMINDERS, reference="first", defaults={"available_at": datetime.now(timezone.utc) + SOON}
    )


def backwards(apps, schema_editor):
    apps.get_model("outbox", "Row").objects.filter(kind=REMINDERS).delete()
    thaw(schema_editor, *TABLES)


class Migration(migrations.Migration):
    dependencies = [("applications", "0006_correspondence_kept"), ("ledger", "0002_append_only"), ("outbox", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
