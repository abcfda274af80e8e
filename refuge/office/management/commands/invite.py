"""manage.py invite: prints the link with which the first administrator, or whom mail does not reach, enrols."""

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from refuge.office.accounts import invitations
from refuge.office.accounts.admin import OUTSIDE
from refuge.office.addresses import NoAddress, absolute
from refuge.office.models import Event, User, log


class Command(BaseCommand):
    """Makes an account where there is none, and prints its enrolment link."""

    help = "Makes an account with roles, or finds it, and prints a link that works once, within three days."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the account's name, address and roles."""
        parser.add_argument("username")
        parser.add_argument("email")
        parser.add_argument("--role", action="append", default=[], help="May be given several times.")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and print the link."""
        roles = list(Group.objects.filter(name__in=options["role"]))
        unknown = set(options["role"]) - {role.name for role in roles}
        if unknown:
            known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"There is no role {', '.join(sorted(unknown))}. There are: {known}.")
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            user = User(username=options["username"], email=options["email"])
            user.set_unusable_password()
            try:
                user.full_clean(exclude=["password"])
            except ValidationError as error:
                raise CommandError("; ".join(error.messages)) from error
            user.is_staff = any(role.name != OUTSIDE for role in roles)
            user.save()
            user.groups.set(roles)
        elif user.email != options["email"] or roles:
            raise CommandError("There is such an account. Give the e-mail address it has, and no role.")
        log(None, Event.Verb.ACCOUNT, f"{user.get_username()}: link printed by the command")
        try:
            self.stdout.write(absolute(invitations.path_for(user)))
        except NoAddress as error:
            raise CommandError(str(error)) from error
