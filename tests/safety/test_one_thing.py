"""A yes is for one thing: what was seen of the site as it was, each by its name, through the public pages."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from refuge.core import editions, publishing
from refuge.core.scopes import OF_A_STAY, Level, Scope
from refuge.core.upkeep import check
from tests.factories import address_of, grant, make_city, make_hosts, make_stay, make_writer, staff
from writers.models import Clearance, Residency, Text, Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db


def _give(writer: Writer, stay: Residency, *, knowing: bool, on: date, **values: Any) -> None:
    for scope in OF_A_STAY:
        known = knowing and scope == Scope.HOST_COUNTRY
        grant(writer, scope, residency=stay, knowing=known, granted_on=on, **values)


def _page(writer: Writer) -> str:
    return Client().get(address_of(writer)).content.decode()


def test_host_country_city_and_dates_cleared_in_2010_for_bergen_publish_no_stay_in_reykjavik_in_2026() -> None:
    bergen, reykjavik = make_city("Bergen"), make_city("Reykjavik", "IS")
    anna = make_writer("Anna", clear=(Scope.NAME,))
    _give(anna, make_stay(anna, bergen, starts="2010", ends="2012"), knowing=True, on=date(2010, 3, 1))
    publishing.publish(anna, staff())
    stay = make_stay(anna, reykjavik, starts="2026-03")
    publishing.publish(Writer.objects.get(), staff())
    assert "Bergen" in _page(anna) and "2010" in _page(anna)
    assert [word for word in ("Reykjavik", "Iceland", "2026") if word in _page(anna)] == []
    assert "Anna" not in Client().get("/cities/reykjavik/").content.decode()
    # She is asked about it, and it is told.
    _give(anna, stay, knowing=True, on=date(2026, 3, 1))
    publishing.publish(Writer.objects.get(), staff())
    assert "Reykjavik" in _page(anna) and check() == []


@pytest.mark.parametrize("level", [Level.NAMED, Level.UNNAMED])
def test_knowing_of_iceland_does_not_open_estonia(level: int) -> None:
    make_city("Reykjavik", "IS"), make_city("Tallinn", "EE")
    # Enough of the region could be the host, and in no country of it.
    make_hosts(3, "DE"), make_hosts(3, "PL")
    anna = make_writer("Anna", level=level, clear=(Scope.NAME,))
    iceland, estonia = make_stay(anna, country="IS"), make_stay(anna, country="EE")
    _give(anna, iceland, knowing=True, on=date(2020, 1, 1))
    _give(anna, estonia, knowing=False, on=date(2020, 1, 1))
    publishing.publish(anna, staff())
    assert sorted(PublicResidency.objects.values_list("country", "region")) == [("", "europe"), ("IS", "europe")]
    told = Client().get("/writers/").content.decode()
    assert "Iceland" in told and Client().get("/writers/?country=EE").content.decode().count("Anna") == 0


def test_a_yes_to_one_language_tells_nothing_that_was_written_in_the_other() -> None:
    anna = make_writer("Anna", clear=(Scope.NAME,), summary="Poet of lanterns.")
    for language, text in (("en", "She was born."), ("fr", "Née au bord de la mer.")):
        Text.objects.create(writer=anna, language=language, text=text)
    grant(anna, Scope.BIOGRAPHY, languages=["fr"])
    publishing.publish(anna, staff())
    assert "Née au bord" in _page(anna)
    assert [word for word in ("She was born", "Poet of lanterns") if word in _page(anna)] == []


def test_a_sentence_that_was_not_read_keeps_the_biography_back_and_one_that_is_left_out_does_not() -> None:
    anna = make_writer("Anna", clear=(Scope.NAME,))
    text = Text.objects.create(writer=anna, language="en", text="She was born. She writes.")
    given = grant(anna, Scope.BIOGRAPHY, languages=["en"])
    for said, shown in (("She writes.", True), ("She writes. Her sister lives in Oslo.", False)):
        text.text = said
        text.save()
        publishing.publish(Writer.objects.get(), staff())
        assert ("She writes." in _page(anna)) == shown
        text.refresh_from_db()
    given.refresh_from_db()
    given.see(date(2026, 1, 1))
    given.save()
    publishing.publish(Writer.objects.get(), staff())
    assert "Her sister lives in Oslo." in _page(anna)


def test_a_narrowing_leaves_the_address_and_the_first_day_as_they_were() -> None:
    anna = make_writer("Anna", published=True)
    publication = editions.standing_of(anna)
    assert publication is not None
    type(publication).objects.filter(pk=publication.pk).update(first_published_on=date(2020, 5, 17))
    before = publication.slug
    Clearance.objects.filter(scope=Scope.ORIGIN).update(withdrawn_on=date.today())
    row = PublicWriter.objects.get()
    assert (row.origin, row.slug, row.first_published_on) == ("", before, date(2020, 5, 17))


def test_a_no_is_overridden_by_no_newspaper_and_by_no_yes_to_another_stay() -> None:
    anna = make_writer("Anna", clear=(Scope.NAME,))
    stays = [make_stay(anna, make_city(name)) for name in ("Bergen", "Oslo")]
    Clearance.objects.create(writer=anna, scope=Scope.HOST_CITY, residency=stays[0], refused=True)
    for stay in stays:
        _give(anna, stay, knowing=True, on=date(2020, 1, 1), basis=Clearance.Basis.PUBLISHED_SOURCE)
    publishing.publish(anna, staff())
    told = {(city or "", country) for city, country in PublicResidency.objects.values_list("city", "country")}
    assert told == {("", "NO"), ("oslo", "NO")}
