"""manage.py import_records DIR: a dry run unless told to commit."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from writers.importing.importer import import_folder


class Command(BaseCommand):
    """Imports CSV files and pages; see docs/operators.md for their columns."""

    help = "Reads the CSV files in DIR. Says what would be added and changed; --commit does it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the folder and the switches."""
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--commit", action="store_true", help="write it; without this nothing is written")
        parser.add_argument(
            "--published-source",
            action="store_true",
            help="clear every writer on the basis “published source”: only for records that are public already",
        )

    def handle(self, *args: Any, folder: Path, commit: bool, published_source: bool, **options: Any) -> None:
        """Import; raises CommandError with every problem, and then nothing was written."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is no folder.")
        store = import_folder(folder, commit=commit, published_source=published_source)
        if store.problems:
            lines = "\n".join(str(problem) for problem in store.problems)
            raise CommandError(f"Nothing was written. {len(store.problems)} to put right:\n{lines}")
        for verb, counts in (("added", store.added), ("changed", store.changed)):
            for name, number in sorted(counts.items()):
                self.stdout.write(f"{number} {name} {verb if commit else f'would be {verb}'}")
        # One by one, so that a record that somebody deleted here is seen to come back.
        for key, row in store.added_rows.items():
            self.stdout.write(f"{'Added' if commit else 'To be added'}: {row.file}, line {row.line}: {key}")
        for line in store.kept:
            self.stdout.write(f"Edited here, so left alone: {line}")
        for line in store.missing:
            self.stdout.write(f"Not in the file any more: {line}")
        if not (store.added or store.changed):
            self.stdout.write("Nothing to do.")
        elif not commit:
            self.stdout.write("This was a dry run. Nothing was written; add --commit to write it.")
