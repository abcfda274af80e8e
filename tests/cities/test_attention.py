"""Which records wait because a city changed them."""

import pytest

from cities.attention import changed_by_cities
from cities.models import City, Coordinator
from refuge.office.models import User
from tests.factories import make_city, make_stay, make_writer, partial, publish, staff
from writers.models import Residency, Writer

pytestmark = pytest.mark.django_db


def save_as(user: User, record: object) -> None:
    record._history_user = user  # type: ignore[attr-defined]
    record.save()  # type: ignore[attr-defined]


def test_a_record_waits_for_its_city_until_it_is_published() -> None:
    bergen = make_city("Bergen")
    writer, other = make_writer("Anna"), make_writer("Bea")
    stay, of_other = make_stay(writer, bergen, starts="2001"), make_stay(other, bergen, starts="2002")
    publish(writer), publish(other)
    coordinator = User.objects.create_user("coordinator of Bergen")
    Coordinator.objects.create(user=coordinator, city=bergen, since="2020-01-01")
    of_other = Residency.objects.get(pk=of_other.pk)
    of_other.starts = partial("2003")
    save_as(staff(), of_other)
    assert Writer.objects.get(pk=other.pk).unpublished
    assert not changed_by_cities(Writer.objects.all()).exists()
    stay = Residency.objects.get(pk=stay.pk)  # as another request would read it
    stay.ends, stay.end_state = partial("2004"), "ended"
    save_as(coordinator, stay)
    assert changed_by_cities(Writer.objects.all()).get() == writer
    publish(writer)
    assert not changed_by_cities(Writer.objects.all()).exists()
    bergen = City.objects.get()
    bergen.text = "A new text."
    save_as(coordinator, bergen)
    assert changed_by_cities(City.objects.all()).get() == bergen
