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
    dependencies = [("practice", "0010_roles_and_second_factors")]

    operations = [
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
