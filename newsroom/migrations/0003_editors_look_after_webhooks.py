"""Editors and publishers look after webhooks."""

from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

CODENAMES = [
    *[f"{act}_subscription" for act in ("view", "add", "change", "delete")],
    "view_delivery",
]


def let_editors_look_after_webhooks(apps, schema_editor):
    create_permissions(live_apps.get_app_config("companies"), verbosity=0, using=schema_editor.connection.alias)
    permission, group = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    allowed = permission.objects.filter(content_type__app_label="companies", codename__in=CODENAMES)
    for name in ("editor", "publisher"):
        group.objects.get(name=name).permissions.add(*allowed)


class Migration(migrations.Migration):
    dependencies = [
        ("newsroom", "0002_publishers_may_remove"),
        ("companies", "0007_webhook_subscriptions"),
    ]

    # Going back leaves the permissions, as it leaves the groups.
    operations = [migrations.RunPython(let_editors_look_after_webhooks, migrations.RunPython.noop)]
