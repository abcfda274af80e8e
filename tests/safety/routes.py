"""Every route of a surface, from the resolver, with an address for each: a new route needs no line anywhere."""

import runpy
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client, override_settings
from django.urls import URLResolver, get_resolver
from django.utils.regex_helper import normalize

from cities.public.models import PublicCity
from refuge.core.scopes import Scope
from refuge.office.models import User
from tests.factories import make_stay, publish
from tests.members import let_in
from tests.safety.register import make_person, make_places
from writers.public.models import PublicPortrait, PublicWriter

SETTINGS = Path(__file__).parent.parent.parent / "refuge" / "settings.py"
# What a running process cannot change, or what the tests need as it is.
KEPT = {"ALLOWED_HOSTS", "AUTH_USER_MODEL", "DATABASES", "INSTALLED_APPS", "LOGGING", "SECRET_KEY"}
ADMINISTRATOR = "administrator"


@contextmanager
def serving(surface: str, **environment: str) -> Iterator["Surface"]:
    """Run a block with the settings that the environment of a deployed surface gives, https unless told."""
    environment = {
        "REFUGE_HTTPS": "on",
        "REFUGE_PUBLIC_ADDRESS": "https://testserver",
        **environment,
        "REFUGE_SURFACE": surface,
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        read = runpy.run_path(str(SETTINGS))
    changed = {
        name: value
        for name, value in read.items()
        if name.isupper() and name not in KEPT and getattr(settings, name, None) != value
    }
    with override_settings(**changed):
        yield Surface()


class Surface:
    """The surface being served, as two people meet it: nobody in particular, and an administrator."""

    def __init__(self) -> None:
        # One client each, since each sets up the whole server anew.
        self.nobody = Client(raise_request_exception=False)

    @cached_property
    def administrator(self) -> Client:
        """Return the client of somebody who may do everything."""
        client = Client(raise_request_exception=False)
        let_in(client, User.objects.get(username=ADMINISTRATOR))
        return client

    def ask(self, address: str, method: str = "get", *, secure: bool = True, **details: Any) -> Any:
        """Return the answer: to an administrator in the office, to nobody in particular elsewhere."""
        office = address.startswith(("/admin/", "/account/", "/my-city/")) and not address.startswith("/admin/log")
        client = self.administrator if office else self.nobody
        return getattr(client, method)(address, secure=secure, **details)


def make_site() -> None:
    """Publish one of everything, and make an administrator."""
    city = make_places()
    person = make_person(city, frozenset(Scope))
    make_stay(person, country="DE", starts="2019", standing="disputed", public_note="Another source says so.")
    publish(city)
    publish(person)
    User.objects.create_superuser(ADMINISTRATOR, password="a long password")


def routes() -> dict[str, str]:
    """Return the pattern of every route of the surface that is served, and an address that it answers."""
    found = {}
    for pattern, template, names in _walk(get_resolver()):
        found[pattern] = "/" + template % {name: _value(name, pattern) for name in names}
    return found


def _walk(resolver: URLResolver, before: str = "", above: str = "") -> Iterator[tuple[str, str, list[str]]]:
    for pattern in resolver.url_patterns:
        template, names = normalize(pattern.pattern.regex.pattern)[0]
        whole = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            assert not names, f"{whole} takes a value in the middle of an address"
            yield from _walk(pattern, before + template, whole)
        else:
            yield whole, before + template, names


def _value(name: str, pattern: str) -> Any:
    """Return what stands for a part of an address; a part that nobody has thought of yet fails here."""
    if name == "object_id":
        model = apps.get_model(*pattern.split("/")[1:3])
        row = model._default_manager.order_by("pk").first()
        return row.pk if row else 1
    of_portrait = PublicPortrait.objects.order_by("format").values("name", "format").first() or {}
    values = {
        "slug": lambda: _slug(pattern),
        "name": lambda: of_portrait["name"],
        "extension": lambda: of_portrait["format"],
        "id": lambda: User.objects.get(username=ADMINISTRATOR).pk,
        "app_label": lambda: "writers",
        "url": lambda: "nowhere",
        "kind": lambda: "app",
        "number": lambda: 1,
        "pk": lambda: 1,
        "part": lambda: "work",
        "vocabulary": lambda: "countries",
        "token": lambda: "c0ffee-0",
    }
    assert name in values, f"{pattern} has a part {name!r}: say in tests/safety/routes.py what may stand for it."
    return values[name]()


def _slug(pattern: str) -> str:
    rooms = {"cities/": PublicCity, "writers/": PublicWriter}
    model: Any = rooms.get(pattern.partition("<")[0])
    return model.objects.order_by("slug").values_list("slug", flat=True).first() if model else "safety"
