"""The newsroom app."""

from django.apps import AppConfig
from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """Names the app in the admin, and guards its door."""

    name = "newsroom"
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        """Limit attempts to log in."""
        from .logging_in import LogInForm  # noqa: PLC0415 - forms of accounts need the apps to be ready

        admin.site.login_form = LogInForm
