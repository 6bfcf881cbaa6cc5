from typing import Any

from django.db import migrations, models
from django.utils import timezone


def note_that_counting_begins(apps: Any, schema_editor: Any) -> None:
    tallies = apps.get_model("practice", "Tally").objects
    tallies.create(kind="begun", day=timezone.localdate(), count=1)


class Migration(migrations.Migration):
    dependencies = [("practice", "0011_first_steps")]

    operations = [
        migrations.CreateModel(
            name="Tally",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("came", "Came"),
                            ("in_time", "In Time"),
                            ("late", "Late"),
                            ("overdue", "Overdue"),
                            ("met", "Met"),
                            ("missed", "Missed"),
                            ("called_off", "Called Off"),
                            ("feed", "Feed"),
                            ("search", "Search"),
                            ("nothing", "Search Empty"),
                            ("begun", "Begun"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("day", models.DateField(editable=False)),
                ("working_days", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("count", models.PositiveIntegerField(editable=False)),
            ],
            options={
                "verbose_name": "figure",
                "verbose_name_plural": "figures",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "day", "working_days"), name="one_tally_of_a_kind"
                    )
                ],
            },
        ),
        migrations.RunPython(note_that_counting_begins, migrations.RunPython.noop),
    ]
