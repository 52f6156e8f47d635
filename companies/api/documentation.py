"""The schema and the two pages that show it. Everything they need comes from this site."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import StaticHTMLRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

# Both write styles into their page; Redoc searches in a worker, and would fetch a logo from elsewhere.
CONTENT_SECURITY_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; worker-src blob:"
REDOC = """<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Newsroom API</title>
    <link rel="icon" href="{icon}">
    <style>body {{ margin: 0; }}</style>
  </head>
  <body>
    <redoc spec-url="{schema}"></redoc>
    <script src="{bundle}"></script>
  </body>
</html>
"""


@method_decorator(cache_control(public=True, max_age=3600), "dispatch")
class Schema(SpectacularAPIView):
    """The OpenAPI schema: JSON, by either name, or YAML where the reader accepts that alone."""

    renderer_classes = [OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer]


class SelfContained(APIView):
    """A page that the browser lets fetch nothing from other sites."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """The response with the policy that says so."""
        response = super().finalize_response(request, response, *args, **kwargs)
        response["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        return response


class Swagger(SelfContained, SpectacularSwaggerSplitView):
    """The schema in Swagger UI."""

    url_name = "api:schema"


class Redoc(SelfContained):
    """The schema in Redoc. drf-spectacular's own page takes its fonts from another site."""

    schema = None
    renderer_classes = [StaticHTMLRenderer]

    def get(self, request: Request) -> Response:
        """The page."""
        addresses = {
            "schema": reverse("api:schema"),
            "bundle": static("drf_spectacular_sidecar/redoc/bundles/redoc.standalone.js"),
            "icon": static("drf_spectacular_sidecar/swagger-ui-dist/favicon-32x32.png"),
        }
        return Response(format_html(REDOC, **addresses))
