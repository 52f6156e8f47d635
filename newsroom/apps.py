"""The newsroom app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """Names the app in the admin."""

    name = "newsroom"
    verbose_name = _("Newsroom")
