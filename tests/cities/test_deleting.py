"""Deleting takes back: what a membership said, and a photograph, leave the city's page with it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cities.models import City, Membership
from refuge.core.upkeep import check
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import make_city, make_membership, publish
from tests.members import member
from tests.office.matrix.forms import sent
from tests.safety.register import picture

pytestmark = pytest.mark.django_db

WORD = "Among the first."


@pytest.fixture
def bergen() -> City:
    """Return a city with a membership and a photograph, all of it public."""
    said = {"photograph": Picture.keep(small()), "photograph_credit": "Photo: Ola", "photograph_alt": "A harbour"}
    city = make_city("Bergen", published=False, **said)
    make_membership(city, note=WORD)
    publish(city)
    assert WORD in page() and "Photo: Ola" in page() and "/images/" in page()
    return city


def page() -> str:
    return Client().get("/cities/bergen/").content.decode()


def send(city: City, **more: str) -> list[str]:
    """Send the city's page, changed by so much; return the messages of the page that follows."""
    client, address = member("editor"), reverse("admin:cities_city_change", args=[city.pk])
    answer = client.post(address, sent(client.get(address)) | more, follow=True)
    assert answer.redirect_chain, answer.context["errors"]
    return [str(message) for message in answer.context["messages"]]


WAYS: dict[str, Callable[[City], object]] = {
    "delete": lambda city: Membership.objects.get().delete(),
    "queryset delete": lambda city: Membership.objects.all().delete(),
    "admin": lambda city: send(city, **{"memberships-0-DELETE": "on"}),
    "given to another city": lambda city: Membership.objects.update(city=make_city("Oslo", published=False)),
}


@pytest.mark.parametrize("way", WAYS)
def test_what_a_membership_said_leaves_with_it(bergen: City, way: str) -> None:
    WAYS[way](bergen)
    assert WORD not in page() and check() == []
    assert "Photo: Ola" in page()


PICTURES: dict[str, Callable[[City], object]] = {
    "save": lambda city: _replace(city, None),
    "another picture": lambda city: _replace(city, picture()),
    "queryset update": lambda city: City.objects.update(photograph=None),
    "admin": lambda city: send(city, remove="on"),
}


def _replace(city: City, other: Picture | None) -> None:
    city.refresh_from_db()
    city.photograph = other
    city.save()


@pytest.mark.parametrize("way", PICTURES)
def test_a_photograph_that_is_taken_out_or_exchanged_leaves_at_once(bergen: City, way: str) -> None:
    PICTURES[way](bergen)
    assert "Photo: Ola" not in page() and "/images/" not in page() and check() == []
    assert WORD in page()


def test_whoever_deletes_is_told_what_left(bergen: City) -> None:
    told = send(bergen, **{"memberships-0-DELETE": "on"})
    assert [words for words in told if "Bergen" in words and "ICORN" in words]
