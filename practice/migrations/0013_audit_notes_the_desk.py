from django.db import migrations, models
from django.db.models import Q
from django.db.models.functions import Left


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0012_figures"),
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
                    ("searched", "searched"),
                    ("follow_up", "changed the day to come back to it"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmail",
            index=models.Index(
                Left("cause", 44),
                condition=Q(given_up_at__isnull=False),
                name="mail_given_up_by_thing",
            ),
        ),
    ]
