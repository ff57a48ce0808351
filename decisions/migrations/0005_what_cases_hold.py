"""Each case gets what its decision in force holds of the appropriation, and each open condition its row."""

from django.db import migrations


def forwards(apps, schema_editor):
    Decision = apps.get_model("decisions", "Decision")
    Case = apps.get_model("decisions", "Case")
    Condition = apps.get_model("decisions", "Condition")
    for decision in Decision.objects.order_by("application", "version"):
        # In the order of versions, so that the last one, which is in force, stands.
        Case.objects.filter(application=decision.application_id).update(committed_eur=decision.granted_eur)
        condition = decision.snapshot.get("condition")
        if condition and condition.get("state") == "open":
            Condition.objects.get_or_create(
                application_id=decision.application_id,
                state="open",
                defaults={"decision": decision, "text": condition["text"]},
            )


class Migration(migrations.Migration):
    dependencies = [("decisions", "0004_officials_half")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
