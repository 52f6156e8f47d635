"""The lines of CSV of what was published so far: from the documents, by the function that publishing uses."""

from django.db import migrations

from companies.ledger import rewrite_lines


def fill(apps, schema_editor):
    rewrite_lines(apps.get_model("companies", "Publication"))


class Migration(migrations.Migration):
    dependencies = [("companies", "0008_flat_lines")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
