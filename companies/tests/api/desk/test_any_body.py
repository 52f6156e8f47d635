"""Whatever is sent, the desk answers with a document or a problem, never with a fault of its own."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from companies import desk
from companies.tests.factories import make_article, make_user, propose
from companies.vocabulary import Kind

from .bench import Bench
from .test_bodies import CHANGES

pytestmark = pytest.mark.django_db
PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20)
ANY = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3))
NAMES = sorted(
    {slot for slots in CHANGES.values() for slot in slots}
    | {"company", "person", "investors", "parties", "into", "article", "quote", "citations", "publish_citations"}
    | {"kind", "reason", "note", "fact", "version", "action", "decisions", "name", "slug", "role"}
)
VALUES = ANY | st.sampled_from([1, 5, "seed", "EUR", "2025-02", *Kind.values, *desk.VERBS])
OBJECTS = st.dictionaries(st.sampled_from(NAMES), VALUES | st.dictionaries(st.sampled_from(NAMES), VALUES), max_size=5)
BODIES = ANY | OBJECTS | st.fixed_dictionaries({"decisions": st.lists(OBJECTS, max_size=3)})
QUICK = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("kind", Kind.values)
@given(body=BODIES, act=st.sampled_from([*desk.VERBS, "add", "decisions"]))
@QUICK
def test_any_body(kind, body, act):
    article = make_article()
    fact = propose(kind, article=article)
    bench = Bench(make_user("publisher"))
    if act in desk.VERBS and (isinstance(body, dict) and all(isinstance(name, str) for name in body)):
        address = f"facts/{fact.pk}/" + ("" if act == "correct" else f"{act}/")
        method = "patch" if act == "correct" else "post"
        response = bench.send(method, address, body, **{"if-match": f'"{fact.version}"'})
    else:
        response = bench.post("decisions/" if act == "decisions" else "facts/", body)
    assert response.status_code in (200, 201, 400, 409)
    assert (
        act != "decisions"
        or response.status_code != 200
        or all(one["status"] in (200, 400, 404, 409, 412) for one in response.json()["results"])
    )
