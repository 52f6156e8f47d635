"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from companies.api.views import Nowhere

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("companies.api.urls")),
    # Addresses without the slash at the end are left to Django, which sends readers on to those with it.
    re_path(r"^api/(?:[\s\S]*/)?$", Nowhere.as_view()),
    path("", include("companies.urls")),
]
