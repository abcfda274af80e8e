"""manage.py demo: everything `make demo` needs before it serves; quick and harmless when run again."""

import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cities.models import City, Coordinator
from refuge.core import publishables, publishing, upkeep
from refuge.core.addresses import public_address
from refuge.office.models import User
from writers.importing.importer import import_folder
from writers.models import Note, Writer
from writers.my_city.lately import because

DEMO = Path(__file__).resolve().parents[2] / "demo"
TRAINING_CITY = "city:lanternport"
# A city is published before its guests, so its text tells of people who are not shown yet.
REASON = "Everything here was printed before, and everybody in it is about to be public."
ACCOUNTS = {
    "administrator": ("administrator", "publisher", "editor", "dossier"),
    "publisher": ("publisher", "editor"),
    "editor": ("editor",),
    "coordinator": ("coordinator",),
}


class Command(BaseCommand):
    """Fills an empty installation with demonstration records and accounts."""

    help = "Migrates, loads and publishes the demonstration records, and makes the demonstration accounts."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what has not been done yet; what was edited since stays."""
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        upkeep.narrow_all()
        accounts = self._accounts()
        if not Writer.objects.exclude(import_key="").exists():
            self.stdout.write("Loading the demonstration records. This takes about a minute, once.")
            self._load(User.objects.get(username="administrator"))
        self._appoint(User.objects.get(username="coordinator"))
        site = public_address("/")
        self.stdout.write(f"\nThe site: {site}\nThe office: {site}admin/\nFor coordinators: {site}my-city/\n")
        self.stdout.write(accounts)

    @transaction.atomic
    def _load(self, by: User) -> None:
        """Import and publish all of it or nothing, so that an interrupted first start is simply begun anew."""
        for folder in ("records", "training"):
            store = import_folder(DEMO / folder, commit=True, published_source=True)
            if store.problems:
                lines = "\n".join(str(problem) for problem in store.problems)
                raise CommandError(f"The demonstration records were not loaded. To put right:\n{lines}")
        self._publish(by)
        self._hear_from_the_city(User.objects.get(username="coordinator"))

    @publishing.settling()
    def _publish(self, by: User) -> None:
        for kind in publishables.publishables():
            records: Any = kind.record._base_manager
            for record in records.exclude(import_key="").filter(publications=None).order_by("pk"):
                publishing.publish(record, by, reason=REASON)

    def _hear_from_the_city(self, coordinator: User) -> None:
        """Let the city of the training records have sent what staff find: a change of its page, and a note."""
        if city := City.objects.filter(import_key=TRAINING_CITY).first():
            city.host_organisation = "Lanternport Public Library"
            city._history_user = coordinator  # type: ignore[attr-defined]  # what simple-history asks for
            because(city, "city").save()
            Note.objects.create(city=city, by=coordinator, text="From spring on the library is the host.")

    def _accounts(self) -> str:
        path = settings.VAR_DIR / "demo-accounts.txt"
        if path.exists() and User.objects.filter(username__in=ACCOUNTS).count() == len(ACCOUNTS):
            return path.read_text(encoding="utf-8")
        lines = []
        for name, roles in ACCOUNTS.items():
            password = secrets.token_urlsafe(9)
            user = User.objects.get_or_create(username=name)[0]
            user.is_staff = name != "coordinator"
            user.is_superuser = name == "administrator"
            user.set_password(password)
            user.save()
            user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
            lines.append(f"{name} {name} {password}\n")
        path.touch(mode=0o600)
        path.write_text("".join(lines), encoding="utf-8")
        return "".join(lines)

    def _appoint(self, user: User) -> None:
        city = City.objects.filter(import_key=TRAINING_CITY).first()
        if city and not Coordinator.objects.filter(user=user, city=city).exists():
            Coordinator.objects.create(user=user, city=city, since=timezone.localdate())
