"""The companies app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CompaniesConfig(AppConfig):
    """Names the app in the admin."""

    name = "companies"
    verbose_name = _("Companies")
