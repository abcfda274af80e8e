"""Plays the story of a world on its records: first publications, then edits, withdrawals, returns."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import models
from django.test import override_settings
from django.utils import timezone

from cities.models import City as CityRecord
from cities.models import Milestone, Page
from refuge.core import handles, holds, publishing
from refuge.core.scopes import Scope
from tests.safety.deciding import OF_A_STAY, PLACE, Decision
from tests.safety.people import MODELS, People
from tests.safety.rows import BEFORE, made, sha256, symbols
from tests.safety.worlds import EDITED, GIVEN, KEPT, SHOWN_AS_SECOND, STOOD, City, Person
from writers.models import Clearance, Writer


class Builder(People):
    """One world in the database."""

    def build(self) -> None:
        """Make every record and play the whole story, without the history, which costs time."""
        with steady_handles(self.labels), override_settings(SIMPLE_HISTORY_ENABLED=False):
            self._cities()
            people = [*self.world.people, *self.world.strangers]
            self.rng.shuffle(people)
            # Numbers that were given away and are gone: a twin's records have other ones.
            burned = made(Writer, [{"name": "burned"}] * self.rng.randint(0, 3))
            models.QuerySet(Writer).filter(pk__in=[row.pk for row in burned])._raw_delete("default")
            self._make(people)
            with days_later(-BEFORE):
                self._first_publications(people)
            self._changes(people)
            self._last_publications(people)

    def publish(self, record: Any) -> None:
        """Publish, if that is possible."""
        with suppress(publishing.Refused):
            publishing.publish(record, self.staff, reason="asked")

    @staticmethod
    def _changes_city(city: City) -> bool:
        words = city.word[0] != city.word[1] or city.dark[0] != city.dark[1]
        return words or city.path in ("edited", "republished", "late")

    def _change_city(self, at: int, city: City) -> None:
        record = CityRecord.objects.get(pk=self.cities[at].pk)
        edited = city.path in ("edited", "republished", "late")
        said = city.second if edited else city.first
        for name, value in self._city_values(city, said, 1).items():
            setattr(record, name, value)
        record.save()
        if edited:
            record.sources.clear()
            self._change_memberships(at, city)

    def _change_memberships(self, at: int, city: City) -> None:
        rows, kept = city.second["memberships"], []
        for place, (membership, fate) in enumerate(zip(self.memberships.pop(at, []), city.fates, strict=False)):
            if fate == KEPT:
                kept.append(place)
                for name, value in self._member(rows[place]).items():
                    setattr(membership, name, value)
                self._past_the_door([membership], self._member(rows[place]))
                self._cite_anew([(membership, rows[place]["sources"])])
            elif fate == GIVEN:
                membership.city = self.cities[self.world.nowhere]
                membership.save()
            else:
                membership.delete()
        self._around([(at, [row for place, row in enumerate(rows) if place not in kept], city.second["sources"])])

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
        self._notes()
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
        edited = [person for person in people if person.path in EDITED]
        for person in people:
            self._change_level(person)
        self._edit(edited)
        new = [(person, person.second, {part: person.new_rows(part) for part in MODELS}) for person in edited]
        self._add_rows(new)
        later = [(person, d) for person in edited for d in person.decisions]
        self._decide(
            [
                (person, d)
                for person, d in later
                if d.state not in ("never", "late") and not self._is_made_first(person, d)
            ]
        )
        for person in people:
            for decision in person.decisions:
                self._change_mind(person, decision)

    def _change_level(self, person: Person) -> None:
        writer = Writer.objects.get(pk=self.writers[person.label].pk)
        said = self._fields(person.second) if person.path in EDITED else {}
        if person.levels[0] != person.levels[1] or said:
            for column, value in {**said, "level": person.levels[1]}.items():
                setattr(writer, column, value)
            writer.save()

    def _edit(self, people: list[Person]) -> None:
        """Bring each row to what it says in the second version, or take it from the person."""
        self._cite_anew([(self.writers[person.label], person.second.links) for person in people])
        kept: dict[str, list[tuple[Any, dict[str, Any]]]] = {part: [] for part in MODELS}
        for person in people:
            for part in MODELS:
                rows = self.rows.pop((person.label, part), {})
                for at, record in rows.items():
                    if (place := person.follower(part, at)) is None:
                        self._lose(record, person.fates[part][at])
                        continue
                    self.rows[person.label, part][place] = record
                    kept[part].append((record, getattr(person.second, part)[place]))
        for part, rows in kept.items():
            for record, row in rows:
                self._rewrite(part, record, row)
            self._past_the_door([record for record, _ in rows], self._values(part, rows[0][1]) if rows else {})
            if part != "texts":
                self._cite_anew([(record, row["sources"]) for record, row in rows])

    @staticmethod
    def _lose(record: Any, fate: str) -> None:
        if fate == GIVEN:
            # To somebody new, who has no such text in that language.
            record.writer = made(Writer, [{"name": "somebody else"}])[0]
            record.save()
        else:
            record.delete()

    def _rewrite(self, part: str, record: Any, row: dict[str, Any]) -> None:
        """Set what a row says now. Where a stay is, and how much may be told of it, goes through the door."""
        values = self._values(part, row)
        if part == "stays":
            told = {name: values[name] for name in (*PLACE, "ceiling")}
            if any(getattr(record, name) != value for name, value in told.items()):
                for name, value in told.items():
                    setattr(record, name, value)
                record.save()
        for name, value in values.items():
            setattr(record, name, value)

    @staticmethod
    def _past_the_door(records: list[Any], columns: dict[str, Any]) -> None:
        """Save columns as nothing else would: that such an edit changes nothing is a promise of its own."""
        if records:
            models.QuerySet(type(records[0])).bulk_update(records, [*columns])

    def _cite_anew(self, citing: list[tuple[Any, list[str]]]) -> None:
        for model in dict.fromkeys(type(record) for record, _ in citing):
            key = model.sources.field.m2m_field_name()
            records = [record.pk for record, _ in citing if type(record) is model]
            models.QuerySet(model.sources.through).filter(**{f"{key}__in": records}).delete()
        self._cite(citing)

    def _change_mind(self, person: Person, decision: Decision) -> None:
        """End what ends in the story, and note what is decided in it, through the door."""
        if decision.state == "ended":
            # With a row go the decisions about it.
            clearance = Clearance.objects.filter(pk=self.given[id(decision)].pk).first()
            if clearance is not None:
                clearance.withdrawn_on = timezone.localdate()
                clearance.save()
        elif decision.state == "late":
            part = {Scope.OTHER_NAME: "names", **dict.fromkeys(OF_A_STAY, "stays")}.get(Scope(decision.scope))
            if part is None or decision.thing is None or decision.thing in self.rows[person.label, part]:
                said = self._clearance(person, decision)
                # A yes that is given now keeps what the record says now: the product reads it out.
                Clearance.objects.create(**{name: said[name] for name in said if name not in ("read", "seen_on")})

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
def days_later(days: int) -> Iterator[None]:
    """Let a block play on another day."""
    now = timezone.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now() + timedelta(days=days))
        yield


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
