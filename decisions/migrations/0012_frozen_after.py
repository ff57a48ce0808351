"""What has been answered, ruled on or decided after a decision does not change: the database itself refuses."""

from django.db import migrations

from ledger.frozen import freeze_again, freeze_when, thaw_when

# Table and the condition on the row as it was before the change.
FROZEN = {
    "decisions_hearing": "OLD.answered_at IS NOT NULL",
    "decisions_condition": "OLD.state <> 'open'",
    "decisions_reexamination": "OLD.closed_at IS NOT NULL",
    "decisions_rectificationclaim": "OLD.state IN ('decided', 'withdrawn')",
    "decisions_proposal": "OLD.state IN ('decided', 'dropped')",
}


def forwards(apps, schema_editor):
    for table, condition in FROZEN.items():
        freeze_when(schema_editor, table, condition)
    freeze_again(schema_editor, "decisions_decision", "decisions_decisionelement", "decisions_letter")


def backwards(apps, schema_editor):
    thaw_when(schema_editor, *FROZEN)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0011_below_smallest_viable_sum"), ("ledger", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
