"""The groups editor and publisher, with their permissions (newsroom/roles.py says what they are for)."""

from django.apps import apps as live_apps
from django.contrib.auth.management import create_permissions
from django.db import migrations

SHARED = [
    "articles.view_article", "articles.add_article", "articles.change_article",
    "articles.view_outlet", "articles.add_outlet", "articles.change_outlet",
    *[
        f"companies.{act}_{model}"
        for model in (
            "fact", "fundinground", "valuation", "keyfigure", "deal", "controversy", "role", "company", "person",
        )
        for act in ("view", "add", "change")
    ],
    "companies.view_companyname", "companies.view_citation", "companies.view_participation",
    "companies.view_decision", "companies.view_publication", "companies.review_fact",
]
GROUPS = {"editor": SHARED, "publisher": [*SHARED, "companies.publish_fact", "companies.merge_company"]}


def make_groups(apps, schema_editor):
    # Permissions are otherwise made after all migrations, which is too late for the groups that hold them.
    for label in ("articles", "companies"):
        create_permissions(live_apps.get_app_config(label), verbosity=0, using=schema_editor.connection.alias)
    permission, group_model = apps.get_model("auth", "Permission"), apps.get_model("auth", "Group")
    for name, wanted in GROUPS.items():
        group, _ = group_model.objects.get_or_create(name=name)
        for label_and_codename in wanted:
            label, codename = label_and_codename.split(".")
            group.permissions.add(permission.objects.get(content_type__app_label=label, codename=codename))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("companies", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    # Going back leaves the groups: people may be in them.
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
