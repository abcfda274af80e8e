"""manage.py erase: removes one person from everything that is kept, on lawful request."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from refuge.office.erasing import free_pages, overwrite_from_now_on
from writers.erasing import Unknown, erase


class Command(BaseCommand):
    """Erases a writer by number. Names nobody: its output may be kept as a proof."""

    help = "Erases one person from the public site, the records, their history, logs, sessions and free pages."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare whom, and how much is asked."""
        parser.add_argument("writer", nargs="?", type=int, help="the number in the address of the writer's page")
        parser.add_argument("--yes", action="store_true", help="ask nothing")
        parser.add_argument("--pages", action="store_true", help="only write the database anew without its free pages")

    def handle(self, *args: Any, writer: int | None, yes: bool, pages: bool, **options: Any) -> None:
        """Erase, say what is gone as counts, and where else the person is named."""
        if not pages:
            if writer is None:
                raise CommandError("Say which writer, by number.")
            self._confirm(writer, yes)
            self._erase(writer)
        try:
            done = free_pages()
        except DatabaseError as error:
            raise CommandError(f"{_AGAIN} {type(error).__name__}") from error
        if not done:
            raise CommandError(_AGAIN)
        self.stdout.write("The database was written anew without its free pages.")

    def _confirm(self, writer: int, yes: bool) -> None:
        word = f"erase {writer}"
        if not yes and input(f"Nothing brings this person back but a backup. Type “{word}” to go on: ").strip() != word:
            raise CommandError("Nothing was erased.")

    def _erase(self, writer: int) -> None:
        overwrite_from_now_on()
        try:
            counts, named = erase(writer)
        except Unknown as error:
            raise CommandError(f"There is no writer {writer}. Nothing was erased.") from error
        self.stdout.write("Erased:")
        for kind, count in sorted(counts.items()):
            self.stdout.write(f"  {kind}: {count}")
        if named:
            self.stdout.write("Other records name the person. They were not changed; look at each:")
        for row in named:
            self.stdout.write(f"  {row}")


_AGAIN = "Erased, but the database is in use and its free pages remain. Stop the site, run: manage.py erase --pages"
