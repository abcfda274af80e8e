"""manage.py catalogue: proves, narrows or rebuilds what the public reads."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from refuge.core import upkeep


class Command(BaseCommand):
    """Looks after the catalogue."""

    help = "Checks the catalogue against publications and clearances, narrows it, or writes it anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the three things it can do."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--check", action="store_true", help="say what is wrong; exit status 1 when anything is")
        what.add_argument("--narrow", action="store_true", help="take away what is no longer cleared")
        what.add_argument("--rebuild", action="store_true", help="write everything anew, cities first")

    def handle(self, *args: Any, check: bool, narrow: bool, rebuild: bool, **options: Any) -> None:
        """Do it and say what was done; raises CommandError when the check finds something."""
        if check:
            if problems := upkeep.check():
                raise CommandError("\n".join(problems))
            self.stdout.write("The catalogue is what it should be.")
        elif narrow:
            self.stdout.write(f"{upkeep.narrow_all()} editions narrowed.")
            if upkeep.is_outdated():
                # Whoever starts a new version runs this; rebuilding changes public pages, so it is an act.
                self.stderr.write(upkeep.REBUILD)
        elif rebuild:
            self.stdout.write(f"{upkeep.rebuild()} editions written.")
