"""Publishing, withdrawing and narrowing, through the real rooms."""

from collections.abc import Callable
from typing import Any

import pytest

from cities.models import City
from cities.public.models import PublicCity
from refuge.core import editions, holds, publishing, upkeep
from refuge.core.models import Edition
from refuge.core.scopes import Level, Scope
from refuge.core.upkeep import check, narrow_all, rebuild
from tests.factories import (
    grant,
    make_city,
    make_hosts,
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
from tests.safety.register import picture
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
    assert (row.name, row.own_name) == ("Gao Ertai", "高尔泰")
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
    slug = publish(writer).slug
    withdraw(writer)
    assert not PublicWriter.objects.exists() and not PublicResidency.objects.exists()
    with pytest.raises(publishing.Refused, match="She asked"):
        publish(writer)
    holds.lift_hold(writer, staff(), "She asked again.")
    publish(writer)
    assert PublicWriter.objects.get().slug == slug
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


def _relisted() -> None:
    city = Residency.objects.get().city
    withdraw(city)
    holds.lift_hold(city, staff(), "They asked again.")
    publish(city)


def _cleared_again() -> None:
    Clearance.objects.filter(scope=Scope.HOST_CITY).update(withdrawn_on="2024-01-01")
    grant(Writer.objects.get(), Scope.HOST_CITY, residency=Residency.objects.get())


def _raised_again() -> None:
    for level in (Level.UNNAMED, Level.NAMED):
        Writer.objects.update(level=level)


@pytest.mark.parametrize("again", [_relisted, _cleared_again, _raised_again])
def test_what_was_taken_back_and_given_again_waits_for_publish(writer: Writer, again: Callable[[], None]) -> None:
    publish(writer)
    again()
    assert Writer.objects.get().unpublished
    # Nor does it come with the next narrowing.
    Clearance.objects.filter(scope=Scope.ORIGIN).delete()
    assert not PublicResidency.objects.filter(city__isnull=False).exists() and check() == []
    publish(writer)
    assert PublicResidency.objects.get().city.slug == "stavanger"


@pytest.mark.parametrize("name_is_cleared", [False, True])
def test_a_raised_level_waits_for_publish_in_all_that_depends_on_it(name_is_cleared: bool) -> None:
    """Neither does the row without a name vanish, nor does it pass where only named guests may."""
    city = make_city("Stavanger", shows_unnamed_guests=True)
    clear = set(Scope) - {Scope.OTHER_NAME} - (set() if name_is_cleared else {Scope.NAME})
    anna = make_writer("Anna", level=Level.UNNAMED, clear=clear)
    make_stay(anna, city)
    publish(anna)
    before = list(PublicWriter.objects.values_list("slug", "level", "name"))
    Writer.objects.update(level=Level.NAMED)
    assert list(PublicWriter.objects.values_list("slug", "level", "name")) == before
    assert Writer.objects.get().unpublished and PublicResidency.objects.get().city == PublicCity.objects.get()
    City.objects.filter(pk=city.pk).update(shows_unnamed_guests=False)
    assert PublicResidency.objects.get().city is None and check() == []


def test_withdrawing_the_name_takes_the_page_down_without_a_hold(writer: Writer) -> None:
    publish(writer)
    name = Clearance.objects.get(scope=Scope.NAME)
    name.withdrawn_on = name.granted_on
    name.save()
    assert not PublicWriter.objects.exists()
    assert editions.hold_on(writer) is None


def test_another_name_is_another_person_to_the_public(writer: Writer) -> None:
    _portray(writer)
    first = publish(writer)
    writer.refresh_from_db()
    writer.name = "Another Name"
    writer.save()
    second = publish(writer)
    assert first.slug != second.slug
    assert first.images.keys() == second.images.keys() != set()
    assert set(first.images.values()).isdisjoint(second.images.values())
    assert list(PublicWriter.objects.values_list("slug", flat=True)) == [second.slug]


def _portray(writer: Writer) -> None:
    Writer.objects.filter(pk=writer.pk).update(portrait=picture(), portrait_credit="Ana", portrait_alt="A face")
    writer.refresh_from_db()


def test_the_name_of_a_picture_tells_neither_its_bytes_nor_whose_other_page_shows_it(writer: Writer) -> None:
    other = make_writer("Somebody Else")
    for each in (writer, other):
        _portray(each)
    first, second = publish(writer).images, publish(other).images
    assert first.keys() == second.keys() != set()
    assert set(first.values()).isdisjoint(second.values())
    assert [name for key, name in first.items() if name[:4] in key] == []


def test_a_namesake_which_nobody_published_changes_no_address() -> None:
    """Else the address of the city that is public would tell that there is another on record."""
    make_city("Bergen", published=False)
    assert publish(make_city("Bergen", published=False)).slug == "bergen"


def test_a_withdrawn_city_narrows_its_guests_to_the_country(writer: Writer) -> None:
    publish(writer)
    withdraw(Residency.objects.get().city)
    stay = PublicResidency.objects.get()
    assert (stay.city_id, stay.country) == (None, "NO")
    assert not PublicCity.objects.exists()
    assert check() == []


@pytest.mark.parametrize(("elsewhere", "regions"), [(5, []), (4, ["europe"])])
def test_a_country_with_too_few_places_is_a_region_or_nothing(elsewhere: int, regions: list[str]) -> None:
    """A region counts the places of those countries that hide nobody themselves."""
    bergen, oslo, *_others = make_hosts(5)
    make_hosts(elsewhere, country="SE")
    writer = make_writer("A", level=Level.UNNAMED, clear=())
    grant(writer, Scope.HOST_COUNTRY, knowing=False)
    make_stay(writer, bergen)
    publish(writer)
    assert PublicResidency.objects.get().country == "NO"
    withdraw(oslo)
    assert [(stay.country, stay.region) for stay in PublicResidency.objects.all()] == [("", here) for here in regions]
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


def test_a_rebuild_lets_no_edit_out_and_shows_nothing_that_is_no_longer_cleared(writer: Writer) -> None:
    publish(writer)
    Writer.objects.update(summary="Not yet.")
    Clearance.objects.filter(scope=Scope.ORIGIN)._raw_delete("default")
    rebuild()
    row = PublicWriter.objects.get()
    assert (row.name, row.summary, row.origin) == ("Gao Ertai", "", "")
    assert check() == []


def test_a_narrowing_of_everything_takes_down_nobody_who_is_published_meanwhile(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes its time, and what it has read of the later records before is old when their turn comes."""
    Writer.objects.update(level=Level.NOTHING)
    make_writer("Anna", published=True)
    settle, done = upkeep.settle, []

    def meanwhile(record: Any) -> None:
        if not done and isinstance(record, Writer):
            done.append(record)
            Writer.objects.filter(pk=later.pk).update(level=Level.NAMED)
            publish(later)
        settle(record)

    later = make_writer("Berta", level=Level.NOTHING)
    monkeypatch.setattr(upkeep, "settle", meanwhile)
    narrow_all()
    assert set(PublicWriter.objects.values_list("name", flat=True)) == {"Anna", "Berta"}


def test_the_digest_is_a_function_of_the_contents_alone(writer: Writer) -> None:
    empty_after_cities = Edition.current().digest
    publish(writer)
    filled = Edition.current().digest
    withdraw(writer)
    assert Edition.current().digest == empty_after_cities
    holds.lift_hold(writer, staff(), "Again.")
    publish(writer)
    assert Edition.current().digest == filled
