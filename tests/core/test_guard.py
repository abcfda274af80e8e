"""The wall round a public request, on whichever database the tests run."""

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Count

from cities.models import City
from cities.public.models import PublicCity
from refuge.core.guard import catalogue_tables, guarded
from refuge.core.models import Edition
from refuge.office.models import User
from tests.factories import make_city, make_stay, make_writer
from writers.models import Dossier, Residency, Writer
from writers.public.models import PublicResidency, PublicWriter

PRIVATE: list[type[models.Model]] = [City, Dossier, Residency, User, Writer]


@pytest.fixture(params=["nested", "outermost"])
def database(request: pytest.FixtureRequest) -> None:
    """Guard once inside the test's own transaction, as a preview does, and once outermost, as a request does."""
    request.getfixturevalue("db" if request.param == "nested" else "transactional_db")


@pytest.fixture
def published(database: None) -> None:
    city = make_city("Bergen")
    writer = make_writer("Anna")
    make_stay(writer, city)
    make_writer("Berta", published=True)


def test_the_catalogue_can_be_read(published: None) -> None:
    with guarded():
        assert PublicCity.objects.get().name == "Bergen"
        assert Edition.current().digest


def test_the_catalogue_can_be_counted_joined_and_grouped(published: None) -> None:
    with guarded():
        assert PublicWriter.objects.filter(residencies__city__name="Bergen").distinct().count() == 0
        assert list(PublicResidency.objects.values("country").annotate(n=Count("pk")).order_by()) == []
        assert PublicWriter.objects.filter(models.Exists(PublicResidency.objects.all())).count() == 0
        assert PublicCity.objects.annotate(n=Count("residencies")).filter(n=0)[:1].count() == 1
        assert (
            PublicCity.objects.order_by().values("slug").union(PublicWriter.objects.order_by().values("slug")).count()
            == 2
        )


@pytest.mark.parametrize("model", PRIVATE, ids=lambda model: model.__name__)
def test_no_record_can_be_read(published: None, model: type[models.Model]) -> None:
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        list(model._base_manager.values_list("pk"))
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        model._base_manager.count()
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        list(PublicCity.objects.filter(models.Exists(model._base_manager.all())))
    model._base_manager.count()  # the wall is gone again


def test_nothing_can_be_written_not_even_the_catalogue(published: None) -> None:
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        PublicCity.objects.update(name="Elsewhere")
    with guarded(), pytest.raises(DatabaseError), transaction.atomic():
        PublicCity.objects.all().delete()
    with guarded(), pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE TABLE planted (x integer)")
    assert PublicCity.objects.get().name == "Bergen"
    make_city("Oslo")  # the office can write again


def test_an_error_inside_takes_the_wall_down_too(published: None) -> None:
    with pytest.raises(ZeroDivisionError), guarded():
        _ = 1 / 0
    assert Writer.objects.count() == 2


def test_only_catalogue_apps_are_open() -> None:
    assert {table.split("_public", 1)[0] for table in catalogue_tables()} == {"core_edition", "cities", "writers"}
    assert not any(model._meta.db_table in catalogue_tables() for model in PRIVATE)


def test_every_catalogue_table_can_be_read(database: None) -> None:
    with guarded(), connection.cursor() as cursor:
        for table in catalogue_tables():
            cursor.execute(f"SELECT 1 FROM {table}")
