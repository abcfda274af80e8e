"""The records of the matrix: of each model a row of our own and one of somebody else's, with a word to look for."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.db import connection
from django.db.models import Model
from django.test import Client

from cities.models import Coordinator, Network, Programme
from refuge.core.scopes import Scope
from refuge.office.models import Event, Picture, User
from tests.core.images.files import small
from tests.factories import (
    grant,
    make_city,
    make_membership,
    make_milestone,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
)
from tests.members import member
from tests.office.matrix.table import ROLES
from writers.models import Dossier, Import, Note, Text, Waypoint

# The word in each row of somebody else's, and the one in every column of a dossier.
FOREIGN, SECRET = "Kanarievogel", "Nachtegaal"
OBJECTS = ("own", "foreign", "absent", "text")
# Lines that a refusal may add, and what every visit touches.
_NOT_RECORDS = {"django_session", "office_event"}


def dump() -> list[str]:
    """Return every row of every table as text."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table not in _NOT_RECORDS and model._meta.managed:
                cursor.execute(f'SELECT * FROM "{table}"')
                rows = ([bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall())
                found += sorted(f"{table} {row}" for row in rows)
    return found


@dataclass
class World:
    """The rows, the browsers of the roles, and what the forms of the admin send."""

    rows: dict[str, dict[str, Model]]
    browsers: dict[str, Client]
    accounts: dict[str, User]
    spare: Model
    forms: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)

    @cached_property
    def as_made(self) -> list[str]:
        """Return every row as it is before each request, since each is rolled back; asked for before the first."""
        return dump()

    def key(self, model: str, which: str) -> Any:
        """Return the primary key as an address holds it, of a row or of none."""
        return {"absent": 999_999, "text": "a_text"}.get(which) or self.rows[model][which].pk


def make_world() -> World:
    """Return a world in which everything that can be done to a record can be done to each of its rows."""
    picture = Picture.keep(small())
    rows: dict[str, dict[str, Any]] = {}
    for which, word in (("own", "Own"), ("foreign", FOREIGN)):
        made = _half(word, picture)
        for row in made:
            rows.setdefault(row._meta.label_lower, {})[which] = row
    browsers, accounts = {}, {}
    for role in ROLES:
        browsers[role], accounts[role] = _account(role)
    Coordinator.objects.create(user=accounts["coordinator"], city=rows["cities.city"]["own"], since="2020-01-01")
    return World(rows, browsers, accounts, make_writer("Spare writer", clear=()))


def _half(word: str, picture: Picture) -> list[Model]:
    slug = word.lower()
    source = make_source(f"{word} source", url="https://example.org/")
    city = make_city(
        f"{word} city", published=False, photograph=picture, photograph_credit="Ana", photograph_alt="A street"
    )
    make_membership(city)
    programme = Programme.objects.create(name=f"{word} programme", slug=slug)
    writer = make_writer(
        f"{word} writer",
        sort_name=f"{word} writer",
        clear=(Scope.NAME,),
        portrait=picture,
        portrait_credit="Ana",
        portrait_alt="A person",
    )
    writer.sources.add(source)
    make_name(writer, f"{word} other name")
    text = Text.objects.create(writer=writer, text=f"{word} life.")
    Waypoint.objects.create(writer=writer, place=f"{word} place", kind="exile")
    values = {name: f"{SECRET} {word} {name}" for name in ("legal_name", "contact", "address", "risks")}
    account = User.objects.create(username=f"{word}-account", email=f"{slug}@example.org", password=make_password(None))
    return [
        account,
        source,
        city,
        Network.objects.create(name=f"{word} network", slug=slug),
        programme,
        make_milestone(f"{word} milestone", published=False),
        make_page(f"about-{slug}" if word == FOREIGN else "about", published=False, title=f"{word} page"),
        writer,
        make_work(writer, f"{word} work"),
        make_stay(writer, city, programme=programme, starts="2020", private_note=f"{word} note"),
        Dossier.objects.create(writer=writer, **values),
        Import.objects.create(by=account, report=[f"{word} line"]),
        Coordinator.objects.create(user=account, city=make_city(f"{word} town", published=False), since="2020-01-01"),
        Event.objects.create(by=account, verb=Event.Verb.COMPARED, detail=f"{word} detail"),
        grant(writer, Scope.ORIGIN),
        text,
        Note.objects.create(city=city, by=account, text=f"{word} words to staff"),
    ]


def _account(role: str) -> tuple[Client, Any]:
    if role == "stranger":
        return Client(), None
    client = member(*({role} - {"nobody"}))
    account = User.objects.latest("pk")
    if role == "coordinator":
        account.is_staff = False
        account.save()
    return client, account
