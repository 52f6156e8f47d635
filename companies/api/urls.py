"""Addresses of the API."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from . import account, changes, documentation, dumps, linked_data, problem_pages, views
from .webhooks.views import Webhooks

app_name = "api"

router = SimpleRouter(use_regex_path=False)
for name, view in views.RESOURCES.items():
    router.register(name, view, basename=views.basename(view))
router.register("webhooks", Webhooks, basename="webhook")

urlpatterns = [
    path("", views.Root.as_view(), name="root"),
    path("", include(router.urls)),
    path("whoami/", account.WhoAmI.as_view(), name="whoami"),
    path("usage/", account.Usage.as_view(), name="usage"),
    path("changes/", changes.Changes.as_view(), name="changes"),
    path("checksum/", changes.Checksum.as_view(), name="checksum"),
    path("publications/", changes.Publications.as_view(), name="publication-list"),
    path("publications/<int:sequence>/", changes.PublicationDetail.as_view(), name="publication-detail"),
    path("dumps/", dumps.Dumps.as_view(), name="dump-list"),
    path("dumps/<str:name>/", dumps.OneDump.as_view(), name="dump-detail"),
    path("dumps/<str:name>/<str:file>", dumps.DumpFile.as_view(), name="dump-file"),
    path("problems/", problem_pages.Problems.as_view(), name="problems"),
    path("problems/<slug:code>/", problem_pages.Problem.as_view(), name="problem"),
    path("desk/", include("companies.api.desk.urls")),
    path("context.jsonld", linked_data.Context.as_view(), name="context"),
    path("schema/", documentation.Schema.as_view(), name="schema"),
    path("docs/", documentation.Swagger.as_view(), name="docs"),
    path("redoc/", documentation.Redoc.as_view(), name="redoc"),
]
