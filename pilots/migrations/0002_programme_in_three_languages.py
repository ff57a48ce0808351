"""The programme of a call in each language; the reference files fill the new columns when loaded."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pilots", "0001_initial")]

    operations = [
        migrations.RenameField("call", "programme", "programme_fi"),
        migrations.AddField(
            "call", "programme_sv", models.CharField(default="", max_length=120), preserve_default=False
        ),
        migrations.AddField(
            "call", "programme_en", models.CharField(default="", max_length=120), preserve_default=False
        ),
    ]
