"""Which clearance each fact of a writer needs, where it is easy to get wrong."""

import pytest
from django.db.models import QuerySet
from django.test import Client

from cities.models import City, Programme
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import OF_A_STAY, Level, Scope
from refuge.core.upkeep import check, narrow_all
from tests.factories import (
    address_of,
    make_city,
    make_hosts,
    make_membership,
    make_name,
    make_page,
    make_source,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from writers.models import Clearance, Waypoint, Writer
from writers.public.models import PublicResidency

pytestmark = pytest.mark.django_db

STAY = (Scope.NAME, Scope.HOST_COUNTRY, Scope.DATES, Scope.LINKS)


@pytest.fixture(autouse=True)
def hosts() -> None:
    """Places that hide whoever is in Norway."""
    make_hosts(5, "NO")
    for name in ("Bergen", "Oslo", "Molde"):
        make_city(name)


def _told(clear: tuple[str, ...], level: int = Level.NAMED, city: City | None = None) -> PublicResidency:
    programme = Programme.objects.create(slug="p", name="Guest of Hamarvik")
    writer = make_writer("Anna", level=level, clear=clear)
    Clearance.objects.filter(writer=writer).update(knowing=False)
    stay = make_stay(writer, city, starts="2003", programme=programme, public_note="She lived in Secrettown.")
    stay.sources.add(make_source("Refuge in Secrettown"))
    publish(writer)
    return PublicResidency.objects.get()


def test_what_is_said_about_a_stay_without_a_city_needs_the_citys_clearance() -> None:
    told = _told(STAY)
    assert (told.country, told.starts.typed) == ("NO", "2003")
    assert (told.programme, told.note, told.sources) == ("", "", [])


def test_with_the_citys_clearance_it_is_told() -> None:
    told = _told((*STAY, Scope.HOST_CITY))
    assert (told.programme, told.note) == ("Guest of Hamarvik", "She lived in Secrettown.")
    assert [source["title"] for source in told.sources] == ["Refuge in Secrettown"]


def test_a_note_may_tell_the_days_so_it_needs_their_clearance() -> None:
    told = _told((Scope.NAME, Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.LINKS))
    assert (told.programme, told.note, told.sources) == ("Guest of Hamarvik", "", [])


def test_nobody_without_a_name_is_betrayed_by_a_programme() -> None:
    assert _told((Scope.HOST_COUNTRY,), Level.UNNAMED).programme == ""


def test_a_fictional_city_hides_no_country() -> None:
    make_hosts(4, "AT")
    invented = make_city("Lantern", "AT", fictional=True, published=False)
    make_membership(invented, since=PartialDate(1990))
    publish(invented)
    writer = make_writer("Anna", clear=(Scope.NAME, Scope.HOST_COUNTRY))
    Clearance.objects.filter(writer=writer).update(knowing=False)
    make_stay(writer, country="AT")
    publish(writer)
    assert not PublicResidency.objects.exists()
    make_hosts(1, "AT")
    publish(writer)
    assert PublicResidency.objects.get().country == "AT"


def test_a_city_found_to_lie_in_another_country_takes_its_guests_along() -> None:
    city = make_city("Graz", "DE")
    writer = make_writer("Anna")
    make_stay(writer, city)
    publish(writer)
    City.objects.filter(pk=city.pk).update(country="AT")
    publish(city), publish(writer)
    stay = PublicResidency.objects.get()
    assert (stay.country, stay.city_id) == ("AT", "graz")
    assert check() == []


def test_guests_of_a_city_that_is_listed_later_have_unpublished_changes() -> None:
    city = make_city("Graz", "AT", published=False)
    writer = make_writer("Anna")
    make_stay(writer, city)
    publish(writer)
    assert PublicResidency.objects.get().city is None
    assert not Writer.objects.get().unpublished
    publish(city)
    assert Writer.objects.get().unpublished
    publish(writer)
    assert PublicResidency.objects.get().city_id == "graz"


def test_notes_and_sources_of_names_and_of_the_road_are_shown_and_need_links(client: Client) -> None:
    make_page("safety")
    writer = make_writer("Gao Ertai")
    make_name(writer, "Er Tai Gao", kind="romanisation").sources.add(make_source("A partner page"))
    stop = Waypoint.objects.create(writer=writer, place="Hong Kong", kind="transit", note="By boat.")
    stop.sources.add(make_source("A memoir"))
    make_work(writer, "On Beauty").sources.add(make_source("A journal"))
    publish(writer)
    page = client.get(address_of(writer)).content.decode()
    assert "By boat." in page
    assert [title for title in ("A partner page", "A memoir", "A journal") if title not in page] == []
    assert page.count('class="ref"') == 3
    Clearance.objects.filter(scope=Scope.LINKS).delete()
    page = client.get(address_of(writer)).content.decode()
    assert [title for title in ("A partner page", "A memoir", "A journal", 'class="ref"') if title in page] == []
    assert "By boat." in page


@pytest.mark.parametrize(
    "lookup", [{"residencies__country": "NO"}, {"residencies__isnull": False}, {"clearances__scope": "name"}]
)
def test_an_update_over_joined_tables_saves_each_row_once(lookup: dict[str, object]) -> None:
    writer = make_writer("Anna", published=True)
    make_stay(writer), make_stay(writer)
    assert Writer.objects.filter(**lookup).update(level=Level.NOTHING) == 1
    assert Writer.objects.filter(**lookup).distinct().update(level=Level.COUNTED) == 1
    assert Writer.objects.get().publications.filter(standing=True).count() == 0


@pytest.mark.parametrize("hidden", [("2001", "2010"), ("2010", "2001")])
def test_the_order_of_stays_tells_nothing_of_days_that_are_not_cleared(hidden: tuple[str, str]) -> None:
    writer = make_writer("Anna", clear=(Scope.NAME, Scope.HOST_COUNTRY, Scope.HOST_CITY))
    city = City.objects.get(name="Oslo")
    for slug, starts in zip(("first", "second"), hidden, strict=True):
        programme = Programme.objects.create(slug=slug, name=slug)
        make_stay(writer, city, starts=starts, programme=programme)
    publish(writer)
    told = PublicResidency.objects.order_by("position").values_list("programme", "starts")
    assert list(told) == [("first", None), ("second", None)]


def test_a_stay_of_which_nothing_was_read_is_not_told() -> None:
    writer = make_writer("Anna", clear=STAY)
    make_stay(writer, City.objects.get(name="Bergen"), starts="2003")
    publish(writer)
    assert PublicResidency.objects.get().country == "NO"
    QuerySet(Clearance).filter(scope__in=OF_A_STAY).update(read=[])
    assert narrow_all() == 1
    assert not PublicResidency.objects.exists()
