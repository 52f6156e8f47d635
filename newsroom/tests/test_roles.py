"""The groups that come with the project."""

import pytest
from django.contrib.auth.models import Group

from companies.tests import factories
from newsroom.roles import EDITOR, GROUPS, PUBLISHER


@pytest.mark.django_db
@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.name)
def test_migration_made_the_group_as_described(group):
    held = Group.objects.get(name=group.name).permissions.values_list("content_type__app_label", "codename")
    assert sorted(f"{app}.{codename}" for app, codename in held) == sorted(group.permissions)


def test_a_publisher_is_an_editor_too():
    assert set(PUBLISHER.permissions) - set(EDITOR.permissions) == {
        "companies.publish_fact",
        "companies.merge_company",
        "companies.remove_fact",
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("group", "review", "publish"), [(None, False, False), ("editor", True, False), ("publisher", True, True)]
)
def test_who_may_do_what(group, review, publish):
    user = factories.make_user(group)
    assert (user.has_perm("companies.review_fact"), user.has_perm("companies.publish_fact")) == (
        review,
        publish,
    )
