"""manage.py invite: prints the link with which the first administrator, or whom mail does not reach, enrols."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from cities.coordinators import full_name, note
from cities.models import City, Coordinator
from refuge.core.folding import fold
from refuge.office.accounts import invitations
from refuge.office.accounts.admin import OUTSIDE
from refuge.office.addresses import known
from refuge.office.models import Event, User, log


class Command(BaseCommand):
    """Makes an account where there is none, and prints its enrolment link."""

    help = "Makes an account with roles and cities, or finds it, and prints a link that works once, within three days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name, address, roles and cities."""
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("--role", action="append", default=[], help="May be given several times.")
        parser.add_argument(
            "--city", action="append", default=[], help="Looks after it from today, as its coordinator. Several times."
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print the link."""
        cities = {city.pk: city for city in map(_city, options["city"])}
        roles = _roles({*options["role"], OUTSIDE} if cities else {*options["role"]})
        if not cities and any(role.name == OUTSIDE for role in roles):
            raise CommandError("A coordinator looks after a city: give it with --city.")
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            user = _make(options["username"], options["email"], roles)
            for city in cities.values():
                term = Coordinator.objects.create(user=user, city=city, since=timezone.localdate())
                note(None, term, "given")
        elif user.email != options["email"] or roles:
            raise CommandError("There is such an account. Give the e-mail address it has, and no role and no city.")
        log(None, Event.Verb.ACCOUNT, f"{user.get_username()}: link printed by the command")
        self.stdout.write(known(invitations.path_for(user)))


def _roles(names: set[str]) -> list[Group]:
    roles = list(Group.objects.filter(name__in=names))
    unknown = names - {role.name for role in roles}
    if unknown:
        known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
        raise CommandError(f"There is no role {', '.join(sorted(unknown))}. There are: {known}.")
    return roles


def _city(asked: str) -> City:
    wanted = fold(asked)
    found = [
        city
        for city in City.objects.all()
        if wanted in {fold(name) for name in (city.name, city.local_name, full_name(city)) if name}
    ]
    if not found:
        raise CommandError(f"There is no city {asked}. Give its name as it stands in the office.")
    if len(found) > 1:
        several = ", ".join(full_name(city) for city in found)
        raise CommandError(f"There are several: {several}. Give the name with the country in brackets.")
    return found[0]


def _make(username: str, email: str, roles: list[Group]) -> User:
    user = User(username=username, email=email)
    user.set_unusable_password()
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as error:
        raise CommandError("; ".join(error.messages)) from error
    user.is_staff = any(role.name != OUTSIDE for role in roles)
    user.save()
    user.groups.set(roles)
    return user
