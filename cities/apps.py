"""The record side of cities."""

from importlib import import_module

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    """Cities, their networks and coordinators, the movement's history, and the pages of text."""

    name = "cities"

    def ready(self) -> None:
        """Register what can be published, how it reads, what needs attention, and where coordinators work."""
        import_module(f"{self.name}.publishing").register()
        import_module(f"{self.name}.wording").register()
        import_module(f"{self.name}.attention").register_needs()
        import_module(f"{self.name}.coordinators").register_workplace()
