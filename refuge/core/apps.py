"""The ground floor that both sides stand on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Holds the one public row `Edition`; knows no room."""

    name = "refuge.core"
    label = "core"
    catalogue = True  # its tables may be read by a public request
