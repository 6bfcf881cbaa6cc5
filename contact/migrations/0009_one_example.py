from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("contact", "0008_the_inbox_in_order")]

    operations = [
        migrations.AddField(
            model_name="enquiry",
            name="is_example",
            field=models.BooleanField(
                db_default=False, default=False, editable=False, verbose_name="example"
            ),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(
                fields=["is_example"], condition=Q(is_example=True), name="one_example"
            ),
        ),
    ]
