"""manage.py remind: mails coordinators what of their guests' stays nobody has answered. For a timer, once a day."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from refuge.office.addresses import known
from writers import reminders


class Command(BaseCommand):
    """Reminds coordinators."""

    help = "Mails each coordinator how many of her guests she should look after now, and never twice about the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the rehearsal."""
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent; send and write nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Remind, and say in one line what was done; raises CommandError when a mail failed."""
        today = timezone.localdate()
        link = known(reverse("my-city:home"))
        done = reminders.rehearse(today) if dry_run else reminders.remind(today, link)
        said = f"{_mails(done.mails)} {'would be sent' if dry_run else 'sent'}{_about(done)}."
        if not done.failed:
            self.stdout.write(said)
            return
        why = ", ".join(f"{number} {name}" for name, number in sorted(done.failed.items()))
        raise CommandError(f"{said} {_mails(done.failed.total())} failed ({why}); the next run sends what is left.")


def _mails(number: int) -> str:
    return f"{number} mail" if number == 1 else f"{number} mails"


def _about(done: reminders.Done) -> str:
    parts = [f"{kind.label}: {done.kinds[kind]}" for kind in reminders.Kind if done.kinds[kind]]
    return f" ({', '.join(parts)})" if parts else ""
