"""Addresses of the desk, within the API's."""

from django.urls import path

from companies import desk

from . import views

urlpatterns = [
    path("facts/", views.Facts.as_view(), name="desk-fact-list"),
    path("facts/<int:number>/", views.OneFact.as_view(), name="desk-fact-detail"),
    *[
        path(f"facts/<int:number>/{act}/", views.Act.as_view(operation=act), name=f"desk-fact-{act}")
        for act in desk.VERBS
        if act != "correct"  # which is PATCH of the fact itself
    ],
    path("decisions/", views.Decisions.as_view(), name="desk-decisions"),
]
