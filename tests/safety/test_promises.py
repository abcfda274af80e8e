"""The five promises, each as a property. The words of `register.py` make a leak visible."""

from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cities.models import City, Milestone, Page
from refuge.core import holds, publishing
from refuge.core.models import Edition
from refuge.core.scopes import Level, Scope
from refuge.core.upkeep import check, narrow_all, rebuild
from tests.factories import GRANTED, make_city, make_stay, make_writer, publish, staff, withdraw
from tests.safety.register import (
    NEVER,
    WORDS,
    answers,
    counted_tokens,
    make_person,
    make_places,
    rolled_back,
    text_of,
)
from writers.models import Clearance, Dossier, Name, Residency, Work, Writer
from writers.public.models import PublicPortrait

__all__ = ["counted_tokens"]

pytestmark = pytest.mark.django_db

ALL = frozenset(Scope)
scopes = st.frozensets(st.sampled_from(sorted(Scope)))
named = scopes.map(lambda chosen: chosen | {Scope.NAME})
examples = settings(
    max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def test_a_fully_cleared_person_shows_every_word() -> None:
    """Else no test below would see a leak."""
    city = make_places()
    writer = make_person(city, ALL)
    publish(city)
    publish(writer)
    told = text_of(answers())
    assert [scope for scope, word in WORDS.items() if word not in told] == []
    assert [word for word in NEVER if word in told] == []


EDITS = {
    "a new writer": lambda city: make_person(city, ALL - {Scope.NAME}, noise="Hidden"),
    "a new city": lambda city: make_city("Secret City", published=False),
    "summary": lambda city: Writer.objects.update(summary="Edited."),
    "name": lambda city: Writer.objects.update(name="Edited Name"),
    "level": lambda city: Writer.objects.filter(level=Level.NAMED).update(birth_year=1950),
    "a work": lambda city: Work.objects.update(title="Edited Work"),
    "a stay": lambda city: make_stay(Writer.objects.order_by("pk").first(), city, starts="2001"),
    "end of stay": lambda city: Residency.objects.update(end_state="ended"),
    "dossier": lambda city: Dossier.objects.update(address="Elsewhere"),
    "city text": lambda city: City.objects.filter(pk=city.pk).update(text="Edited."),
    "city's website": lambda city: City.objects.filter(pk=city.pk).update(website="https://edited.example/"),
    "another name": lambda city: Name.objects.create(writer=Writer.objects.order_by("pk").first(), text="Edited"),
}


@examples
@given(cleared=named, edits=st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=4, unique=True))
def test_1_no_edit_changes_a_byte_of_any_answer(cleared: frozenset[str], edits: list[str]) -> None:
    with rolled_back():
        city = make_places()
        writer = make_person(city, cleared)
        publish(city)
        publish(writer)
        before, edition = answers(), Edition.current()
        for edit in edits:
            EDITS[edit](city)
        assert answers() == before
        assert Edition.current().serial == edition.serial


@examples
@given(cleared=scopes, level=st.sampled_from([Level.COUNTED, Level.UNNAMED, Level.NAMED]))
def test_2_registers_that_agree_on_what_is_cleared_give_the_same_bytes(
    counted_tokens: object, monkeypatch: pytest.MonkeyPatch, cleared: frozenset[str], level: int
) -> None:
    if level == Level.NAMED:
        cleared |= {Scope.NAME}
    else:
        # Below this level nothing that would name the person shows, whatever is cleared.
        cleared -= {Scope.NAME, Scope.OTHER_NAME, Scope.PORTRAIT, Scope.BIOGRAPHY, Scope.LINKS}
        cleared -= {Scope.WORKS} if level == Level.UNNAMED else set(Scope)
    twins = []
    for noise in ("", "Other"):
        with rolled_back():
            names = iter(f"{number:013d}" for number in range(1000))
            monkeypatch.setattr("refuge.core.handles.token", lambda length=13, names=names: next(names)[-length:])
            if noise:
                make_person(make_city("Secret City", published=False), ALL, Level.NOTHING, noise)
            city = make_places()
            person = make_person(city, cleared, level, noise)
            publish(city)
            publish(person)
            twins.append((answers(), Edition.current().digest))
    assert twins[0][0] == twins[1][0]
    assert twins[0][1] == twins[1][1]


@examples
@given(cleared=named)
def test_3_withdrawn_is_gone(cleared: frozenset[str]) -> None:
    with rolled_back():
        city = make_places()
        writer = make_person(city, cleared)
        publish(city)
        before, digest = answers(), Edition.current().digest
        publish(writer)
        images = [f"/images/{name}.{ext}" for name, ext in PublicPortrait.objects.values_list("name", "format")]
        assert answers() != before
        assert all(status == 200 for status, _, _ in answers(images).values() if images)
        withdraw(writer, "Holdreason")
        assert answers() == before
        assert Edition.current().digest == digest
        assert not images or {status for status, _, _ in answers(images).values()} == {404}


LIT, NAMED = "Harbourtown, Norway: a writer is in residence now", WORDS[Scope.NAME]
# What each address says of a record while it is published, and at no other time.
TELLING = {
    "writer": {
        "/": [LIT, NAMED],
        "/writers/": [NAMED],
        "/writers/?sort=recent": [NAMED],
        "/writers/?origin=IR": [NAMED],
        "/writers/?city=harbourtown": [NAMED],
        "/writers/?country=NO": [NAMED],
        "/writers/?status=now": [NAMED],
        "/writers/?language=fa": [NAMED],
        "/writers/?q=quxwella": [NAMED],
        "/writers/?q=snarkbook": [NAMED],
        "/writers/zvonimira/": [NAMED, *WORDS.values()],
        "/cities/": [LIT, "Origin of its guests"],
        "/cities/harbourtown/": ["A writer is in residence now", NAMED, WORDS[Scope.LINKS]],
    },
    "city": {
        "/": ["Harbourtown"],
        "/cities/": ["Harbourtown"],
        "/cities/?country=NO": ["Harbourtown"],
        "/cities/harbourtown/": ["Harbourtown"],
    },
    "milestone": {"/": ["The first city"], "/history/": ["The first city"]},
    "page": {"/about/": ["Words."], "/about/safety/": ['<a class="more" href="/about/">About</a>']},
}


@pytest.mark.parametrize("kind", TELLING)
def test_3_what_is_warm_changes_with_a_publication_and_back(kind: str) -> None:
    """What is kept from before a publication is right again after the withdrawal: it must be seen in between, too."""
    place = make_places()
    record: Any = {
        "writer": lambda: make_person(place, ALL),
        "city": lambda: place,
        "milestone": Milestone.objects.get,
        "page": lambda: Page.objects.get(slug="about"),
    }[kind]()
    if kind == "writer":
        publish(place)
    elif kind != "city":
        _back(record)
    telling = TELLING[kind]
    for _ in range(2):
        never = answers([*telling])
        assert [address for address, words in telling.items() if words[0] in never[address][2].decode()] == []
        publish(record)
        here = {address: content.decode() for address, (_, _, content) in answers([*telling]).items()}
        assert [(at, word) for at, words in telling.items() for word in words if word not in here[at]] == []
        _back(record)
        assert answers([*telling]) == never


def _back(record: Any) -> None:
    """Withdraw, so that it may be published again."""
    withdraw(record)
    holds.lift_hold(record, staff(), "asked")


def _lower(city: City) -> None:
    Writer.objects.update(level=Level.UNNAMED)


NARROWINGS = {
    # The clearance of a published name can be withdrawn and never deleted: the database sees to it.
    "queryset delete": lambda scope, city: Clearance.objects.filter(scope=scope).exclude(scope=Scope.NAME).delete(),
    "queryset update": lambda scope, city: Clearance.objects.filter(scope=scope).update(withdrawn_on=GRANTED),
    "save": lambda scope, city: [_end(row) for row in Clearance.objects.filter(scope=scope)],
    "bulk update": lambda scope, city: Clearance.objects.bulk_update(
        [_ended(row) for row in Clearance.objects.filter(scope=scope)], ["withdrawn_on"]
    ),
    "cascade": lambda scope, city: Name.objects.all().delete(),
    "level": lambda scope, city: Writer.objects.update(level=Level.UNNAMED),
    "city": lambda scope, city: publishing.withdraw(city, staff(), "Holdreason"),
    "raw SQL": lambda scope, city: (
        Clearance.objects.filter(scope=scope).exclude(scope=Scope.NAME)._raw_delete("default"),
        narrow_all(),
    ),
}


def _ended(row: Clearance) -> Clearance:
    row.withdrawn_on = timezone.localdate()
    return row


def _end(row: Clearance) -> None:
    _ended(row).save()


@settings(parent=examples, max_examples=5)
@given(
    cleared=named,
    ways=st.lists(st.tuples(st.sampled_from(sorted(NARROWINGS)), st.sampled_from(sorted(Scope))), max_size=3),
)
def test_4_what_is_served_is_cleared_now(cleared: frozenset[str], ways: list[tuple[str, str]]) -> None:
    with rolled_back():
        city = make_places()
        writer = make_person(city, cleared)
        publish(city)
        publish(writer)
        Work.objects.update(title="Pendingedit")
        left = set(cleared)
        for way, scope in ways:
            NARROWINGS[way](scope, city)
            if way == "cascade":
                left -= {Scope.OTHER_NAME}
            elif way == "city":
                left -= {Scope.HOST_CITY}
            elif way == "level" and Writer.objects.get().level == Level.UNNAMED:
                left -= {Scope.NAME, Scope.OTHER_NAME, Scope.PORTRAIT, Scope.BIOGRAPHY, Scope.LINKS}
            elif scope != Scope.NAME or way not in ("queryset delete", "raw SQL"):
                left -= {scope}
            assert check() == []
        told = text_of(answers())
        hidden = [word for scope, word in WORDS.items() if scope not in left and scope not in PUBLIC_ANYWAY]
        assert [word for word in [*hidden, *NEVER, "Pendingedit"] if word in told] == []
        if Scope.NAME in left:
            assert WORDS[Scope.NAME] in told


# The city's own page says its name, and a list of countries says that of the origin.
PUBLIC_ANYWAY = {Scope.HOST_CITY, Scope.ORIGIN}


@examples
@given(cleared=named)
def test_6_the_catalogue_can_be_rebuilt(cleared: frozenset[str]) -> None:
    with rolled_back():
        city = make_places()
        writer = make_person(city, cleared)
        publish(city)
        publish(writer)
        before, digest = answers(), Edition.current().digest
        assert check() == []
        rebuild()
        assert check() == []
        assert (answers(), Edition.current().digest) == (before, digest)


def test_a_person_who_is_nothing_cannot_be_published() -> None:
    writer = make_writer("Nobody", level=Level.NOTHING)
    with pytest.raises(publishing.Refused):
        publish(writer)
