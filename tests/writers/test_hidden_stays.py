"""A stay without its city is found nowhere: in no list, filter, count, order or number; and what was seen to fail."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cities.models import City
from refuge.core import publishing
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import OF_A_STAY, Level, Scope
from refuge.core.upkeep import check
from tests.factories import (
    address_of,
    grant,
    make_city,
    make_hosts,
    make_membership,
    make_stay,
    make_writer,
    partial,
    publish,
    withdraw,
)
from writers.models import Waypoint, Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db


def guest(city: City, *, level: int = Level.UNNAMED, dates: bool = True, **stay: Any) -> Writer:
    """Return somebody published whose host country is cleared, without knowing, and whose host city is not."""
    writer = make_writer("Hidden Guest", level=level, clear=(Scope.NAME, Scope.ORIGIN))
    made = make_stay(writer, city, **stay)
    for scope in (Scope.HOST_COUNTRY, Scope.DATES)[: 2 if dates else 1]:
        grant(writer, scope, residency=made, knowing=False)
    publish(writer)
    return writer


def shown_guest(city: City, **stay: Any) -> Writer:
    """Return somebody published with their city."""
    writer = make_writer("Seen Guest")
    make_stay(writer, city, **stay)
    publish(writer)
    return writer


def told() -> list[tuple[str, str, str]]:
    """Return what the catalogue tells of each stay: country, region, beginning."""
    rows = PublicResidency.objects.order_by("pk")
    return [(row.country, row.region, row.starts.typed if row.starts else "") for row in rows]


@pytest.mark.parametrize("state", ["decided", "annulled", "left", "unknown", "paused"])
def test_one_active_city_in_italy_is_not_told_by_the_name_of_italy(client: Client, state: str) -> None:
    """Seven other cities are listed there, and none of them could be the host."""
    tuscany = make_hosts(1, "IT")[0]
    for _ in range(7):
        city = make_city(country="IT", published=False)
        make_membership(city, state=state, since=PartialDate.parse("2006"))
        publish(city)
    guest(tuscany, starts="2026-03", planned_end="2031")
    assert told() == []
    assert client.get("/writers/", {"country": "IT", "status": "now"}).content.count(b"Name withheld") == 0
    # Where four more could be, it is told.
    make_hosts(4, "IT")
    Writer.objects.get().save()
    publish(Writer.objects.get())
    assert told() == [("IT", "europe", "2026")]
    assert b"Name withheld" in client.get("/writers/", {"country": "IT", "status": "now"}).content


def test_a_city_that_joined_after_the_arrival_hides_nobody() -> None:
    first, *_others = make_hosts(3, "NO")
    for _ in range(3):
        city = make_city(country="NO", published=False)
        make_membership(city, since=PartialDate.parse("2021"))
        publish(city)
    guest(first, starts="2019-05-17", ends="2020")
    # The country without the years: any day up to today.
    assert told() == [("NO", "europe", "")]


def test_the_year_of_a_row_that_prints_none_is_answered_by_no_filter(client: Client) -> None:
    """`?from=2019&to=2019` told it."""
    first, *_others = make_hosts(6, "NO")
    guest(first, dates=False, starts="2019-05-17", planned_end="2031")
    found = {year: client.get("/writers/", {"from": year, "to": year}).content for year in (2018, 2019)}
    assert all(b"Name withheld" not in page for page in found.values())
    assert b"Name withheld" not in client.get("/writers/", {"status": "now"}).content
    assert b"Name withheld" in client.get("/writers/", {"country": "NO"}).content


def test_without_a_shown_city_dates_are_years_and_the_status_changes_on_the_first_of_january() -> None:
    first, *_others = make_hosts(6, "NO")
    guest(first, starts="2024-05-17", planned_end="2026-10-03")
    row = PublicResidency.objects.get()
    assert (row.starts.typed, row.now_from, row.now_until) == ("2024", date(2024, 1, 1), date(2026, 12, 31))
    assert row.past_from == date(2027, 1, 1)


def test_who_is_shown_in_a_city_takes_it_from_whoever_is_hidden_there() -> None:
    hosts = make_hosts(5, "NO")
    guest(hosts[0], starts="2015", ends="2018")
    assert told() == [("NO", "europe", "2015")]
    seen = shown_guest(hosts[1], starts="2016", ends="2017")
    # The country alone: somebody may have been there in another year.
    assert ("NO", "europe", "") in told() and ("NO", "europe", "2015") not in told()
    withdraw(seen)
    # What was narrowed for the sake of another stays narrowed until somebody publishes.
    assert told() == [("NO", "europe", "")]
    assert Writer.objects.get(level=Level.UNNAMED).unpublished
    assert check() == []


def test_so_it_is_when_many_are_published_as_one_act() -> None:
    hosts = make_hosts(5, "NO")
    guest(hosts[0], starts="2015", ends="2018")
    with publishing.settling():
        shown_guest(hosts[1], starts="2016", ends="2017")
        shown_guest(hosts[2], starts="2020", ends="2021")
    assert ("NO", "europe", "") in told() and ("NO", "europe", "2015") not in told()
    assert check() == []


def test_one_who_changes_for_nobody_else_is_settled_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    hosts = make_hosts(5, "NO")
    guest(hosts[0], starts="2015", ends="2018")
    for year in (2010, 2020):
        shown_guest(hosts[1], starts=f"{year}", ends=f"{year + 1}")
    settled: list[Any] = []
    monkeypatch.setattr(publishing, "narrow", lambda record, places: settled.append(record))
    for writer in Writer.objects.order_by("pk"):
        publishing.settle(writer)
    assert settled == list(Writer.objects.order_by("pk"))


def test_a_city_within_a_listed_region_does_not_hide_a_second_guest() -> None:
    hosts = make_hosts(5, "ES")
    guest(hosts[0], dates=False)
    assert told() == [("ES", "europe", "")]
    hosts[1].refresh_from_db()
    hosts[1].within = hosts[2]
    hosts[1].save()
    assert told() == [("ES", "europe", "")]
    publish(hosts[1])
    assert told() == []


def test_a_city_that_takes_no_guests_hides_nobody(client: Client) -> None:
    hosts = make_hosts(5, "ES")
    guest(hosts[0], dates=False)
    hosts[1].refresh_from_db()
    hosts[1].takes_no_guests = True
    hosts[1].save()
    publish(hosts[1])
    assert told() == []
    address = f"/cities/{hosts[1].publications.get(standing=True).slug}/"
    assert b"takes no guests" in client.get(address).content


def test_a_membership_that_is_edited_hides_nobody_less_until_it_is_published() -> None:
    hosts = make_hosts(5, "ES")
    guest(hosts[0], dates=False)
    membership = hosts[1].memberships.get()
    membership.state = "annulled"
    membership.save()
    assert told() == [("ES", "europe", "")]
    publish(hosts[1])
    assert told() == []


def test_a_stop_on_the_road_in_the_country_of_a_hidden_stay_follows_it(client: Client) -> None:
    hosts = make_hosts(6, "NO")
    writer = make_writer("Anna Ek", clear=(Scope.NAME, Scope.BIOGRAPHY))
    for country, place in (("NO", "Fjordville"), ("SE", "Lakeville")):
        Waypoint.objects.create(writer=writer, place=place, country=country, kind="exile")
    stay = make_stay(writer, hosts[0])
    grant(writer, Scope.HOST_COUNTRY, residency=stay, knowing=False)
    publish(writer)
    page = client.get(f"/writers/{writer.publications.get(standing=True).slug}/").content
    assert b"Lakeville" in page and b"Fjordville" not in page
    grant(writer, Scope.HOST_CITY, residency=stay)
    publish(writer)
    assert b"Fjordville" in client.get(f"/writers/{writer.publications.get(standing=True).slug}/").content


def test_a_row_without_a_name_tells_one_role_and_no_language_unless_staff_tick_it(client: Client) -> None:
    writer = make_writer("X", level=Level.UNNAMED, roles=["poet", "editor"], languages=["ti"], origin="ER")
    publish(writer)
    page = client.get("/writers/").content.decode()
    row = page.partition("Name withheld")[2]
    assert "Poet" in row and "editor" not in row.lower() and "Tigrinya" not in row
    assert PublicWriter.objects.get().roles == ["poet"]
    writer.refresh_from_db()
    writer.languages_without_a_name = True
    writer.save()
    publish(writer)
    assert "Tigrinya" in client.get("/writers/").content.decode().partition("Name withheld")[2]
    # Taken back, it is gone at once.
    writer.refresh_from_db()
    writer.languages_without_a_name = False
    writer.save()
    assert "Tigrinya" not in client.get("/writers/").content.decode().partition("Name withheld")[2]


def test_a_stop_without_a_country_follows_the_hidden_stay(client: Client) -> None:
    hosts = make_hosts(5, "NO")
    scopes = [scope for scope in Scope if scope not in OF_A_STAY]
    writer = make_writer("Anna Ek", clear=scopes)
    stay = make_stay(writer, hosts[0], starts="2019-05-17", ends="2020")
    for scope in (Scope.HOST_COUNTRY, Scope.DATES):
        grant(writer, scope, residency=stay, knowing=False)
    for country, place in (("", "A camp"), ("SE", "Malmö")):
        Waypoint.objects.create(writer=writer, place=place, country=country, kind="exile", starts=partial("2019-05-17"))
    publish(writer)
    assert told() == [("NO", "europe", "2019")]
    page = client.get(address_of(writer)).content.decode()
    assert "Malmö" in page and "A camp" not in page


def test_rows_without_a_name_come_in_no_order_of_days(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def arrivals(first: str, second: str) -> bool:
        now = timezone.now()
        for origin, days in ((first, 40), (second, 0)):
            with monkeypatch.context() as patch:
                patch.setattr(timezone, "now", lambda days=days: now - timedelta(days=days))
                publish(make_writer("X", level=Level.UNNAMED, clear=(Scope.ORIGIN,), origin=origin))
        page = client.get("/writers/", {"sort": "recent"}).content.decode().partition("Name withheld")[2]
        for writer in Writer.objects.filter(publications__standing=True):
            withdraw(writer)
        return page.find("Cuba") < page.find("Belarus")

    assert arrivals("CU", "BY") == arrivals("BY", "CU")
