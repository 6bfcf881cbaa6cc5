from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0008_audit_notes_appointments"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="not_before",
            field=models.DateTimeField(null=True, verbose_name="not before"),
        ),
        migrations.AddField(
            model_name="outboxmail",
            name="not_after",
            field=models.DateTimeField(null=True, verbose_name="not after"),
        ),
    ]
