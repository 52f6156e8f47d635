"""Addresses of the pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("companies/<slug:slug>/", views.company_detail, name="company-detail"),
    path("articles/<int:pk>/", views.article_detail, name="article-detail"),
]
