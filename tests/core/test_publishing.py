"""Publishing, withdrawing and narrowing, through the real rooms."""

import pytest

from cities.public.models import PublicCity
from refuge.core import holds, publishing
from refuge.core.models import Edition
from refuge.core.redaction import Level, Scope
from refuge.core.upkeep import check, narrow_all, rebuild
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
    publish,
    staff,
    withdraw,
)
from writers.models import Clearance, Residency, Writer
from writers.public.models import PublicResidency, PublicWriter

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> Writer:
    city = make_city("Stavanger")
    writer = make_writer("Gao Ertai", origin="CN", roles=["essayist"], languages=["zh"])
    make_name(writer, "高尔泰", script="Hans", language="zh")
    stay = make_stay(writer, city, starts="2003-05", ends="2005")
    stay.sources.add(make_source())
    make_work(writer, "In Search of My Homeland", kind="memoir", year=2009)
    return writer


def test_a_new_record_is_not_public_until_it_is_published(writer: Writer) -> None:
    assert not PublicWriter.objects.exists()
    writer.refresh_from_db()
    assert writer.unpublished
    publish(writer)
    row = PublicWriter.objects.get()
    assert (row.slug, row.name, row.own_name) == ("gao-ertai", "Gao Ertai", "高尔泰")
    stay = row.residencies.get()
    assert (stay.city.slug, stay.country, stay.starts.typed) == ("stavanger", "NO", "2003-05")
    assert row.works.get().title == "In Search of My Homeland"
    writer.refresh_from_db()
    assert not writer.unpublished
    assert check() == []


def test_publishing_an_unchanged_edition_writes_nothing(writer: Writer) -> None:
    publish(writer)
    before = Edition.current()
    assert publish(writer) is None
    after = Edition.current()
    assert (before.serial, before.digest) == (after.serial, after.digest)
    assert writer.publications.count() == 1


def test_an_edit_waits_for_publish(writer: Writer) -> None:
    publish(writer)
    writer.refresh_from_db()
    writer.summary = "Painter, essayist."
    writer.save()
    assert writer.unpublished or Writer.objects.get(pk=writer.pk).unpublished
    assert PublicWriter.objects.get().summary == ""
    publish(writer)
    assert PublicWriter.objects.get().summary == "Painter, essayist."


def test_withdraw_takes_the_writer_out_and_holds(writer: Writer) -> None:
    publish(writer)
    withdraw(writer)
    assert not PublicWriter.objects.exists() and not PublicResidency.objects.exists()
    with pytest.raises(publishing.Refused, match="She asked"):
        publish(writer)
    holds.lift_hold(writer, staff(), "She asked again.")
    publish(writer)
    assert PublicWriter.objects.get().slug == "gao-ertai"
    assert check() == []


def test_a_withdrawn_clearance_narrows_at_once_and_lets_no_edit_out(writer: Writer) -> None:
    publish(writer)
    writer.refresh_from_db()
    writer.summary = "Not yet."
    writer.save()
    Clearance.objects.filter(scope=Scope.HOST_CITY).delete()
    row = PublicWriter.objects.get()
    assert row.summary == ""
    assert row.residencies.get().city is None
    assert row.residencies.get().country == "NO"
    Clearance.objects.filter(scope=Scope.WORKS).update(withdrawn_on="2024-01-01")
    assert not PublicWriter.objects.get().works.exists()
    assert check() == []


def test_withdrawing_the_name_takes_the_page_down_without_a_hold(writer: Writer) -> None:
    publish(writer)
    name = Clearance.objects.get(scope=Scope.NAME)
    name.withdrawn_on = name.granted_on
    name.save()
    assert not PublicWriter.objects.exists()
    assert publishing.hold_on(writer) is None


def test_another_name_is_another_person_to_the_public(writer: Writer) -> None:
    first = publish(writer)
    writer.refresh_from_db()
    writer.name = "Another Name"
    writer.save()
    second = publish(writer)
    assert first.slug != second.slug
    assert set(first.images.values()).isdisjoint(second.images.values())
    assert list(PublicWriter.objects.values_list("slug", flat=True)) == ["another-name"]


def test_a_slug_is_never_given_to_a_second_person(writer: Writer) -> None:
    publish(writer)
    withdraw(writer)
    other = make_writer("Gao Ertai", published=True)
    assert PublicWriter.objects.get().slug.startswith("gao-ertai-")
    assert publishing.standing_of(other).slug != "gao-ertai"


def test_a_withdrawn_city_narrows_its_guests_to_the_country(writer: Writer) -> None:
    publish(writer)
    withdraw(Residency.objects.get().city)
    stay = PublicResidency.objects.get()
    assert (stay.city_id, stay.country) == (None, "NO")
    assert not PublicCity.objects.exists()
    assert check() == []


def test_a_country_with_few_listed_cities_is_only_a_region() -> None:
    bergen, oslo, _tromso = (make_city(name) for name in ("Bergen", "Oslo", "Tromsø"))
    writer = make_writer("A", level=Level.UNNAMED, clear=())
    grant(writer, Scope.HOST_COUNTRY, knowing=False)
    make_stay(writer, bergen)
    publish(writer)
    assert PublicResidency.objects.get().country == "NO"
    withdraw(oslo)
    stay = PublicResidency.objects.get()
    assert (stay.country, stay.city_id) == ("", None) and stay.region
    assert check() == []


def test_an_unnamed_person_has_no_page_and_shows_no_name(writer: Writer) -> None:
    writer.refresh_from_db()
    writer.level = Level.UNNAMED
    writer.save()
    publish(writer)
    row = PublicWriter.objects.get()
    assert row.level == Level.UNNAMED and not row.name and "gao" not in row.slug
    assert not row.works.exists() and not row.names


def test_what_raw_sql_did_is_found_narrowed_and_rebuilt(writer: Writer) -> None:
    make_membership(Residency.objects.get().city)
    publish(Residency.objects.get().city)
    make_milestone()
    make_page()
    publish(writer)
    digest = Edition.current().digest
    PublicWriter.objects.update(summary="Planted.")
    assert len(check()) == 1
    assert rebuild() == 4
    assert check() == [] and Edition.current().digest == digest
    Clearance.objects.filter(scope=Scope.WORKS)._raw_delete("default")
    assert check()
    assert narrow_all() == 1
    assert check() == [] and not PublicWriter.objects.get().works.exists()


def test_the_digest_is_a_function_of_the_contents_alone(writer: Writer) -> None:
    empty_after_cities = Edition.current().digest
    publish(writer)
    filled = Edition.current().digest
    withdraw(writer)
    assert Edition.current().digest == empty_after_cities
    holds.lift_hold(writer, staff(), "Again.")
    publish(writer)
    assert Edition.current().digest == filled
