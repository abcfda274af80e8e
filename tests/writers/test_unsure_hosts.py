"""A work list says which memberships would hide somebody if their years were known."""

from typing import Any

import pytest
from django.urls import reverse

from cities.models import City
from refuge.core.scopes import Level, Scope
from refuge.office.attention import needs_of
from tests.factories import grant, make_city, make_hosts, make_membership, make_stay, make_writer, partial, publish
from tests.members import member
from writers.public.models import PublicResidency

pytestmark = pytest.mark.django_db


def asked() -> set[Any]:
    (need,) = (need for need in needs_of(City) if need.slug == "years-would-hide")
    return set(need.of(City.objects.all()))


def unsure(**membership: Any) -> City:
    city = make_city(country="NO", published=False)
    make_membership(city, **{"since": None, **membership})
    publish(city)
    return city


def hidden_guest(city: City) -> None:
    writer = make_writer("Hidden Guest", level=Level.UNNAMED, clear=(Scope.ORIGIN,))
    stay = make_stay(writer, city, starts="2015", ends="2018")
    for scope in (Scope.HOST_COUNTRY, Scope.DATES):
        grant(writer, scope, residency=stay, knowing=False)
    publish(writer)


@pytest.mark.parametrize("membership", [{}, {"state": "left", "until": partial("2020")}, {"state": "paused"}])
def test_where_one_more_host_would_be_enough_its_years_are_worth_a_look(membership: dict[str, Any]) -> None:
    hosts, city = make_hosts(4, "NO"), unsure(**membership)
    hidden_guest(hosts[0])
    assert not PublicResidency.objects.filter(country="NO", starts__gt="").exists()
    assert asked() == {city}
    page = member("editor").get(reverse("admin:cities_city_changelist"), {"needs": "years-would-hide"})
    assert str(city) in page.content.decode()


def test_where_two_are_missing_one_is_of_no_use_and_two_are() -> None:
    hosts, first = make_hosts(3, "NO"), unsure()
    hidden_guest(hosts[0])
    assert asked() == set()
    second = unsure(state="left")
    assert asked() == {first, second}


@pytest.mark.parametrize("state", ["decided", "annulled", "unknown"])
def test_who_never_took_anybody_in_is_not_asked_for_years(state: str) -> None:
    hosts = make_hosts(4, "NO")
    unsure(state=state)
    hidden_guest(hosts[0])
    assert asked() == set()


def test_where_the_country_is_told_already_nobody_has_to_look() -> None:
    hosts = make_hosts(5, "NO")
    unsure()
    hidden_guest(hosts[0])
    assert PublicResidency.objects.filter(country="NO").exists() and asked() == set()
