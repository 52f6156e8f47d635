"""Keys: issued, rotated, revoked, and found again from their text."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from companies import keys
from companies.models import ApiKey
from companies.refusals import Refused

pytestmark = pytest.mark.django_db


def test_key_is_stored_as_a_digest_only(root, publisher):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    match = keys.KEY.fullmatch(text)
    assert (match[1], keys.digest_of(match[2])) == (key.prefix, key.hash)
    row = ApiKey.objects.filter(pk=key.pk).values().get()
    assert match[2] not in str(row)
    assert str(key) == f"copy · nrk_{key.prefix}_…"


def test_key_is_found_by_its_text(root, publisher, django_assert_num_queries):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    with django_assert_num_queries(1):
        assert keys.find(text, is_fresh=False) == key
    with django_assert_num_queries(0):
        assert keys.find(text, is_fresh=False).user == publisher


@pytest.mark.parametrize("wrong", ["", "nrk_", "nrk_zz_zz", "Bearer", "é" * 40])
def test_what_is_no_key_costs_no_query(wrong, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert keys.find(wrong, is_fresh=True) is None


def test_right_prefix_with_a_wrong_secret_opens_nothing(root, publisher):
    _key, text = keys.issue(by=root, user=publisher, name="copy")
    assert keys.find(text[:-1] + ("0" if text[-1] != "0" else "1"), is_fresh=False) is None


def end_by_revoking(key, by):
    keys.revoke(key, by=by)


def end_by_time(key, by):
    ApiKey.objects.filter(pk=key.pk).update(
        created_at=timezone.now() - timedelta(days=2), expires_at=timezone.now() - timedelta(seconds=1)
    )
    keys.forget(key)


def end_with_its_owner(key, by):
    key.user.is_active = False
    key.user.save()
    keys.forget(key)


@pytest.mark.parametrize("end", [end_by_revoking, end_by_time, end_with_its_owner])
def test_ended_key_opens_nothing(root, publisher, end, django_capture_on_commit_callbacks):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    assert keys.find(text, is_fresh=False) == key
    with django_capture_on_commit_callbacks(execute=True):
        end(key, root)
    assert [keys.find(text, is_fresh=is_fresh) for is_fresh in (False, True)] == [None, None]


def test_fresh_look_sees_what_a_remembered_key_does_not(root, publisher):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    keys.find(text, is_fresh=False)
    ApiKey.objects.filter(pk=key.pk).update(revoked_at=timezone.now())  # another process, with a memory of its own
    assert (keys.find(text, is_fresh=False), keys.find(text, is_fresh=True)) == (key, None)


def test_third_live_key_of_one_name_is_refused(root, publisher):
    first, _text = keys.issue(by=root, user=publisher, name="copy")
    second, _text = keys.rotate(first, by=root)
    with pytest.raises(Refused) as refusal:
        keys.rotate(second, by=root)
    assert (refusal.value.code, first.prefix in str(refusal.value), second.prefix in str(refusal.value)) == (
        "too_many_keys", True, True,
    )  # fmt: skip
    keys.revoke(first, by=root)
    assert keys.rotate(second, by=root)[0].name == "copy"


def test_other_names_and_owners_have_their_own_two(root, publisher, editor):
    for user, name in [(publisher, "copy"), (publisher, "copy"), (publisher, "desk"), (editor, "copy")]:
        keys.issue(by=root, user=user, name=name)
    assert ApiKey.objects.live().count() == 4


def test_rotated_key_is_like_the_old_one_and_lives_as_long(root, publisher):
    expires_at = timezone.now() + timedelta(days=90)
    old, text = keys.issue(
        by=root, user=publisher, name="copy", scopes=["read", "desk"], rate=77, expires_at=expires_at
    )
    ApiKey.objects.filter(pk=old.pk).update(
        created_at=old.created_at - timedelta(days=60), expires_at=expires_at - timedelta(days=60)
    )
    old.refresh_from_db()
    new, other_text = keys.rotate(old, by=root)
    assert (new.name, new.user, new.scopes, new.rate) == ("copy", publisher, ["desk", "read"], 77)
    assert abs(new.expires_at - new.created_at - timedelta(days=90)) < timedelta(seconds=5)
    assert [keys.find(one, is_fresh=True) for one in (text, other_text)] == [old, new]


def test_key_without_a_known_scope_is_refused(root, publisher):
    for scopes in ([], ["write"]):
        with pytest.raises(Refused, match="desk"):
            keys.issue(by=root, user=publisher, name="copy", scopes=scopes)


def test_key_that_would_have_expired_is_refused(root, publisher):
    with pytest.raises(Refused) as refusal:
        keys.issue(by=root, user=publisher, name="copy", expires_at=timezone.now())
    assert refusal.value.code == "already_over"


def test_who_may_not_issue(publisher, editor):
    with pytest.raises(PermissionDenied, match="add_apikey"):
        keys.issue(by=publisher, user=publisher, name="copy")


def test_a_key_for_someone_else_takes_an_administrator(publisher, editor):
    publisher.user_permissions.add(Permission.objects.get(codename="add_apikey"))
    holder = type(publisher).objects.get(pk=publisher.pk)  # permissions are remembered
    with pytest.raises(PermissionDenied):
        keys.issue(by=holder, user=editor, name="copy")
    assert keys.issue(by=holder, user=holder, name="copy")[0].user == holder


def test_database_refuses_impossible_keys(root, publisher):
    key, _text = keys.issue(by=root, user=publisher, name="copy")
    changes = {
        "api_key_name_not_empty": {"name": ""},
        "api_key_rate_positive": {"rate": 0},
        "api_key_expires_after_created": {"expires_at": key.created_at},
    }
    for name, change in changes.items():
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            ApiKey.objects.filter(pk=key.pk).update(**change)
