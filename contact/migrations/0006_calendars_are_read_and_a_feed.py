import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0005_hours_are_there_once"),
    ]

    operations = [
        migrations.AddField(
            model_name="busycalendar",
            name="address_mark",
            field=models.BinaryField(default=b""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="busycalendar",
            name="due_at",
            field=models.DateTimeField(
                default=django.utils.timezone.now, editable=False, verbose_name="next read"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="busycalendar",
            name="failures",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="failures"
            ),
        ),
        migrations.AddConstraint(
            model_name="busycalendar",
            constraint=models.UniqueConstraint(
                fields=("address_mark",), name="each_calendar_is_read_once"
            ),
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.BinaryField()),
                ("made_at", models.DateTimeField(editable=False, verbose_name="made")),
            ],
            options={
                "verbose_name": "address of your calendar of appointments",
                "verbose_name_plural": "addresses of your calendar of appointments",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="one_feed_token")
                ],
            },
        ),
    ]
