"""The record side's ground floor, and the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AppConfig):
    """Accounts, sources, pictures, and what publications and holds have in common."""

    name = "refuge.office"
    label = "office"
    verbose_name = "Office"


class BackOfficeConfig(AdminConfig):
    """Django's admin, with our own site in it."""

    default_site = "refuge.office.site.BackOffice"
