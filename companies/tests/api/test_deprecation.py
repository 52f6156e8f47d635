"""Leaving the API: what a deprecated address says of itself."""

from datetime import UTC, datetime

import pytest
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from companies.api.deprecation import NOTICE, Deprecation
from companies.api.schema_base import ReadSchema
from companies.api.schema_headers import add_common

SINCE, SUNSET = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


class Old(APIView):
    """What will go."""

    schema = ReadSchema()
    deprecation = Deprecation(SINCE, SUNSET, successor="/api/v1/new/")

    def get(self, request):
        """Answer, or not."""
        if "x" in request.query_params:
            raise NotFound
        return Response({"id": 1}, headers={"Link": '</api/v1/old/>; rel="canonical"'})

    def get_serializer(self):
        return None


urlpatterns = [path("api/v1/old/", Old.as_view())]


@pytest.mark.urls("companies.tests.api.test_deprecation")
@pytest.mark.parametrize(
    ("address", "status", "before"), [("", 200, '</api/v1/old/>; rel="canonical", '), ("?x=1", 404, "")]
)
def test_deprecated_address_says_so_in_every_answer(client, db, address, status, before):
    response = client.get(f"/api/v1/old/{address}")
    assert (response.status_code, response["Deprecation"], response["Sunset"]) == (
        status, "@1767225600", "Fri, 01 Jan 2027 00:00:00 GMT",
    )  # fmt: skip
    assert response["Link"].startswith(
        f'{before}</api/v1/docs/>; rel="deprecation"; type="text/html", </api/v1/new/>; rel="successor-version", '
    )


def test_deprecated_address_says_so_in_the_schema():
    schema = add_common(SchemaGenerator(patterns=urlpatterns).get_schema(request=None, public=True))
    operation = schema["paths"]["/api/v1/old/"]["get"]
    told = {"Deprecation", "Sunset"} & set(operation["responses"]["200"]["headers"])
    assert (operation["deprecated"], told) == (True, {"Deprecation", "Sunset"})


def test_nothing_else_says_so(client, db):
    response = client.get("/api/v1/companies/")
    assert {"Deprecation", "Sunset"} & set(response.headers) == set()
    responses = client.get("/api/v1/schema/").json()["paths"]["/api/v1/companies/"]["get"]["responses"]
    assert {"Deprecation", "Sunset"} & set(responses["200"]["headers"]) == set()


def test_shorter_notice_than_promised_is_refused():
    with pytest.raises(ValueError, match="365 days of notice"):
        Deprecation(SINCE, datetime(2026, 12, 31, tzinfo=UTC))


def test_policy_is_told_to_partners(client, db):
    told = client.get("/api/v1/schema/").json()["info"]["description"]
    assert f"at least {NOTICE.days} days later" in told
