from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def refuse_older_ones(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """What was sealed under the environment's key cannot be put under keys of people unasked."""
    if apps.get_model("contact", "Enquiry").objects.exists():
        message = "Enquiries from before sealing are there: answer and erase them first."
        raise RuntimeError(message)


class Migration(migrations.Migration):
    dependencies = [
        ("contact", "0001_first_tables"),
    ]

    operations = [migrations.RunPython(refuse_older_ones, migrations.RunPython.noop)]
