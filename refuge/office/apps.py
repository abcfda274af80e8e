"""The record side's ground floor, and the admin site."""

import logging
from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class OfficeConfig(AppConfig):
    """Accounts, sources, pictures, and what publications and holds have in common."""

    name = "refuge.office"
    label = "office"
    verbose_name = "Office"

    def ready(self) -> None:
        """Register what is asked of every page of the admin."""
        import_module(f"{self.name}.checks")
        # A library under the passkeys gives itself a handler; refuge/logs.py says what a line holds.
        logging.getLogger("pyasn1").handlers.clear()


class BackOfficeConfig(AdminConfig):
    """Django's admin, with our own site in it."""

    default_site = "refuge.office.site.BackOffice"
