from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("practice", "0006_audit_notes_every_move")]

    operations = [
        migrations.CreateModel(
            name="RateSalt",
            fields=[
                ("day", models.DateField(editable=False, primary_key=True, serialize=False)),
                ("salt", models.BinaryField()),
            ],
            options={
                "verbose_name": "salt of a day",
                "verbose_name_plural": "salts of a day",
            },
        ),
    ]
