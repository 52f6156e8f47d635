"""The group publisher may remove what was public for legal reasons."""

from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations


def let_publishers_remove(apps, schema_editor):
    create_permissions(live_apps.get_app_config("companies"), verbosity=0, using=schema_editor.connection.alias)
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    allowed = permission.objects.get(content_type__app_label="companies", codename="remove_fact")
    group.objects.get(name="publisher").permissions.add(allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0001_editor_and_publisher_groups"),
        ("companies", "0003_removal_and_companies_concerned"),
    ]
    operations = [migrations.RunPython(let_publishers_remove, migrations.RunPython.noop)]
