"""The migration that gives each old clearance the thing it is of: what it gives, what it says, and what it leaves."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import QuerySet

from refuge.core.scopes import OF_A_STAY, Scope
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import grant, make_city, make_name, make_source, make_stay, make_writer, publish
from writers.models import Clearance, Residency, Text, Writer
from writers.models.clearance import without_object
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db

ON = date(2020, 6, 1)
EARLIER, LATER = datetime(2015, 1, 1, tzinfo=UTC), datetime(2022, 1, 1, tzinfo=UTC)
NEEDING = (*sorted(OF_A_STAY), Scope.PORTRAIT, Scope.BIOGRAPHY)
BEFORE = [("writers", "0010_clearances_of_things"), ("cities", "0004_holds")]


@pytest.fixture
def migrate(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """Return what runs the migration over the rows as they are, and returns what it prints, on one line."""
    give_things = import_module("writers.migrations.0011_grants_of_things").give_things

    def run() -> str:
        apps = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        capsys.readouterr()
        give_things(apps, None)
        return " ".join(capsys.readouterr().out.split())

    return run


@pytest.fixture
def anna() -> Writer:
    return make_writer("Anna", clear=(Scope.NAME,))


def old(writer: Writer, scope: str, **values: Any) -> Clearance:
    """Return a clearance as they were: of a writer, and of no thing."""
    said = {"granted_on": ON, "knowing": scope == Scope.HOST_COUNTRY, **values}
    return QuerySet(Clearance).bulk_create([Clearance(writer=writer, scope=scope, **said)])[0]


def dated(row: Any, *days: datetime) -> None:
    """Say when the changes of a row were made, the oldest first."""
    past = list(type(row).history.filter(id=row.pk).order_by("history_id"))
    for change, day in zip(past, days, strict=True):
        type(change).objects.filter(pk=change.pk).update(history_date=day)


def given(scope: str) -> set[int | None]:
    """Return the stays that clearances of a scope are of now."""
    return set(Clearance.objects.filter(scope=scope).values_list("residency", flat=True))


# -- stays


@pytest.mark.parametrize(
    ("stay", "found"),
    [
        ({"starts": "2010"}, True),
        ({"starts": "about 2010"}, True),
        ({"starts": "before 2015"}, True),
        ({"starts": "2018/2019"}, True),
        ({"starts": "2020-06-01"}, True),
        ({"ends": "2015"}, True),
        ({"confirmed_on": date(2019, 1, 1)}, True),
        ({"starts": "2020"}, False),  # perhaps in December
        ({"starts": "2020-06-02"}, False),
        ({"starts": "after 2010"}, False),
        ({"starts": "2021", "ends": "2022"}, False),
        ({"planned_end": "2015"}, False),
        ({}, False),
    ],
)
@pytest.mark.parametrize("scope", sorted(OF_A_STAY))
def test_a_clearance_goes_to_a_stay_that_had_certainly_begun(
    anna: Writer, migrate: Callable[[], str], scope: str, stay: dict[str, Any], found: bool
) -> None:
    there = make_stay(anna, make_city("Bergen"), **stay)
    old(anna, scope)
    said = migrate()
    assert given(scope) == ({there.pk} if found else {None})
    assert (said.startswith("Clearances: 1 now say of which"), "1 found nothing" in said) == (found, not found)
    assert without_object(Clearance.objects.all()).count() == (not found)


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ((EARLIER, LATER), False),  # it was another place on the day of the yes
        ((LATER, LATER), False),
        ((EARLIER, EARLIER), True),  # it is where it was on that day
    ],
)
@pytest.mark.parametrize("move", ["city", "country", "country only"])
def test_a_stay_that_has_moved_since_is_not_what_was_cleared(
    anna: Writer, migrate: Callable[[], str], move: str, days: tuple[datetime, datetime], found: bool
) -> None:
    stay = make_stay(anna, None if move == "country only" else make_city("Bergen"), starts="2010")
    there: dict[str, Any] = {"country": "SE"}
    if move != "country only":
        there = {"city": make_city("Elsewhere", "NO" if move == "city" else "IS")}
    Residency.objects.filter(pk=stay.pk).update(**there)
    dated(stay, *days)
    old(anna, Scope.HOST_COUNTRY)
    migrate()
    assert given(Scope.HOST_COUNTRY) == ({stay.pk} if found else {None})


def test_what_else_was_changed_of_a_stay_does_not_count(anna: Writer, migrate: Callable[[], str]) -> None:
    stay = make_stay(anna, make_city("Bergen"), starts="2010")
    Residency.objects.filter(pk=stay.pk).update(private_note="Another note.")
    dated(stay, EARLIER, LATER)
    old(anna, Scope.DATES)
    migrate()
    assert given(Scope.DATES) == {stay.pk}


def test_one_clearance_becomes_one_for_each_stay_that_had_begun(anna: Writer, migrate: Callable[[], str]) -> None:
    stays = [make_stay(anna, make_city(name), starts=year) for name, year in (("Bergen", "2010"), ("Oslo", "2015-05"))]
    later = make_stay(anna, make_city("Reykjavik", "IS"), starts="2026")
    row = old(anna, Scope.HOST_COUNTRY, evidence="Folder 7.", review_on=date(2030, 1, 1), import_key="clearance:anna")
    row.sources.add(make_source())
    said = migrate()
    rows = list(Clearance.objects.filter(scope=Scope.HOST_COUNTRY).order_by("pk"))
    assert [each.residency for each in rows] == stays and later not in stays
    for each in rows:
        assert (each.evidence, each.review_on, each.granted_on) == ("Folder 7.", date(2030, 1, 1), ON)
        assert each.knowing and each.sources.count() == 1 and each.seen_on == ON
        assert [fact["of"] for fact in each.read] == [str(each.residency_id)] * 2
    # The key that an import finds it by stays with the one that was imported.
    assert [each.import_key for each in rows] == ["clearance:anna", ""]
    assert said == (
        "Clearances: 1 now say of which stay, picture or language they are, 1 more were made for further stays. "
        "0 found nothing that they can be of: they clear nothing until somebody says of what they are. "
        "The office lists them under “What needs attention”."
    )


def test_what_is_not_live_or_says_already_of_what_it_is_stays_as_it_is(
    anna: Writer, migrate: Callable[[], str]
) -> None:
    stay = make_stay(anna, make_city("Bergen"), starts="2010")
    for scope in NEEDING:
        old(anna, scope, withdrawn_on=ON)
    grant(anna, Scope.DATES, residency=stay)
    grant(anna, Scope.BIOGRAPHY, languages=["fa"])
    grant(anna, Scope.OTHER_NAME, name=make_name(anna, "Анна", cleared=False))
    before = list(Clearance.objects.order_by("pk").values())
    assert migrate() == ""
    assert list(Clearance.objects.order_by("pk").values()) == before


# -- pictures and texts


def portrayed(anna: Writer, picture: Picture) -> None:
    said = {"portrait": picture, "portrait_credit": "Ana", "portrait_alt": "A face"}
    Writer.objects.filter(pk=anna.pk).update(**said)
    anna.refresh_from_db()


@pytest.mark.parametrize(
    ("put_in", "exchanged", "found"),
    [
        (EARLIER, None, True),
        (LATER, None, False),  # nobody can have shown it to the person
        (EARLIER, LATER, False),
        (EARLIER, EARLIER, True),
    ],
)
def test_the_portrait_of_that_day_is_the_one_that_was_cleared(
    anna: Writer, migrate: Callable[[], str], put_in: datetime, exchanged: datetime | None, found: bool
) -> None:
    portrayed(anna, Picture.keep(small()))
    if exchanged:
        portrayed(anna, Picture.keep(small("PNG")))
    dated(anna, EARLIER, *filter(None, (put_in, exchanged)))
    row = old(anna, Scope.PORTRAIT)
    migrate()
    row.refresh_from_db()
    assert row.picture == (anna.portrait if found else None)
    assert without_object(Clearance.objects.all()).count() == (not found)


@pytest.mark.parametrize(("written", "languages"), [(EARLIER, ["en", "fa"]), (LATER, ["en"])])
def test_a_biography_is_cleared_in_the_languages_of_that_day(
    anna: Writer, migrate: Callable[[], str], written: datetime, languages: list[str]
) -> None:
    for code, day in (("en", EARLIER), ("fa", written)):
        dated(Text.objects.create(writer=anna, language=code, text=f"A life, {code}."), day)
    row = old(anna, Scope.BIOGRAPHY)
    migrate()
    row.refresh_from_db()
    assert row.languages == languages and row.seen_on == ON
    publish(anna, seen=False)
    assert [text["language"] for text in PublicWriter.objects.get().texts] == languages
