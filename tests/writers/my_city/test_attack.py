"""A coordinator against another city, by every address and every form: nothing read, nothing changed, and every

answer is that for a number which does not exist.
"""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.urls import get_resolver, reverse
from django.utils import timezone

from cities.models import City
from refuge.office.records import Record
from tests.factories import withdraw
from tests.office.matrix.world import dump
from tests.writers.my_city.sent import filled, told, undo_of
from tests.writers.my_city.table import BY_CITY, FORMS, HERE, METHODS, SENDS, address, ask, assert_alike
from tests.writers.my_city.world import ABSENT, CITY, FOREIGN, FOREIGN_CITY, FOREIGN_STAY, FOREIGN_WRITER, STAY, World
from writers.models import Residency
from writers.my_city.lately import UNDOABLE

pytestmark = pytest.mark.django_db


def test_every_address_is_in_the_table() -> None:
    resolver = next(r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "my-city")
    named = {pattern.name for pattern in resolver.url_patterns}
    for name in named - {*FORMS}:
        line = f'"{name}": lambda: {{what its form sends}},'
        raise AssertionError(f"{HERE}: add to FORMS `{line}`, and the name to BY_CITY where its number is of a city")
    assert {*FORMS} == named, f"{HERE}: take out what is no address any more"


@pytest.mark.parametrize("name", SENDS)
def test_each_form_does_something_to_what_is_hers(world: World, name: str) -> None:
    """Else “nothing changed” below would say nothing."""
    before = dump()
    answer = ask(world.hers, name, CITY if name in BY_CITY else STAY, "post")
    assert answer.status_code == 302 and dump() != before


@pytest.mark.parametrize("name", sorted({*FORMS} - {"home", "done"}))
def test_a_number_of_somebody_elses_is_a_number_of_nothing(world: World, name: str) -> None:
    before = dump()
    others = [*world.numbers.values(), STAY if name in BY_CITY else CITY, 0, 2**31, 2**63, 10**30]
    for method in METHODS:
        answers = [ask(world.hers, name, number, method) for number in others]
        assert_alike(answers, ask(world.hers, name, ABSENT, method))
    assert dump() == before


def test_the_same_words_are_there_for_those_who_may_read_them(world: World) -> None:
    """Else “the word is in no answer” would say nothing."""
    page = world.staff.get(reverse("admin:writers_writer_change", args=[FOREIGN_WRITER])).content.decode()
    for words in ("writer", "note", "writer book", "writer place", "writer life"):
        assert f"{FOREIGN} {words}" in page, words
    assert FOREIGN in world.staff.get(reverse("admin:cities_city_change", args=[FOREIGN_CITY])).content.decode()


# -- forms of her own, altered

FORGED: dict[str, Any] = {
    "id": FOREIGN_STAY,
    "pk": FOREIGN_STAY,
    "stay": FOREIGN_STAY,
    "instance": FOREIGN_STAY,
    "record": FOREIGN_WRITER,
    "writer": FOREIGN_WRITER,
    "writer_id": FOREIGN_WRITER,
    "city": FOREIGN_CITY,
    "city_id": FOREIGN_CITY,
    "by": 1,
    "level": 0,
    "version": 77,
    "import_key": "Gefälscht",
    "country": "XK",
    "standing": "disputed",
    "public_note": "Gefälscht",
    "private_note": "Gefälscht",
    "confirmed_on": "1999-09-09",
    "unpublished": "on",
    "status": "seized",
    "stopped_by": "Gefälscht",
    "slug": "Gefälscht",
    "remark": "Gefälscht",
    "read_on": "1999-09-09",
    "portrait": "Gefälscht",
    "photograph": "Gefälscht",
    "latitude": "19.99",
    "seen": "Gefälscht",
    "next": "/Gefälscht/",
}
# A stop on a road has a country of its own, which she may choose, and a city's page has no other name.
OWN_COLUMNS = {"waypoint": {"country"}}
TRACES = re.compile(
    rf"\b(?:{FOREIGN_STAY}|{FOREIGN_WRITER}|{FOREIGN_CITY}|Gefälscht|XK|disputed|seized|1999-09-09|19\.99|77)\b"
)


@pytest.mark.parametrize("name", SENDS)
def test_a_form_writes_only_the_columns_it_shows(world: World, name: str) -> None:
    before = dump()
    forged = {key: value for key, value in FORGED.items() if key not in OWN_COLUMNS.get(name, ())}
    answer = ask(world.hers, name, CITY if name in BY_CITY else STAY, "post", **forged)
    assert answer.status_code == 302 and "lscht" not in answer.url
    after = dump()
    written, gone = ({*after} - {*before}), ({*before} - {*after})
    # In the bytes of a picture any number may stand, and what was public of her guest named another city already.
    own = ("office_picture", "writers_writerpublication", "writers_public_", "cities_publi")
    assert written and not [line for line in written if not line.startswith(own) and TRACES.search(line)]
    # Rows of others are as they were: of hers, the stay alone has a word in it that she does not read.
    assert not [line for line in gone if FOREIGN in line and not line.startswith((f"writers_residency [{STAY},", *own))]
    assert not [line for line in gone if not line.startswith(own) and re.search(rf"\b{FOREIGN_STAY}\b", line)]


@pytest.mark.parametrize("forged", [{"version_seen": "a"}, {"what": "all"}, {"answer": "gone"}, {"year": "9" * 9}])
def test_a_form_that_is_refused_names_nothing_of_others(world: World, forged: dict[str, str]) -> None:
    before = dump()
    answer = ask(world.hers, "answer", STAY, "post", **({"answer": "ended"} | forged))
    assert answer.status_code == 422 and FOREIGN not in answer.content.decode() and dump() == before


# -- undo


def _rows() -> list[tuple[str, Any]]:
    models = [model for model in apps.get_models() if issubclass(model, Record)]
    return [(model._meta.label_lower, row) for model in models for row in model.history.model.objects.all()]


def test_no_row_of_the_history_but_her_own_is_undone(world: World) -> None:
    assert world.hers.post(address("dates", STAY + 1), {"starts": "2014", "end_state": "unknown"}).status_code == 302
    world.beside.post(address("work", STAY), {"title": "Of the other", "kind": "novel"})
    world.beside.post(address("edit", CITY), {"text": "Of the other"})
    rows = _rows()
    kinds = {part for part, row in rows}
    assert {"writers.clearance", "writers.dossier", "writers.text", "writers.note", "writers.residency"} <= kinds
    mine = [(part, row) for part, row in rows if row.history_user_id == world.hers.user.pk]
    assert len(mine) == 3  # of a stay that was hers, of one that has moved, and of another stay of the same guest
    assert {row.history_change_reason for _part, row in rows if row.history_user_id == world.beside.user.pk} <= UNDOABLE
    before = dump()
    for name, number in (("undo", STAY), ("undo-city", CITY)):
        absent = {part: ask(world.hers, name, number, "post", part=part, number=ABSENT) for part in kinds}
        assert {answer.status_code for answer in absent.values()} == {404}
        for part, row in rows:
            answer = ask(world.hers, name, number, "post", part=part, number=row.history_id)
            assert_alike([answer], absent[part])
    for part in ("", "hold ", "auth.user", "office.user", "writers.writerhold", "\0", "../.."):
        for at in ("", "x", "-1", str(2**63), "1" * 5000, "1.0", "\0"):
            answer = ask(world.hers, "undo", STAY, "post", part=part, number=at)
            assert_alike([answer], ask(world.hers, "undo", ABSENT, "post"))
    assert dump() == before


def test_an_undo_is_sent_once_by_herself_within_the_hour(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = undo_of(world.hers.post(address("answer", STAY), {"answer": "here"}, follow=True).content.decode())
    absent = {**sent, "number": ABSENT}
    before = dump()
    assert_alike(
        [world.beside.post(address("undo", STAY), sent), world.hers.post(address("undo", STAY + 1), sent)],
        world.beside.post(address("undo", STAY), absent),
    )
    now = timezone.now()
    with monkeypatch.context() as later:
        later.setattr(timezone, "now", lambda: now + timedelta(minutes=61))
        late = world.hers.post(address("undo", STAY), sent)
        assert late.status_code == 422 and "More than an hour" in late.content.decode()
        assert "Undo" not in world.hers.get(address("city", CITY)).content.decode()
    assert dump() == before
    assert world.hers.post(address("undo", STAY), sent).status_code == 200
    undone = dump()
    assert undone != before
    assert world.hers.post(address("undo", STAY), sent).status_code == 422 and dump() == undone


def test_a_withdrawal_is_undone_by_nobody_else(world: World) -> None:
    sent = undo_of(
        world.hers.post(address("answer", STAY), {"answer": "off", "what": "name"}, follow=True).content.decode()
    )
    before = dump()
    refused = world.beside.post(address("undo", STAY), sent)
    assert refused.status_code == 422 and dump() == before
    assert world.hers.post(address("undo", STAY), sent).status_code == 200
    # And as if there were none.
    assert told(world.beside.post(address("undo", STAY), sent)) == told(refused)
    again = dump()
    assert told(world.hers.post(address("undo", STAY), sent)) == told(refused)
    assert dump() == again


def test_a_withdrawal_of_somebody_elses_elsewhere_is_not_told_from_none(world: World) -> None:
    withdraw(Residency.objects.get(pk=FOREIGN_STAY).writer, f"{FOREIGN} reason")
    before = dump()
    answers = [world.hers.post(address("undo", at), {"part": "hold", "number": 1}) for at in (FOREIGN_STAY, ABSENT)]
    assert_alike(answers[:1], answers[1])
    assert dump() == before


def test_what_she_was_shown_is_no_longer_sent_when_it_has_moved(world: World) -> None:
    """A card that she had open, of a stay that staff have moved to the other city since."""
    sent = filled(world.hers.get(address("city", CITY)), address("answer", STAY))
    Residency.objects.filter(pk=STAY).update(city=City.objects.get(pk=FOREIGN_CITY), public_note=f"{FOREIGN} words")
    before = dump()
    for name in ("answer", "dates", "guest-note", "work"):
        answer = world.hers.post(address(name, STAY), {**sent, **FORMS[name](), "answer": "here"})
        assert_alike([answer], world.hers.post(address(name, ABSENT), sent))
    assert dump() == before
