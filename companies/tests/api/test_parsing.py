"""Bodies that no address takes: they are refused before anyone looks at their values."""

import pytest

from companies.tests.api.desk.bench import DESK, Bench

pytestmark = pytest.mark.django_db
BODIES = [b"", b"{", b"NaN", b'{"a": NaN}', b'"\\ud800"', b'{"\\udfff": 1}', b"\xff", b"[" * 2000 + b"]" * 2000]


@pytest.mark.parametrize("body", BODIES, ids=lambda body: repr(body)[:20])
def test_body_that_is_no_json(editor, body):
    response = Bench(editor).client.post(f"{DESK}/decisions/", body, content_type="application/json")
    assert (response.status_code, response.json()["type"]) in [
        (400, "/api/v1/problems/bad-request/"),
        (400, "/api/v1/problems/bad-body/"),  # an empty body is no object
    ]


def test_body_that_is_too_large(editor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = Bench(editor).post("decisions/", {"decisions": ["x" * 100]})
    assert (response.status_code, response.json()["type"]) == (413, "/api/v1/problems/too-large/")


def test_body_in_another_format(editor):
    response = Bench(editor).client.post(f"{DESK}/decisions/", {"a": "b"})
    assert (response.status_code, response.json()["type"]) == (415, "/api/v1/problems/unsupported-media-type/")
