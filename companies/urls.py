"""Addresses of the pages."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.home, name="home"),
    path("companies/", views.company_list, name="company-list"),
    path("companies/<slug:slug>/", views.company_detail, name="company-detail"),
    path("articles/<int:pk>/", views.article_detail, name="article-detail"),
    path("language/", views.choose_language, name="choose-language"),
]
