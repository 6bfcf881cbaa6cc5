from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0006_calendars_are_read_and_a_feed"),
    ]

    operations = [
        migrations.AddField(
            model_name="availability",
            name="how_online",
            field=models.CharField(blank=True, max_length=300, verbose_name="how you meet online"),
        ),
        migrations.AddField(
            model_name="availability",
            name="how_in_person",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="how you meet in person"
            ),
        ),
        migrations.AddField(
            model_name="availability",
            name="how_by_phone",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="how you meet by phone"
            ),
        ),
    ]
