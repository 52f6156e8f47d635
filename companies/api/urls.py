"""Addresses of the API."""

from django.urls import include, path, re_path
from rest_framework.routers import SimpleRouter

from . import documentation, views

app_name = "api"

router = SimpleRouter(use_regex_path=False)
for name, view in views.RESOURCES.items():
    router.register(name, view, basename=views.basename(view))

urlpatterns = [
    path("", views.Root.as_view(), name="root"),
    path("", include(router.urls)),
    path("schema/", documentation.Schema.as_view(), name="schema"),
    path("docs/", documentation.Swagger.as_view(), name="docs"),
    path("redoc/", documentation.Redoc.as_view(), name="redoc"),
    # Addresses without the slash at the end are left to Django, which sends readers on to those with it.
    re_path("^.*/$", views.Nowhere.as_view()),
]
