"""Who gets in, and that nothing of the desk gets out."""

import json
import re

import pytest
from django.contrib.auth.models import Permission

from companies import desk, keys
from companies.models import Fact
from companies.tests.api import world
from companies.tests.factories import make_user, propose

from .bench import DESK, Bench, faults

pytestmark = pytest.mark.django_db
ACTS = [act for act in desk.VERBS if act != "correct"]


def addresses(fact):
    """(method, address) of every operation of the desk."""
    yield from (("get", "facts/"), ("post", "facts/"), ("post", "decisions/"))
    yield from (("get", f"facts/{fact.pk}/"), ("patch", f"facts/{fact.pk}/"))
    yield from (("post", f"facts/{fact.pk}/{act}/") for act in ACTS)


def statuses(bench, fact, **headers):
    """What every operation answers, once each."""
    return {bench.send(method, address, **headers).status_code for method, address in addresses(fact)}


def key_of(user, root, *scopes):
    """The text of a new key."""
    return keys.issue(by=root, user=user, name="desk", scopes=scopes)[1]


def with_key(text):
    """Someone who sends the key."""
    return Bench(headers={"authorization": f"Bearer {text}"})


def test_nobody_in_particular_gets_nowhere():
    fact = propose()
    assert statuses(Bench(), fact) == {401}
    response = Bench().get(f"facts/{fact.pk}/")
    assert response["WWW-Authenticate"] == 'Bearer realm="newsroom"'
    assert faults("Problem", response.json()) == []


def test_who_may_not_look_at_facts_learns_nothing():
    fact = propose()
    assert statuses(Bench(make_user()), fact) == {403}
    there, nowhere = (Bench(make_user(name="x")).get(f"facts/{fact.pk}/"), Bench(make_user()).get("facts/999/"))
    assert (there.status_code, there.json()["type"]) == (nowhere.status_code, nowhere.json()["type"])


def test_key_without_the_scope(root, publisher):
    assert statuses(with_key(key_of(publisher, root, "read")), propose()) == {403}


def test_key_whose_owner_may_nothing(root):
    assert statuses(with_key(key_of(make_user(), root, "desk")), propose()) == {403}


def test_key_of_an_editor_does_what_the_editor_may(root, editor):
    bench, fact = with_key(key_of(editor, root, "desk")), propose()
    assert bench.do("accept", fact).status_code == 200
    assert bench.do("publish", fact).status_code == 403
    assert str(fact.decisions.get().by) == "claire"


def test_revoked_key(root, publisher):
    key, text = keys.issue(by=root, user=publisher, name="desk", scopes=["desk"])
    keys.revoke(key, by=root)
    assert with_key(text).do("accept", propose()).status_code == 401


def test_session_that_writes_needs_the_token(publisher):
    fact, bench = propose(), Bench(publisher, enforce_csrf_checks=True)
    assert bench.do("accept", fact).status_code == 403
    bench.client.get("/admin/")  # sets the cookie
    token = bench.client.cookies["csrftoken"].value if "csrftoken" in bench.client.cookies else "a" * 32
    bench.client.cookies["csrftoken"] = token
    etag = f'"{Fact.objects.get(pk=fact.pk).version}"'
    assert bench.post(f"facts/{fact.pk}/accept/", {}, **{"if-match": etag, "x-csrftoken": token}).status_code == 200


def test_one_permission_does_not_stand_for_the_other():
    """Who may publish but not review publishes and does nothing else."""
    user, fact = make_user(), propose()
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_fact", "publish_fact"]))
    allowed = Bench(user).get(f"facts/{fact.pk}/").json()["actions"]
    assert [act for act, one in allowed.items() if one["allowed"]] == ["publish"]
    assert Bench(user).do("accept", fact).status_code == 403
    assert Bench(user).do("publish", fact).status_code == 200


def test_answers_are_kept_nowhere(publisher):
    fact = propose()
    for address in ("facts/", f"facts/{fact.pk}/", "facts/999/", "facts/?x=1"):
        response = Bench(publisher).get(address)
        assert ("no-store" in response["Cache-Control"], "ETag" in response) == (True, address == f"facts/{fact.pk}/")


def test_what_the_desk_shows_is_not_public(client, publisher):
    """Everything that the desk tells of drafts, and nothing of it on any public address."""
    world.make_one_of_each(by=publisher)
    drafts, bench = world.propose_one_of_each(), Bench(publisher)
    shown = [bench.get(f"facts/{fact.pk}/").content.decode() for fact in drafts]
    assert all(re.search("poison", text, re.IGNORECASE) for text in shown)
    bench.do("correct", drafts[0], company={"name": "Poison Nouvelle"}, reason="Poisoned reason.")
    bench.do("cite", drafts[0], article=drafts[0].citations.get().article_id, quote="Poison Capital")
    numbers = {fact.pk for fact in drafts}
    for path in world.PATHS.values():
        text = client.get(f"/api/v1/{path}/?page_size=100").content.decode()
        assert not re.search("poison", text, re.IGNORECASE)
        assert numbers.isdisjoint(one["id"] for one in json.loads(text)["results"])
        assert {client.get(f"/api/v1/{path}/{number}/").status_code for number in numbers} == {404}
    for address in ("", "companies/?q=poison", "articles/?page_size=100", "schema/", "problems/"):
        assert not re.search("poison", client.get(f"/api/v1/{address}").content.decode(), re.IGNORECASE)
    for method, address in addresses(drafts[0]):
        response = getattr(client, method)(f"{DESK}/{address}", {}, content_type="application/json")
        assert not re.search("poison", response.content.decode() + str(response.headers), re.IGNORECASE)


def test_what_is_published_over_the_desk_is_public_at_once(client, publisher):
    fact = propose(company="Lauze Mobile")
    assert client.get("/api/v1/companies/lauze-mobile/").status_code == 404
    Bench(publisher).do("publish", fact)
    assert client.get("/api/v1/companies/lauze-mobile/").status_code == 200
