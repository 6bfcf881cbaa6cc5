import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0004_audit_is_only_added_to"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmail",
            name="due_at",
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name="due"),
            preserve_default=False,
        ),
    ]
