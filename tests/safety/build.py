"""Plays the story of a world on its records: first publications, then edits, withdrawals, returns."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from django.db import models
from django.db.models import Q
from django.test import override_settings
from django.utils import timezone

from cities.models import City as CityRecord
from cities.models import Membership, Milestone, Page
from refuge.core import handles, holds, publishing
from refuge.core.scopes import Scope
from tests.safety.rows import Rows, made, sha256, symbols
from tests.safety.worlds import SHOWN_AS_SECOND, STOOD, City, Person, Version
from writers.models import Clearance, Name, Residency, Text, Waypoint, Work, Writer


class Builder(Rows):
    """One world in the database."""

    def build(self) -> None:
        """Make every record and play the whole story, without the history, which costs time."""
        with steady_handles(self.labels), override_settings(SIMPLE_HISTORY_ENABLED=False):
            self._cities()
            self._notes()
            people = [*self.world.people, *self.world.strangers]
            self.rng.shuffle(people)
            # Numbers that were given away and are gone: a twin's records have other ones.
            burned = made(Writer, [{"name": "burned"}] * self.rng.randint(0, 3))
            models.QuerySet(Writer).filter(pk__in=[row.pk for row in burned])._raw_delete("default")
            self._make(people)
            self._first_publications(people)
            self._changes(people)
            self._last_publications(people)

    def publish(self, record: Any) -> None:
        """Publish, if that is possible."""
        with suppress(publishing.Refused):
            publishing.publish(record, self.staff)

    @staticmethod
    def _changes_city(city: City) -> bool:
        words = city.word[0] != city.word[1] or city.dark[0] != city.dark[1]
        return words or city.path in ("edited", "republished", "late")

    def _change_city(self, at: int, city: City) -> None:
        record = CityRecord.objects.get(pk=self.cities[at].pk)
        said = city.second if city.path in ("edited", "republished", "late") else city.first
        for name, value in self._city_values(city, said, 1).items():
            setattr(record, name, value)
        record.save()
        if said is city.second:
            models.QuerySet(Membership).filter(city=record).delete()
            record.sources.clear()
            self._around([(record, said)])

    def _notes(self) -> None:
        """Make milestones and pages, and play their own short story."""
        for note in self.world.notes:
            record = self._made(Page if note.kind == "page" else Milestone, [self._note(note.first)])[0]
            if note.kind == "milestone":
                self._cite([(record, [note.first["text"]])])
            self.labels[type(record), record.pk] = (
                f"note {note.first['title'] if note.path in ('early', 'edited') else ''}"
            )
            if note.path != "never":
                self.publish(record)
            # Whatever is saved here goes past the door: that such an edit changes nothing is a promise of its own.
            models.QuerySet(type(record)).filter(pk=record.pk).update(**self._note(note.second))
            if note.path == "withdrawn":
                publishing.withdraw(record, self.staff, "reason")

    def _first_publications(self, people: list[Person]) -> None:
        for at, city in enumerate(self.world.cities):
            if city.path in ("early", "edited", "republished", "withdrawn"):
                self.publish(self.cities[at])
        for person in people:
            if person.path in ("early", "edited", "republished", "returned", "withdrawn"):
                self.publish(self.writers[person.label])

    def _changes(self, people: list[Person]) -> None:
        """Edit, take back and grant, all at once; then withdraw what is withdrawn."""
        with publishing.settling():
            for at, city in enumerate(self.world.cities):
                if city.path not in (*STOOD, "never") and self._changes_city(city):
                    self._change_city(at, city)
            self._change_people([person for person in people if person.path != "once"])
        for at, city in enumerate(self.world.cities):
            if city.path in ("withdrawn", "fallen"):
                publishing.withdraw(self.cities[at], self.staff, "reason")
        for person in people:
            if person.path in ("withdrawn", "returned"):
                publishing.withdraw(self.writers[person.label], self.staff, person.private["hold"])

    def _change_people(self, people: list[Person]) -> None:
        records = Writer.objects.in_bulk([self.writers[person.label].pk for person in people])
        writers = {person.label: records[self.writers[person.label].pk] for person in people}
        names: dict[str, list[Name]] = {person.label: [] for person in people}
        for name in Name.objects.filter(writer__in=records).select_related("writer").order_by("pk"):
            names[self.labels[Writer, name.writer_id]].append(name)
        edited = [person for person in people if person.path not in ("early", "never", "withdrawn")]
        self._replace_children([(writers[person.label], person.second) for person in edited])
        said = [pair for person in edited for pair in zip(names[person.label], person.second.names, strict=True)]
        models.QuerySet(Name.sources.through).filter(name__in=[name for name, _ in said]).delete()
        self._cite([(name, words["sources"]) for name, words in said])
        for person in people:
            if person in edited:
                self._edit(person, writers[person.label], names[person.label])
            self._change(person, writers[person.label], names[person.label])

    def _replace_children(self, said: list[tuple[Writer, Version]]) -> None:
        gone = [writer.pk for writer, _ in said]
        for model in (Text, Work, Waypoint, Residency):
            models.QuerySet(model).filter(writer__in=gone).delete()
        models.QuerySet(Writer.sources.through).filter(writer__in=gone).delete()
        self._children(said)

    def _edit(self, person: Person, writer: Writer, names: list[Name]) -> None:
        for column, value in self._fields(person.second).items():
            setattr(writer, column, value)
        for name, said in zip(names, person.second.names, strict=True):
            for column, value in self._dated(said).items():
                setattr(name, column, value)
            name.save()

    def _change(self, person: Person, writer: Writer, names: list[Name]) -> None:
        writer.level = person.levels[1]
        if person.levels[0] != person.levels[1] or writer.name != self.writers[person.label].name:
            writer.save()
        ended = [scope for scope, state in person.scopes.items() if state == "ended" and scope != Scope.OTHER_NAME]
        lost = [name.pk for name, state in zip(names, person.name_states, strict=True) if state == "ended"]
        if ended or lost:
            for clearance in writer.clearances.filter(Q(scope__in=ended) | Q(name__in=lost)):
                clearance.withdrawn_on = timezone.localdate()
                clearance.save()
        for row in self._grants(person, writer, names, "late"):
            Clearance.objects.create(**row)

    def _last_publications(self, people: list[Person]) -> None:
        for at, city in enumerate(self.world.cities):
            if city.path in ("late", "republished"):
                self.publish(self.cities[at])
        for person in people:
            if person.path == "returned":
                holds.lift_hold(self.writers[person.label], self.staff, "asked")
            if person.path in (*SHOWN_AS_SECOND, "once"):
                self.publish(self.writers[person.label])


@contextmanager
def steady_handles(labels: dict[tuple[type, int], str]) -> Iterator[None]:
    """Draw random names from the label of the record and the title they are for: the promise presumes that twins
    agree on the handles of what stands, whatever it was called before.
    """
    drawn: Counter[tuple[str, str]] = Counter()
    draw, current = handles.draw, [("", "")]

    def labelled(record: Any, title: str, *args: Any, **kwargs: Any) -> handles.Handles:
        current[0] = labels.get((type(record), record.pk), f"{type(record).__name__} {record.pk}"), title
        return draw(record, title, *args, **kwargs)

    def token(length: int = 13) -> str:
        drawn[current[0]] += 1
        return symbols(*current[0], drawn[current[0]])[:length]

    def named(names: handles.ImageNames, key: str) -> str:
        names[key] = sha256(key)[:13]
        return names[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handles, "draw", labelled)
        patch.setattr(handles, "token", token)
        patch.setattr(handles.ImageNames, "__missing__", named)
        yield
