"""Addresses tell nothing: neither that there was somebody else, nor what somebody was called before."""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from refuge.core import editions, handles, holds, publishing
from refuge.core.scopes import Level, Scope
from refuge.core.upkeep import check, narrow_all, rebuild
from tests.factories import (
    address_of,
    grant,
    make_city,
    make_milestone,
    make_page,
    make_writer,
    publish,
    staff,
    withdraw,
)
from tests.safety.register import picture, rolled_back
from writers.models import Clearance, Writer, WriterPublication
from writers.public.models import PublicPortrait, PublicWriter

pytestmark = pytest.mark.django_db
SUFFIX = f"-[{handles.ALPHABET}]{{4}}"
EARLIER = date(2024, 2, 1)


def drawing(monkeypatch: pytest.MonkeyPatch, tokens: Iterable[str]) -> None:
    """Let these be the next random symbols."""
    drawn = iter(tokens)
    monkeypatch.setattr(handles, "token", lambda length=13: next(drawn))


def test_an_address_ends_in_four_symbols_of_its_own_from_the_first_day() -> None:
    slugs = {publish(make_writer("Gao Ertai")).slug for _ in range(3)}
    assert len(slugs) == 3 and all(re.fullmatch(f"gao-ertai{SUFFIX}", slug) for slug in slugs)
    assert publish(make_writer("Ngọc" * 50)).slug[-5] == "-"
    assert max(map(len, PublicWriter.objects.values_list("slug", flat=True))) <= 80


def test_what_is_no_person_has_no_such_symbols() -> None:
    slugs = [publish(record).slug for record in (make_city("Bergen", published=False), make_page(published=False))]
    assert slugs == ["bergen", "about-en"]


def test_a_suffix_says_nothing_about_another_of_the_same_name(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    """Neither that there was one, nor how many records there are."""
    with rolled_back():
        drawing(monkeypatch, ["7k2m"])
        alone = publish(make_writer("Anna Ek")).slug
    make_writer("Berta")
    drawing(monkeypatch, ["9x8v", "7k2m"])
    first = make_writer("Anna Ek", published=True)
    withdraw(first)
    second = make_writer("Anna Ek", published=True)
    assert editions.standing_of(second).slug == alone == "anna-ek-7k2m"
    assert client.get(address_of(second)).status_code == 200
    gone, never = client.get(address_of(first)), client.get("/writers/anna-ek-4t6q/")
    assert gone.status_code == never.status_code == 404
    assert (gone.content, dict(gone.headers)) == (never.content, dict(never.headers))
    assert client.get("/writers/anna-ek/").content == never.content


def test_a_slug_is_never_given_to_a_second_person(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing(monkeypatch, ["7k2m", "7k2m", "9x8v"])
    first = make_writer("Gao Ertai", published=True)
    withdraw(first)
    assert publish(make_writer("Gao Ertai")).slug == "gao-ertai-9x8v"


def test_an_address_from_before_there_were_symbols_stays_that_of_the_same_person_and_name() -> None:
    writer = make_writer("Gao Ertai", published=True)
    WriterPublication.objects.update(slug="gao-ertai")
    rebuild()
    assert publish_again(writer).slug == "gao-ertai"
    Writer.objects.update(summary="A painter.")
    assert publish(writer).slug == "gao-ertai"
    assert re.fullmatch(f"gao-ertai{SUFFIX}", publish(make_writer("Gao Ertai")).slug)


def publish_again(record: Any) -> Any:
    """Withdraw, lift the hold and publish."""
    withdraw(record)
    holds.lift_hold(record, staff(), "Asked again.")
    return publish(record)


@pytest.fixture
def munoz() -> Writer:
    """Return somebody who has been public for a while, with a picture, between others."""
    for name, day in (("Anna", date(2024, 1, 1)), ("Jose Munoz", EARLIER), ("Berta", date(2024, 3, 1))):
        details = {"portrait": picture(), "portrait_credit": "Ana", "portrait_alt": "A face"}
        writer = make_writer(name, published=True, **(details if name == "Jose Munoz" else {}))
        writer.publications.update(first_published_on=day)
    rebuild()
    return renamed("José Muñoz")


def renamed(name: str) -> Writer:
    """Return the writer, whose record says another name from now on."""
    writer = Writer.objects.get(name__startswith="Jos")
    writer.name = writer.sort_name = name
    writer.save()
    return writer


def respell(writer: Writer) -> Any:
    """Publish as the same person with their name corrected."""
    return publishing.publish(Writer.objects.get(pk=writer.pk), staff(), keep_address=True)


def feed(client: Client) -> list[str]:
    entries = client.get("/feed.atom").content.decode().split("<entry>")[1:]
    return [found[1] for entry in entries if (found := re.search(r"<title[^>]*>(.*?)</title>", entry))]


def pictures() -> set[str]:
    return set(PublicPortrait.objects.values_list("name", flat=True))


def test_a_corrected_spelling_keeps_address_day_pictures_and_place_in_the_feed(munoz: Writer, client: Client) -> None:
    address, images = address_of(munoz), pictures()
    assert feed(client) == ["Berta", "Jose Munoz", "Anna"] and images
    kept = respell(munoz)
    assert kept.first_published_on == EARLIER and address_of(munoz) == address and pictures() == images
    assert feed(client) == ["Berta", "José Muñoz", "Anna"]
    page = client.get(address).content.decode()
    assert "José Muñoz" in page and "Jose Munoz" not in page
    assert check() == []


def test_without_saying_so_another_spelling_is_another_person(munoz: Writer, client: Client) -> None:
    address, images = address_of(munoz), pictures()
    new = publish(munoz)
    assert re.fullmatch(f"jose-munoz{SUFFIX}", new.slug) and address_of(munoz) != address
    assert new.first_published_on > EARLIER and pictures().isdisjoint(images)
    assert client.get(address).content == client.get("/writers/nobody-ever/").content
    assert feed(client) == ["José Muñoz", "Berta", "Anna"]


def narrow(writer: Writer) -> None:
    Clearance.objects.filter(writer=writer, scope=Scope.ORIGIN).delete()
    assert editions.standing_of(writer).kind == "narrowed"


def _edited(writer: Writer) -> None:
    Writer.objects.filter(pk=writer.pk).update(summary="A poet.")
    publish(writer)


def _undone(writer: Writer) -> None:
    publishing.withdraw(writer, staff(), "A mistake.", timedelta(hours=1))
    holds.undo_hold(writer, staff())


LATER: dict[str, Callable[[Writer], Any]] = {
    "a later publication": _edited,
    "a narrowing": narrow,
    "withdrawn and published again": publish_again,
    "undone": _undone,
    "rebuilt": lambda writer: rebuild(),
    "narrowed by the timer": lambda writer: narrow_all(),
    "corrected once more": lambda writer: respell(renamed("José Muñóz")),
}


@pytest.mark.parametrize("later", LATER)
def test_a_kept_address_stays_kept(munoz: Writer, later: str) -> None:
    address, images = address_of(munoz), pictures()
    respell(munoz)
    LATER[later](Writer.objects.get(pk=munoz.pk))
    row = PublicWriter.objects.get(name__startswith="José")
    assert (row.get_absolute_url(), row.first_published_on, pictures()) == (address, EARLIER, images)
    assert check() == []


def refused(writer: Writer) -> bool:
    with pytest.raises(publishing.Refused, match="The address cannot be kept"):
        respell(writer)
    return True


def _name(writer: Writer) -> Clearance:
    return Clearance.objects.filter(writer=writer, scope=Scope.NAME).latest("pk")


def _end(clearance: Clearance) -> None:
    clearance.withdrawn_on = clearance.granted_on
    clearance.save()


def test_an_address_cannot_be_kept_over_a_name_that_was_taken_back(munoz: Writer) -> None:
    address = address_of(munoz)
    _end(_name(munoz))
    grant(munoz, Scope.NAME)
    assert refused(munoz)
    publish(munoz)
    assert address_of(munoz) != address


@pytest.mark.parametrize("narrowed", [False, True])
def test_nor_over_one_that_was_taken_back_while_the_next_was_given(munoz: Writer, narrowed: bool) -> None:
    """The page stands all the while, and a narrowing notes the clearance that is live by then."""
    with publishing.settling():
        _end(_name(munoz))
        grant(munoz, Scope.NAME)
    if narrowed:
        narrow(munoz)
    assert PublicWriter.objects.filter(name="Jose Munoz").exists()
    assert refused(munoz) and PublicWriter.objects.filter(name="Jose Munoz").exists()


def test_nor_from_a_page_that_no_longer_stands(munoz: Writer) -> None:
    withdraw(munoz)
    holds.lift_hold(munoz, staff(), "Asked again.")
    assert refused(munoz)


def test_nor_from_a_row_without_a_name_to_a_page_with_one() -> None:
    anna = make_writer("Anna", level=Level.UNNAMED, published=True)
    Writer.objects.update(level=Level.NAMED)
    assert refused(anna)


def test_what_is_no_person_keeps_its_address_or_loses_it_without_being_asked() -> None:
    milestone = make_milestone()
    type(milestone).objects.update(title="Another")
    with pytest.raises(publishing.Refused):
        publishing.publish(type(milestone).objects.get(), staff(), keep_address=True)
