from typing import Any

import django.contrib.postgres.fields
from django.db import migrations, models
from django.db.models import Q

QUESTIONS = [
    ("name", "Your name"),
    ("hours", "Your hours"),
    ("reply", "When you answer"),
    ("opening", "Whether you have room"),
    ("country", "Your country"),
]


def _only_row() -> "models.PositiveSmallIntegerField[int, int]":
    return models.PositiveSmallIntegerField(
        default=1, editable=False, primary_key=True, serialize=False
    )


def _moment() -> "models.DateTimeField[Any, Any]":
    return models.DateTimeField(editable=False, null=True)


class Migration(migrations.Migration):
    dependencies = [("practice", "0011_audit_notes_lists_and_backups")]

    operations = [
        migrations.AlterField(
            model_name="auditline",
            name="verb",
            field=models.CharField(
                choices=[
                    ("opened", "opened"),
                    ("answered", "answered"),
                    ("exported", "exported"),
                    ("erased", "erased"),
                    ("withdrawn", "withdrawn"),
                    ("waiting", "put on the waiting list"),
                    ("declined", "declined"),
                    ("closed", "closed"),
                    ("reopened", "opened again"),
                    ("new_again", "marked as new again"),
                    ("taken_in", "taken in as a real message"),
                    ("confirmed", "agreed to the time"),
                    ("offered", "offered a time"),
                    ("time_declined", "declined the time"),
                    ("time_expired", "time ran out"),
                    ("time_withdrawn", "gave the time back"),
                    ("moved", "moved to another time"),
                    ("cancelled", "cancelled"),
                    ("happened", "took place"),
                    ("missed", "nobody came"),
                    ("note_removed", "note removed"),
                    ("unlocked", "unlocked"),
                    ("locked", "locked"),
                    ("key_changed", "key changed"),
                    ("phrase_changed", "phrase changed"),
                    ("signed_in", "signed in"),
                    ("signed_out", "signed out everywhere"),
                    ("way_added", "way of signing in added"),
                    ("way_removed", "way of signing in removed"),
                    ("new_codes", "new recovery codes"),
                    ("rescued", "let in again by the operator"),
                    ("link_made", "first link made"),
                    ("link_used", "first link opened"),
                    ("listed", "shown in a list"),
                    ("backed_up", "backup made"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.CreateModel(
            name="FirstLink",
            fields=[
                ("id", _only_row()),
                ("digest", models.BinaryField()),
                ("made_at", models.DateTimeField(editable=False)),
            ],
            options={
                "verbose_name": "first link",
                "verbose_name_plural": "first link",
                "constraints": [models.CheckConstraint(condition=Q(id=1), name="one_first_link")],
            },
        ),
        migrations.CreateModel(
            name="FirstSteps",
            fields=[
                ("id", _only_row()),
                (
                    "answered",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(choices=QUESTIONS, max_length=10),
                        default=list,
                        editable=False,
                        size=None,
                    ),
                ),
                ("mail_digest", models.BinaryField(null=True)),
                ("mail_asked_at", _moment()),
                ("mail_received_at", _moment()),
                ("privacy_read_at", _moment()),
            ],
            options={
                "verbose_name": "first steps",
                "verbose_name_plural": "first steps",
                "constraints": [
                    models.CheckConstraint(condition=Q(id=1), name="one_row_of_first_steps"),
                    models.CheckConstraint(
                        condition=Q(mail_received_at=None) | Q(mail_asked_at__isnull=False),
                        name="a_test_mail_was_asked_for_before_it_came",
                    ),
                ],
            },
        ),
    ]
