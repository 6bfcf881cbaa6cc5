from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_mail_has_a_due_time"),
    ]

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
                    ("note_removed", "note removed"),
                    ("unlocked", "unlocked"),
                    ("locked", "locked"),
                    ("key_changed", "key changed"),
                    ("phrase_changed", "phrase changed"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
