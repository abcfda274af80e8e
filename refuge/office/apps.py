"""The record side's ground floor, and the admin site."""

import logging

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AppConfig):
    """Accounts, sources, pictures, and what publications and holds have in common."""

    name = "refuge.office"
    label = "office"
    verbose_name = "Office"

    def ready(self) -> None:
        """Take away the handler that a library under the passkeys gives itself: lines are for refuge/logs.py."""
        logging.getLogger("pyasn1").handlers.clear()


class BackOfficeConfig(AdminConfig):
    """Django's admin, with our own site in it."""

    default_site = "refuge.office.site.BackOffice"
