"""Keys in the admin: made, rotated and revoked there, their text shown once."""

import re

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.urls import reverse

from companies import keys, usage
from companies.models import ApiKey

pytestmark = pytest.mark.django_db
LIST, ADD = reverse("admin:companies_apikey_changelist"), reverse("admin:companies_apikey_add")


@pytest.fixture
def desk(client, root):
    """The administrator's browser."""
    client.force_login(root)
    return client


def texts_in(response):
    """The keys that a page shows whole."""
    return re.findall(keys.KEY.pattern.replace("(", "(?:"), response.content.decode())


def act(desk, action, *chosen):
    selected = [key.pk for key in chosen]
    return desk.post(LIST, {"action": action, "_selected_action": selected}, follow=True)


def test_new_key_is_shown_once(desk, publisher):
    form = {"name": "copy", "user": publisher.pk, "scopes": ["read", "desk"], "rate": "90"}
    response = desk.post(ADD, form)
    (text,) = texts_in(response)
    key = ApiKey.objects.get()
    assert (keys.find(text, is_fresh=True), "no-store" in response["Cache-Control"]) == (key, True)
    assert (key.name, key.user, key.scopes, key.rate) == ("copy", publisher, ["desk", "read"], 90)
    for address in (LIST, reverse("admin:companies_apikey_change", args=[key.pk])):
        shown = desk.get(address)
        assert (shown.status_code, texts_in(shown), key.hash in shown.content.decode()) == (200, [], False)


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["write"]}, {"rate": "0"}])
def test_faulty_form_makes_no_key(desk, publisher, wrong):
    form = {"name": "copy", "user": publisher.pk, "scopes": ["read"], "rate": "90"}
    assert desk.post(ADD, form | wrong).context["adminform"].form.errors
    assert ApiKey.objects.count() == 0


def test_refusal_is_an_error_of_the_form(desk, publisher, root):
    for _ in range(2):
        keys.issue(by=root, user=publisher, name="copy")
    response = desk.post(ADD, {"name": "copy", "user": publisher.pk, "scopes": ["read"], "rate": "90"})
    (error,) = response.context["adminform"].form.non_field_errors()
    assert (ApiKey.objects.count(), "copy" in error) == (2, True)


def test_rotating_shows_the_second_key_and_leaves_the_first(desk, publisher, root):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    (new,) = texts_in(act(desk, "rotate_selected", key))
    assert [keys.find(one, is_fresh=True).name for one in (text, new)] == ["copy", "copy"]


def test_rotating_is_all_or_nothing(desk, publisher, root):
    first, _text = keys.issue(by=root, user=publisher, name="copy")
    second, _text = keys.rotate(first, by=root)
    other, _text = keys.issue(by=root, user=publisher, name="other")
    assert texts_in(act(desk, "rotate_selected", other, second)) == []
    assert ApiKey.objects.count() == 3


def test_revoked_key_opens_nothing(desk, publisher, root):
    key, text = keys.issue(by=root, user=publisher, name="copy")
    act(desk, "revoke_selected", key)
    assert keys.find(text, is_fresh=True) is None
    assert [row.pk for row in desk.get(LIST, {"live": "no"}).context["cl"].result_list] == [key.pk]
    assert list(desk.get(LIST, {"live": "yes"}).context["cl"].result_list) == []


def test_history_tells_who_did_what(desk, publisher, root):
    desk.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    desk.post(ADD, {"name": "copy", "user": publisher.pk, "scopes": ["read"], "rate": "90"})
    key = ApiKey.objects.get()
    act(desk, "rotate_selected", key)
    second = ApiKey.objects.exclude(pk=key.pk).get()
    act(desk, "revoke_selected", key)
    log = LogEntry.objects.order_by("pk").values_list("user", "object_id", "object_repr", "action_flag")
    assert list(log) == [
        (root.pk, str(one.pk), str(one), flag)
        for one, flag in [(key, ADDITION), (key, CHANGE), (second, ADDITION), (key, CHANGE)]
    ]
    shown = desk.get(reverse("admin:companies_apikey_history", args=[key.pk]))
    told = [entry.get_change_message() for entry in shown.context["action_list"]]
    assert told == ["Added.", f"Rotated: the second key is {second}.", "Revoked."]


@pytest.mark.parametrize("number", ["x", str(10**30), "a%00b"])
def test_page_of_no_key(desk, number):
    assert desk.get(LIST + f"{number}/change/").status_code == 302


def test_page_of_a_key_tells_its_use(desk, publisher, root):
    key, _text = keys.issue(by=root, user=publisher, name="copy")
    usage.count(key)
    shown = desk.get(reverse("admin:companies_apikey_change", args=[key.pk])).content.decode()
    assert f"{usage.today()}: 1" in shown


def test_publishers_see_no_keys(client, publisher):
    client.force_login(publisher)
    assert [client.get(address).status_code for address in (LIST, ADD)] == [403, 403]


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_any_number(desk, publisher, root, count, django_assert_max_num_queries):
    for number in range(count):
        keys.issue(by=root, user=publisher, name=f"copy {number}")
    with django_assert_max_num_queries(7):
        desk.get(LIST)
