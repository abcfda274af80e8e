"""The ground floor that both sides stand on."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from refuge.core import checks


class CoreConfig(AppConfig):
    """Holds the one public row `Edition`; knows no room."""

    name = "refuge.core"
    label = "core"
    catalogue = True  # its tables may be read by a public request

    def ready(self) -> None:
        """Register what a deployment is asked."""
        register(checks.check_public_address, deploy=True)
        register(checks.check_public_role, Tags.database, deploy=True)
