"""What each kind of problem means: where the `type` of a problem document leads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .components import ref
from .problem_types import BY_CODE, TYPES, ProblemType, address_of
from .problems import refuse_parameters
from .schema import JSON, problem
from .schema_base import ReadSchema

CACHE_CONTROL = "public, max-age=86400"  # seconds; a kind of problem never changes


class ProblemTypesSchema(ReadSchema):
    """The schema of both addresses."""

    view: Any

    def get_operation_id(self) -> str:
        """The list and the single one."""
        return "problems_list" if self.view.is_list else "problems_retrieve"

    def get_tags(self) -> list[str]:
        """Apart from the resources."""
        return ["problems"]

    def get_override_parameters(self) -> list[Any]:
        """The code."""
        code = OpenApiParameter("code", {"type": "string", "enum": list(BY_CODE)}, "path", description="The code.")
        return [] if self.view.is_list else [code]

    def get_response_serializers(self) -> Any:
        """Kinds of problems."""
        one = ref("ProblemType")
        shape = {"type": "array", "items": one} if self.view.is_list else one
        refused = {} if self.view.is_list else problem(404, "There is no such kind.")
        return {("200", JSON): OpenApiResponse(shape, "What problems there are and what they mean."), **refused}


def told(kind: ProblemType) -> dict[str, Any]:
    """A kind of problem in the reader's language."""
    texts = {"title": str(kind.title), "status": kind.status, "meaning": str(kind.meaning)}
    return {"type": address_of(kind), "code": kind.code, **texts}


class Problems(APIView):
    """Every kind of problem that the API tells of, with what it means and what to do."""

    schema = ProblemTypesSchema()
    is_list = True

    def get(self, request: Request) -> Response:
        """All kinds."""
        refuse_parameters(request, [])
        return Response([told(kind) for kind in TYPES], headers={"Cache-Control": CACHE_CONTROL})


class Problem(APIView):
    """One kind of problem, by its code."""

    schema = ProblemTypesSchema()
    is_list = False

    def get(self, request: Request, code: str) -> Response:
        """The kind."""
        refuse_parameters(request, [])
        if code not in BY_CODE:
            raise NotFound(_("There is no such kind of problem. /api/v1/problems/ lists them."))
        return Response(told(BY_CODE[code]), headers={"Cache-Control": CACHE_CONTROL})
