"""Members of staff for tests: signed in, as their roles let them."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY
from django_otp.plugins.otp_static.models import StaticDevice

from cities.models import City, Coordinator
from refuge.office.middleware import SIGNED_IN_AT
from refuge.office.models import User


def make_roles() -> None:
    """Make the roles as the migrations do, where a test with a server of its own has emptied the tables before."""
    for name, step in (
        ("0003_roles", "make"),
        ("0005_import", "grant"),
        ("0007_notes_and_holds", "grant"),
        ("0008_terms_by_administrators", "grant"),
    ):
        migration = import_module(f"writers.migrations.{name}")
        getattr(migration, step)(apps, SimpleNamespace(connection=connection))


def member(*roles: str) -> Client:
    """Return the browser of a member of staff who has these roles and nothing else."""
    user = User.objects.create_user(f"member of {roles}", password="x", is_staff=True)
    user.groups.set(Group.objects.filter(name__in=roles))
    client = Client()
    let_in(client, user)
    return client


def coordinator_of(*cities: City, username: str = "coordinator", **term: Any) -> Any:
    """Return the browser of somebody who looks after these cities; its `user` is the account."""
    # Without a password: no test of these pages asks for it, and to hash one takes its time.
    user = User.objects.create_user(username, f"{username}@example.org")
    user.groups.set(Group.objects.filter(name="coordinator"))
    for city in cities:
        Coordinator.objects.create(user=user, city=city, **{"since": date(2020, 1, 1), **term})
    client: Any = Client()
    let_in(client, user)
    client.user = user
    return client


def let_in(client: Client, user: User) -> None:
    """Sign somebody in with both steps done."""
    device = StaticDevice.objects.get_or_create(user=user, defaults={"name": "codes"})[0]
    client.force_login(user)
    session = client.session
    session[DEVICE_ID_SESSION_KEY] = device.persistent_id
    session[SIGNED_IN_AT] = timezone.now().timestamp()
    session.save()


def recovery_code(user: User) -> str:
    """Return a code with which somebody does the second step."""
    return (
        StaticDevice.objects.get_or_create(user=user, defaults={"name": "codes"})[0]
        .token_set.create(token="abcdefghjkmnpqrs")
        .token
    )
