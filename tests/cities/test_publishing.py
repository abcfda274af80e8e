"""What a city agrees to: taken back it is gone at once, given it waits for publishing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import City
from cities.public.models import PublicCity
from refuge.core import editions
from refuge.core.scopes import Level
from refuge.core.upkeep import check
from tests.factories import make_city, make_stay, make_writer, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def harbour() -> City:
    """Return a city with a guest in residence whose name is withheld, who may appear there."""
    city = make_city("Harbour", shows_unnamed_guests=True, latitude=60.0, longitude=5.0)
    for name in ("One", "Two"):
        make_city(name)
    guest = make_writer("Hidden", level=Level.UNNAMED)
    make_stay(guest, city, starts="2020", confirmed_on=timezone.localdate() - timedelta(days=1))
    publish(guest)
    return city


def _set(city: City, **values: Any) -> None:
    City.objects.filter(pk=city.pk).update(**values)


def test_a_city_on_the_meridian_is_on_neither_side_of_it() -> None:
    """Minus nothing is nothing: SQLite forgets the sign, and what was published would not be what is shown."""
    city = make_city("Greenwich", latitude=51.48, longitude=-0.0)
    longitudes = [
        fact.value for fact in editions.kept_facts(editions.standing_of(city)) if fact.kind.name == "longitude"
    ]
    assert [str(longitude) for longitude in longitudes] == ["0.0"]
    assert PublicCity.objects.values_list("latitude", "longitude").get() == (51.48, 0.0)
    assert check() == []


def test_a_city_that_takes_back_its_word_shows_no_guest_without_a_name(harbour: City, client: Client) -> None:
    assert b"Name withheld" in client.get("/cities/harbour/").content
    assert b"Name withheld" in client.get("/writers/?city=harbour").content
    _set(harbour, shows_unnamed_guests=False)
    assert b"Name withheld" not in client.get("/cities/harbour/").content
    assert b"Name withheld" not in client.get("/writers/?city=harbour").content
    assert b"Name withheld" in client.get("/writers/?country=NO").content
    assert check() == []
    _set(harbour, shows_unnamed_guests=True)
    assert b"Name withheld" not in client.get("/cities/harbour/").content


def test_a_city_goes_dark_at_once_and_is_lit_by_publishing(harbour: City, client: Client) -> None:
    lit = b"1 city with a writer in residence now"
    assert lit in client.get("/").content
    _set(harbour, always_dark=True)
    assert lit not in client.get("/").content
    _set(harbour, always_dark=False)
    assert lit not in client.get("/").content
    assert publish(harbour)
    assert lit in client.get("/").content
    assert check() == []
