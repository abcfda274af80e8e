"""The record side of writers: everything that could hurt a person."""

from importlib import import_module

from django.apps import AppConfig


class WritersConfig(AppConfig):
    """Writers, their stays and works, what they cleared, and what nobody may ever publish."""

    name = "writers"

    def ready(self) -> None:
        """Register what can be published, how it reads, what needs attention, and what else keeps copies."""
        import_module(f"{self.name}.publishing").register()
        import_module(f"{self.name}.wording").register()
        import_module(f"{self.name}.word_cautions").register()
        import_module(f"{self.name}.attention").register_needs()
        also = import_module("refuge.office.erasing").also
        also(import_module(f"{self.name}.importing.proposals").forget)
        also(import_module(f"{self.name}.erasing").forget_notes)
