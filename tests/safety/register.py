"""A small register in which every fact has a word of its own, so that a leak can be seen by its word."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from itertools import count

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from cities.models import City
from refuge.core import handles
from refuge.core.scopes import Level, Scope
from refuge.office.models import Picture
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
from writers.models import Dossier, Text, Writer, WriterPublication

# Which word stands for which scope. A word is one that no template says.
WORDS = {
    Scope.NAME: "Zvonimira",
    Scope.OTHER_NAME: "Quxwella",
    Scope.PORTRAIT: "Glimmerpix",
    Scope.ORIGIN: "Iran",
    Scope.HOST_CITY: "Harbourtown",
    Scope.DATES: "1987",
    Scope.BIOGRAPHY: "Wombatish",
    Scope.BIRTH_YEAR: "1931",
    Scope.WORKS: "Snarkbook",
    Scope.LINKS: "Linktattle",
}
# What no clearance can ever show.
NEVER = ["Dossierword", "Privatenote", "Legalname", "Evidenceword", "Holdreason"]
ADDRESSES = [
    "/",
    "/writers/",
    "/writers/?sort=recent",
    "/writers/?sort=country",
    "/writers/?origin=IR",
    "/writers/?origin=IR&origin=CN&role=poet",
    "/writers/?city=harbourtown",
    "/writers/?city=nowhere",
    "/writers/?country=NO",
    "/writers/?status=now",
    "/writers/?status=past",
    "/writers/?language=fa",
    "/writers/?from=1980&to=1990",
    "/writers/?q=zvonimira",
    "/writers/?q=quxwella",
    "/writers/?q=snarkbook",
    "/writers/?q=privatenote",
    "/writers/?page=2",
    "/writers/zvonimira/",
    "/writers/quxwella/",
    "/writers/hidden-person/",
    "/cities/",
    "/cities/?origin=IR",
    "/cities/?country=NO",
    "/cities/?network=icorn",
    "/cities/harbourtown/",
    "/cities/cliffside/",
    "/cities/secret-city/",
    "/history/",
    "/about/",
    "/about/safety/",
    "/images/nothing.webp",
    "/cities/harbourtown/feed.atom",
    "/cities/secret-city/feed.atom",
    "/feed.atom",
    "/sitemap.xml",
    "/robots.txt",
    "/healthz",
]

# A person's page before its random symbols are known, such as "/writers/zvonimira/".
PERSON = re.compile(r"/writers/([a-z-]+)/")
Answers = dict[str, tuple[int, tuple[tuple[str, str], ...], bytes]]


def drawn(address: str) -> str:
    """Return an address with the symbols that were drawn for the person, if anybody ever was published there."""
    if (person := PERSON.fullmatch(address)) is None:
        return address
    slugs = WriterPublication.objects.filter(slug__regex=rf"^{person[1]}-[a-z0-9]{{4}}$").values_list("slug", flat=True)
    return f"/writers/{slugs[0]}/" if slugs else address


def answers(addresses: list[str] | None = None) -> Answers:
    """Return what the public is told at every address: status, headers and bytes."""
    client = Client(raise_request_exception=False)
    told = {}
    for address in addresses or ADDRESSES:
        answer = client.get(drawn(address))
        told[address] = (answer.status_code, tuple(sorted(answer.headers.items())), answer.content)
    return told


def text_of(told: Answers) -> str:
    """Return everything that was told, as one text, without the words the asker used."""
    return "\n".join(content.decode() for address, (_, _, content) in told.items() if "?q=" not in address)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Run a block whose rows vanish at its end: one example of a property test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def counted_tokens(monkeypatch: pytest.MonkeyPatch) -> count:
    """Draw random names in sequence, so that twins have the same handles: that is what the promise presumes."""
    numbers = count()
    monkeypatch.setattr(handles, "token", lambda length=13: f"{next(numbers):0{length}d}")
    return numbers


def picture() -> Picture:
    """Return a small sound picture."""
    stream = BytesIO()
    Image.new("RGB", (40, 50), "#345").save(stream, "PNG")
    return Picture.keep(stream.getvalue())


def make_places() -> City:
    """Return Harbourtown, listed, one of four in its country; a membership, a milestone and two pages go with it."""
    harbourtown = make_city("Harbourtown", published=False, latitude=60.0, longitude=5.0, shows_unnamed_guests=True)
    make_membership(harbourtown)
    for name in ("Cliffside", "Fjordham", "Lakeport"):
        make_city(name)
    make_milestone()
    make_page("about")
    make_page("safety")
    return harbourtown


def make_person(city: City, scopes: frozenset[str], level: int = Level.NAMED, noise: str = "") -> Writer:
    """Return an unpublished writer with these scopes cleared.

    `noise` goes into every private field, and into every public one whose scope is not cleared.
    """

    def said(scope: str, word: str) -> str:
        return word if scope in scopes else f"{word}{noise}"

    writer = make_writer(
        said(Scope.NAME, WORDS[Scope.NAME]),
        level=level,
        clear=(),
        origin="IR" if Scope.ORIGIN in scopes or not noise else "CN",
        birth_year=1931 if Scope.BIRTH_YEAR in scopes or not noise else 1932,
        summary=said(Scope.BIOGRAPHY, WORDS[Scope.BIOGRAPHY]),
        roles=["poet"] if Scope.WORKS in scopes or not noise else ["journalist"],
        languages=["fa"],
        portrait=picture(),
        portrait_credit=said(Scope.PORTRAIT, WORDS[Scope.PORTRAIT]),
        portrait_alt=said(Scope.PORTRAIT, "Somebody"),
    )
    make_name(writer, said(Scope.OTHER_NAME, WORDS[Scope.OTHER_NAME]), cleared=Scope.OTHER_NAME in scopes)
    Text.objects.create(writer=writer, text=said(Scope.BIOGRAPHY, "Life."))
    began = "1987" if Scope.DATES in scopes or not noise else "1988"
    stay = make_stay(
        writer,
        city,
        starts=began,
        confirmed_on=timezone.localdate() - timedelta(days=1),
        private_note=f"Privatenote{noise}",
    )
    stay.sources.add(make_source(said(Scope.LINKS, WORDS[Scope.LINKS])))
    work = make_work(writer, said(Scope.WORKS, WORDS[Scope.WORKS]), kind="poetry")
    work.sources.add(make_source(said(Scope.LINKS, f"{WORDS[Scope.LINKS]} of a book")))
    writer.sources.add(make_source(said(Scope.LINKS, f"{WORDS[Scope.LINKS]} at large")))
    Dossier.objects.create(writer=writer, legal_name=f"Legalname{noise}", address=f"Dossierword{noise}")
    for scope in sorted(scopes - {Scope.OTHER_NAME}):
        grant(writer, scope, evidence=f"Evidenceword{noise}")
    return Writer.objects.get(pk=writer.pk)
