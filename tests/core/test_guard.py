"""The wall round a public request, on whichever database the tests run."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest
from django.db import DatabaseError, connection, models, transaction
from django.db.models import Count
from django.db.utils import Error

from cities.models import City
from cities.public.models import PublicCity
from refuge.core import guard
from refuge.core.guard import catalogue_tables, guarded
from refuge.core.models import Edition
from refuge.office.models import User
from tests.core.forbidden import POSTGRESQL, POSTGRESQL_REFUSALS, READS, SQLITE, SQLITE_REFUSALS, WRITES
from tests.factories import make_city, make_stay, make_writer
from writers.models import Dossier, Residency, Writer
from writers.public.models import PublicResidency, PublicWriter

PRIVATE: list[type[models.Model]] = [City, Dossier, Residency, User, Writer]
FORBIDDEN = [*READS, *WRITES, *(SQLITE if connection.vendor == "sqlite" else POSTGRESQL)]
WHO = "SELECT current_user" if connection.vendor == "postgresql" else "SELECT count(*) FROM writers_writer"

nested = pytest.mark.django_db
outermost = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=[pytest.param("nested", marks=nested), pytest.param("outermost", marks=outermost)])
def database() -> None:
    """Guard once inside the test's own transaction, as a preview does, and once outermost, as a request does."""


@pytest.fixture
def published(database: None) -> None:
    city = make_city("Bergen")
    writer = make_writer("Anna")
    make_stay(writer, city)
    make_writer("Berta", published=True)


@contextmanager
def refused() -> Iterator[None]:
    """Expect the database itself to refuse, for the reason that the wall stands there."""
    with pytest.raises(Error) as error, transaction.atomic():
        yield
    if connection.vendor == "sqlite":
        assert error.match(SQLITE_REFUSALS)
    else:
        assert getattr(error.value.__cause__, "pgcode", None) in POSTGRESQL_REFUSALS, error.value


def told(statement: str) -> object:
    """Return the first value that the database answers."""
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


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


def test_no_record_can_be_read(published: None) -> None:
    for model in PRIVATE:
        with guarded(), refused():
            list(model._base_manager.values_list("pk"))
        with guarded(), refused():
            list(PublicCity.objects.filter(models.Exists(model._base_manager.all())))
        model._base_manager.count()  # the wall is gone again


@nested
def test_forbidden_statements_are_refused() -> None:
    make_writer("Anna", published=True)
    told_all = []
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIEW planted_view AS SELECT name FROM writers_writer")
        if connection.vendor == "sqlite":
            cursor.execute("CREATE TEMPORARY TABLE core_edition AS SELECT name AS digest FROM writers_writer")
        for statement in FORBIDDEN:
            try:
                with guarded(), refused():
                    cursor.execute(statement)
            except (AssertionError, pytest.fail.Exception) as error:
                told_all.append(f"{statement}: {error}")
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE temp.core_edition")
    assert told_all == []
    assert Writer.objects.get().name == "Anna"
    assert PublicWriter.objects.get().name == "Anna"


def test_of_all_tables_of_the_database_the_catalogue_alone_can_be_read(database: None) -> None:
    with connection.cursor() as cursor:
        tables = {table.name for table in connection.introspection.get_table_list(cursor)}
    assert len(tables) > 50
    readable = set()
    for table in sorted(tables):
        with guarded():
            try:
                told(f"SELECT count(*) FROM {table}")
                readable.add(table)
            except DatabaseError:
                pass
    assert readable == catalogue_tables()


def test_nothing_can_be_written_not_even_the_catalogue(published: None) -> None:
    with guarded(), refused():
        PublicCity.objects.update(name="Elsewhere")
    with guarded(), refused():
        PublicCity.objects.all().delete()
    assert PublicCity.objects.get().name == "Bergen"
    make_city("Oslo")  # the office can write again


def test_a_statement_prepared_before_the_wall_is_refused_behind_it(published: None) -> None:
    for _ in range(2):
        assert told("SELECT count(*) FROM writers_writer") == 2
        with guarded(), refused():
            told("SELECT count(*) FROM writers_writer")


def test_an_error_inside_goes_on_and_takes_the_wall_down(published: None) -> None:
    before = told(WHO)
    with pytest.raises(ZeroDivisionError), guarded():
        _ = 1 / 0
    with guarded(), refused():
        told("SELECT count(*) FROM writers_writer")
    with pytest.raises(DatabaseError), guarded():
        told("SELECT count(*) FROM writers_writer")
    assert told(WHO) == before
    assert Writer.objects.count() == 2
    assert not guard._walled


def test_a_guard_within_a_guard_leaves_the_outer_wall_standing(published: None) -> None:
    with guarded():
        with guarded():
            assert PublicCity.objects.count() == 1
        with refused():
            Writer.objects.count()
        with pytest.raises(ZeroDivisionError), guarded():
            _ = 1 / 0
        with refused():
            Writer.objects.count()
    assert Writer.objects.count() == 2


def test_nothing_runs_where_the_wall_cannot_be_put_up(published: None, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def broken(*_: object) -> Iterator[None]:
        raise DatabaseError("role does not exist")
        yield

    monkeypatch.setitem(guard._WALLS, connection.vendor, broken)
    with pytest.raises(DatabaseError, match="does not exist"), guarded():
        pytest.fail("ran without a wall")
    assert not guard._walled
    assert Writer.objects.count() == 2


def test_it_always_rolls_back_and_nothing_inside_can_end_it(published: None) -> None:
    committed: list[str] = []
    with guarded():
        transaction.on_commit(lambda: committed.append("ran"))
        for ending in (transaction.commit, transaction.rollback, lambda: transaction.set_autocommit(True)):
            with pytest.raises(transaction.TransactionManagementError):
                ending()
        with pytest.raises(RuntimeError, match="durable"), transaction.atomic(durable=True):
            pytest.fail("ended the transaction")
        with refused():
            Writer.objects.count()
    assert committed == []


@outermost
def test_a_block_that_closes_the_connection_reads_nothing_more() -> None:
    make_writer("Anna")
    with guarded():
        connection.close()
        with pytest.raises(Error):
            PublicWriter.objects.count()
        with pytest.raises(Error):
            Writer.objects.count()
    assert Writer.objects.get().name == "Anna"


@outermost
def test_the_wall_stands_round_one_thread_alone() -> None:
    make_writer("Anna")
    read: list[int] = []

    def office() -> None:
        read.append(Writer.objects.count())
        with guarded():
            read.append(PublicWriter.objects.count())
        read.append(Writer.objects.count())
        connection.close()

    with guarded():
        thread = Thread(target=office)
        thread.start()
        thread.join()
        with refused():
            Writer.objects.count()
    assert read == [1, 0, 1]


def test_only_catalogue_apps_are_open() -> None:
    assert {table.split("_public", 1)[0] for table in catalogue_tables()} == {"core_edition", "cities", "writers"}
    assert not any(model._meta.db_table in catalogue_tables() for model in PRIVATE)
