"""Whatever a publication kept, in whatever version: it is read, or counts as not cleared, and can be taken back."""

import json
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db.models import QuerySet

from cities.kinds import TAKES_NO_GUESTS, WITHIN
from cities.models import City, Milestone, Page
from cities.public.models import PublicCity
from refuge.core import editions
from refuge.core.models import Edition
from refuge.core.publishables import publishable
from refuge.core.scopes import Scope
from refuge.core.upkeep import check, narrow_all, rebuild
from refuge.office.differences import lines_of
from tests.built_once import built_once
from tests.core.kept_records import MADE, Kept
from tests.factories import staff, withdraw
from writers.models import Clearance, Writer
from writers.public.models import PublicWriter

pytestmark = pytest.mark.django_db

FROZEN = sorted((Path(__file__).parent / "kept_facts").glob("v*.json"))
KEPT: dict[str, Kept] = {file.stem: json.loads(file.read_text()) for file in FROZEN}
# Kinds that no publication of the first version can have kept.
SINCE = {WITHIN, TAKES_NO_GUESTS}
PUBLISHED = {"city": "harbourtown", "milestone": "lit", "page": "about-en", "writer": "zvonimira-quill-2345"}


@pytest.fixture(scope="module", params=list(KEPT))
def version(request: pytest.FixtureRequest) -> str:
    """Each version of kept facts."""
    return str(request.param)


@pytest.fixture
def kept(version: str) -> Kept:
    """The kept facts of one version, by kind of record."""
    return deepcopy(KEPT[version])


@pytest.fixture(scope="module")
def _published(version: str, django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with built_once(django_db_blocker):
        yield _published_then(deepcopy(KEPT[version]))


@pytest.fixture
def records(_published: dict[str, Any], db: None) -> dict[str, Any]:
    """Records that say what was kept, each published then and never since."""
    return {name: type(record)._base_manager.get(pk=record.pk) for name, record in _published.items()}


def _published_then(kept: Kept) -> dict[str, Any]:
    found = {name: make(kept) for name, make in MADE.items()}
    for name, record in found.items():
        room = publishable(record)
        facts = room.schema.read(kept[name]).facts
        sha256 = [rendition["sha256"] for fact in kept[name] for rendition in _renditions(fact)]
        record.publications.create(
            record=record,
            facts=kept[name],
            title=room.title_of(facts),
            kind="published",
            by=staff(),
            slug=PUBLISHED[name],
            images={key: f"image{key[:8]}" for key in sha256},
            first_published_on=date(2024, 5, 17),
            **room.publication_fields(record, facts),
        )
    rebuild()
    return found


def _renditions(fact: dict[str, Any]) -> list[dict[str, Any]]:
    return fact["value"].get("renditions", []) if isinstance(fact["value"], dict) else []


def test_every_kind_of_fact_was_kept_once(kept: Kept) -> None:
    """Else what follows would say nothing of the kinds that are missing."""
    for name, model in {"city": City, "milestone": Milestone, "page": Page, "writer": Writer}.items():
        read = publishable(model).schema.read(kept[name])
        assert read.unreadable == ()
        assert {fact.kind for fact in read.facts} == set(publishable(model).schema.kinds) - SINCE


def _plain(facts: Any) -> list[str]:
    """Return facts as texts, in any order of facts and of the parts of a value.

    A membership did not say at first which row it came from.
    """
    said = ([fact.kind.name, fact.value, "" if fact.kind.name == "membership" else fact.of] for fact in facts)
    return sorted(json.dumps(fact, sort_keys=True) for fact in said)


def test_what_was_kept_then_reads_as_what_the_record_says_now(kept: Kept, records: dict[str, Any]) -> None:
    for name, record in records.items():
        room = publishable(record)
        assert _plain(room.schema.read(kept[name]).facts) == _plain(room.facts_of(record))
    stay = [fact for fact in publishable(Writer).schema.read(kept["writer"]).facts if fact.of == "7401"]
    where = {fact.kind.name: (fact.city, fact.country) for fact in stay}
    assert where["stay country"] == where["stay note"] == ("7001", "NO")


def test_it_can_be_checked_narrowed_rebuilt_and_taken_back(records: dict[str, Any]) -> None:
    assert check() == []
    row = PublicWriter.objects.get()
    assert (row.slug, row.first_published_on) == (PUBLISHED["writer"], date(2024, 5, 17))
    assert sorted((stay.country, stay.city_id) for stay in row.residencies.all()) == [
        ("DK", None),
        ("NO", "harbourtown"),
        ("SE", None),
    ]
    assert (row.works.count(), row.portraits.count() > 0, len(row.texts)) == (1, True, 2)
    digest = Edition.current().digest
    rebuild()
    assert (check(), Edition.current().digest) == ([], digest)
    Clearance.objects.filter(scope=Scope.WORKS).update(withdrawn_on=date.today())
    row = PublicWriter.objects.get()
    assert (row.slug, row.first_published_on) == (PUBLISHED["writer"], date(2024, 5, 17))
    assert (row.works.count(), row.roles, len(row.texts)) == (0, [], 2)
    withdraw(records["city"])
    assert set(PublicWriter.objects.get().residencies.values_list("city", flat=True)) == {None}
    for name in ("writer", "milestone", "page"):
        withdraw(records[name])
    assert check() == []
    assert not PublicWriter.objects.exists() and not PublicCity.objects.exists()


def _parts(fact: dict[str, Any]) -> dict[str, Any]:
    """Return the named parts of a fact's value, or of the first of its values; none where it has no such."""
    value = fact["value"][0] if isinstance(fact["value"], list) else fact["value"]
    return value if isinstance(value, dict) else {}


WITH_PARTS = [
    (version, at, key) for version, kept in KEPT.items() for at, f in enumerate(kept["writer"]) for key in _parts(f)
]


@pytest.mark.parametrize(
    ("version", "at", "key"), [case for n, case in enumerate(WITH_PARTS) if n % 4 == 0], scope="module"
)
def test_one_key_missing_from_a_kept_fact_stops_nothing_but_that_fact(
    version: str, at: int, key: str, kept: Kept, records: dict[str, Any]
) -> None:
    fact = kept["writer"][at]
    del _parts(fact)[key]
    _keep(records["writer"], kept["writer"])
    assert any(f"“{fact['kind']}”" in problem for problem in check())
    # The way to safety must be the last thing that breaks.
    Clearance.objects.filter(scope=Scope.ORIGIN).update(withdrawn_on=date.today())
    assert check() == []
    assert PublicWriter.objects.exists() == (fact["kind"] != "name")
    if PublicWriter.objects.exists():
        left = {f["kind"] for f in editions.standing_of(records["writer"]).facts}
        # Where nobody can read whether, and in which region, there is a stay, nothing of it is told.
        gone = (f for f in kept["writer"] if f is fact or (fact["kind"] == "stay" and f["of"] == fact["of"]))
        there = [f["kind"] for f in kept["writer"] if f["kind"] != "origin"]
        for lost in gone:
            there.remove(lost["kind"])
        assert left == set(there)
    rebuild()
    assert check() == []
    withdraw(records["writer"])
    assert not PublicWriter.objects.exists()


def _keep(record: Any, facts: list[Any]) -> None:
    """Let the standing publication hold these facts, as one that other software made."""
    QuerySet(type(record).publications.rel.related_model).filter(record=record).update(facts=facts)


def _broken(value: Any) -> Iterator[Any]:
    """Yield a value with one of its parts, however deep, missing or of another sort."""
    yield from (None, 7, "x", [], {}, [{}], True)
    if isinstance(value, dict):
        for key, part in value.items():
            yield {name: other for name, other in value.items() if name != key}
            yield from ({**value, key: other} for other in _broken(part))
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in _broken(part))


@pytest.mark.parametrize("name", ["city", "milestone", "page", "writer"])
def test_whatever_is_wrong_within_a_kept_fact_it_reads_as_none_or_can_be_worked_with(
    name: str, kept: Kept, records: dict[str, Any]
) -> None:
    record, tried, broke = records[name], 0, []
    room, publication = publishable(record), editions.standing_of(record)
    for at, fact in enumerate(kept[name]):
        for value in _broken(fact["value"]):
            publication.facts = [*kept[name][:at], {**fact, "value": value}, *kept[name][at + 1 :]]
            facts = room.read(publication).facts
            if value != fact["value"] and len(facts) == len(kept[name]):
                try:
                    room.still_there(record, facts)
                    room.project(facts, defaultdict(str), {})
                    lines_of(record, facts)
                except Exception as error:  # whatever it is, it would stand in the way of taking back
                    broke.append(f"{fact['kind']}: {value}: {error!r}")
            tried += 1
    assert broke == [] and tried > 10


BROKEN = [{}, {"kind": "work"}, {"kind": "poem", "value": 1}, "words", None, {"value": 1}]


@pytest.mark.parametrize(
    ("broken", "words"),
    [*((broken, "cannot be read") for broken in BROKEN), ({"kind": "person", "value": True, "of": "1"}, "no longer")],
)
def test_what_is_no_fact_at_all_is_named_and_left_behind(
    broken: Any, words: str, kept: Kept, records: dict[str, Any]
) -> None:
    _keep(records["writer"], [*kept["writer"], broken])
    assert any(words in problem for problem in check())
    assert narrow_all() == 1
    assert check() == []
    assert PublicWriter.objects.get().works.count() == 1
