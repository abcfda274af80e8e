"""Makes records of a world and plays its story: first publications, then edits, withdrawals, returns."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from itertools import chain
from random import Random
from typing import Any

import pytest
from django.db import models
from django.utils import timezone

from cities.facts import LIGHT, PLAIN, UNNAMED_GUESTS
from cities.models import City as CityRecord
from cities.models import CityPublication, Membership, Milestone, Network, Page, Programme
from cities.public.models import PublicCity
from cities.publishing import project_city
from refuge.core import handles, publishing
from refuge.core.catalogue import ONLY, fingerprint
from refuge.core.models import Edition
from refuge.core.partial_dates import PartialDate
from refuge.core.redaction import Fact, Scope
from refuge.office.models import Picture, PictureRendition, Source, User
from tests.safety.worlds import SHOWN_AS_FIRST, SHOWN_AS_SECOND, STOOD, City, Person, Version, World
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer

EARLY = date(2015, 1, 1)
DATES = {"starts", "ends", "since", "until"}
SIZES = ((128, "webp"), (128, "jpeg"), (448, "webp"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def made(model: type[models.Model], rows: list[dict[str, Any]]) -> list[Any]:
    """Make rows past everything that a save does: here is only what stood before the story began."""
    return models.QuerySet(model).bulk_create([model(**row) for row in rows])


def partial(typed: str) -> PartialDate | None:
    return PartialDate.parse(typed) if typed else None


class Builder:
    """One world in the database. `labels` names each record by its part in the world, not by its number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = Random(world.order)
        self.labels: dict[tuple[type, int], str] = {}
        self.writers: dict[str, Writer] = {}
        self.staff = User.objects.get_or_create(username="staff")[0]

    def build(self) -> None:
        """Make every record and play the whole story."""
        with steady_handles(self.labels):
            self._cities()
            self._notes()
            people = [*self.world.people, *self.world.strangers]
            self.rng.shuffle(people)
            # Numbers that were given away and are gone: a twin's records have other ones.
            burned = made(Writer, [{"name": "burned"}] * self.rng.randint(0, 3))
            models.QuerySet(Writer).filter(pk__in=[row.pk for row in burned]).delete()
            for person in people:
                self._make(person)
            self._first_publications(people)
            self._changes(people)
            self._last_publications(people)

    def publish(self, record: Any) -> None:
        """Publish, if that is possible."""
        with suppress(publishing.Refused):
            publishing.publish(record, self.staff)

    def slug_of_city(self, at: int) -> str:
        """Return the address of a listed city."""
        city = self.world.cities[at]
        return (
            f"city-{at}" if city.path in STOOD else city.first["name"] if city.path != "late" else city.second["name"]
        )

    # -- cities

    def _cities(self) -> None:
        self.networks = made(Network, [{"slug": f"net{n}", "name": f"Net{n}"} for n in range(2)])
        self.programmes = made(
            Programme, [{"slug": f"p{n}", "name": f"qprogramme{n}", "usual_months": (12, None)[n]} for n in range(2)]
        )
        self.cities = [CityRecord() for _ in self.world.cities]
        order = self.rng.sample(range(len(self.cities)), len(self.cities))
        said = [(self.world.cities[at], at) for at in order]
        values = [{"country": city.country, **self._city_values(city, city.first, 0)} for city, _ in said]
        for (city, at), record in zip(said, made(CityRecord, values), strict=True):
            self.cities[at] = record
            self.labels[CityRecord, record.pk] = f"city {at}"
            if city.path not in STOOD:
                self._around(record, city.first)
        self._stood()

    def _stood(self) -> None:
        """Put the cities that are listed from the beginning straight into the catalogue: they are part of the scene."""
        publications, rows, edition = [], [], Edition(pk=ONLY)
        for at, city in enumerate(self.world.cities):
            if city.path not in STOOD:
                continue
            record = self.cities[at]
            agreed = [UNNAMED_GUESTS] * city.word[0] + [LIGHT] * (not city.dark[0])
            facts = [Fact(name, getattr(record, name)) for name in (*PLAIN, "website")]
            facts += [Fact(scope, True, scopes=(scope,)) for scope in agreed]
            common = {"slug": f"city-{at}", "first_published_on": EARLY}
            tree = project_city(tuple(facts), {}, {})
            digest = fingerprint([PublicCity._meta.label, common["slug"], EARLY, tree])
            edition.replace("", digest)
            columns = {name: value for name, value in tree.items() if name not in ("memberships", "photographs")}
            rows.append({**common, **columns, "digest": digest})
            word = {"country": city.country, "shows_unnamed": city.word[0], "fictional": city.first["fictional"]}
            kept = [fact.as_json() for fact in facts]
            publications.append({**common, **word, "record": record, "kind": "published", "facts": kept})
        if rows:
            made(CityPublication, publications)
            made(PublicCity, rows)
            edition.save()

    def _city_values(self, city: City, said: dict[str, Any], at: int) -> dict[str, Any]:
        plain = ("name", "local_name", "latitude", "longitude", "text", "host_organisation", "website", "fictional")
        picture = None if city.path in STOOD else self._picture(said["picture"])
        credit = {"photograph_credit": "Somebody", "photograph_alt": said["picture"]} if picture else {}
        words = {"shows_unnamed_guests": city.word[at], "always_dark": city.dark[at]}
        return {name: said[name] for name in plain} | {"photograph": picture} | credit | words

    def _around(self, record: CityRecord, said: dict[str, Any]) -> None:
        record.memberships.all().delete()
        record.sources.clear()
        rows = said["memberships"]
        values = [self._dated(row) | {"city": record, "network": self.networks[row["network"]]} for row in rows]
        memberships = made(Membership, values)
        self._cite(
            [(record, said["sources"]), *((m, row["sources"]) for m, row in zip(memberships, rows, strict=True))]
        )

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
            self._around(record, said)

    # -- people

    def _make(self, person: Person) -> None:
        writer = made(Writer, [{"level": person.levels[0], **self._fields(person.first)}])[0]
        self.writers[person.label] = writer
        self.labels[Writer, writer.pk] = person.label
        private = person.private
        dossier = {name: private[name] for name in ("legal_name", "contact", "address", "risks")}
        made(Dossier, [{"writer": writer, **dossier}])
        names = made(Name, [{"writer": writer, **name} for name in person.first.names])
        self._children(writer, person.first)
        for when in ("stands", "ended"):
            self._grant(person, writer, names, when)

    def _grant(self, person: Person, writer: Writer, names: list[Name], when: str) -> None:
        given = date.fromisoformat(person.private["granted_on"])
        private = {"evidence": person.private["evidence"], "granted_on": given}
        wanted = [(scope, None) for scope in Scope if scope != Scope.OTHER_NAME and person.scopes[scope] == when]
        wanted += [
            (Scope.OTHER_NAME, name) for name, state in zip(names, person.name_states, strict=True) if state == when
        ]
        self.rng.shuffle(wanted)
        rows = [
            {"scope": scope, "name": name, "knowing": person.knowing and scope == Scope.HOST_COUNTRY}
            for scope, name in wanted
        ]
        if when == "late":
            for row in rows:
                Clearance.objects.create(writer=writer, **private, **row)
        else:
            made(Clearance, [{"writer": writer, **private, **row} for row in rows])

    def _fields(self, version: Version) -> dict[str, Any]:
        values = {**version.fields, "portrait": self._picture(version.fields["portrait"])}
        return values

    def _children(self, writer: Writer, version: Version) -> None:
        writer.sources.clear()
        self._cite([(writer, version.links)])
        made(Text, [{"writer": writer, **text} for text in version.texts])
        for model, rows in ((Work, version.works), (Waypoint, version.waypoints), (Residency, version.stays)):
            values = [self._stay(row) if model is Residency else self._dated(row) for row in rows]
            records = made(model, [{"writer": writer, **row} for row in values])
            self._cite([(record, row["sources"]) for record, row in zip(records, rows, strict=True)])

    def _dated(self, row: dict[str, Any]) -> dict[str, Any]:
        plain = {name: value for name, value in row.items() if name != "sources"}
        return {name: partial(value) if name in DATES else value for name, value in plain.items()}

    def _stay(self, row: dict[str, Any]) -> dict[str, Any]:
        values = self._dated(row)
        ago = values.pop("confirmed")
        return values | {
            "city": None if row["city"] is None else self.cities[row["city"]],
            "programme": None if row["programme"] is None else self.programmes[row["programme"]],
            "planned_end": partial(row["planned_end"]),
            "confirmed_on": ago and timezone.localdate() - timedelta(days=ago),
        }

    def _cite(self, citing: list[tuple[Any, list[str]]]) -> None:
        """Let each record cite sources of these words, in any order."""
        pairs = [(record, word) for record, words in citing for word in words]
        self.rng.shuffle(pairs)
        rows = [{"title": word, "url": f"https://{word}.example/", "note": word} for _, word in pairs]
        for (record, _), source in zip(pairs, made(Source, rows), strict=True):
            through = type(record).sources.through
            key = record._meta.get_field("sources").m2m_column_name()
            through(**{key: record.pk, "source_id": source.pk}).save()

    def _picture(self, word: str) -> Picture | None:
        """Return a picture whose bytes are its word: what the image code makes of real ones is tested elsewhere."""
        if not word:
            return None
        known = Picture.objects.filter(digest=sha256(word)).first()
        if known:
            return known
        picture = made(Picture, [{"digest": sha256(word), "original": f"original of {word}".encode()}])[0]
        bodies = [(width, name, f"{word} {width} {name}") for width, name in SIZES]
        made(
            PictureRendition,
            [
                {
                    "picture": picture,
                    "format": name,
                    "width": width,
                    "height": width,
                    "sha256": sha256(body),
                    "body": body.encode(),
                }
                for width, name, body in bodies
            ],
        )
        return picture

    # -- the story

    def _notes(self) -> None:
        """Make milestones and pages, and play their own short story."""
        for note in self.world.notes:
            record = made(Page if note.kind == "page" else Milestone, [self._note(note.first)])[0]
            if note.kind == "milestone":
                self._cite([(record, [note.first["text"]])])
            self.labels[type(record), record.pk] = f"note {note.first['title'] if note.path in SHOWN_AS_FIRST else ''}"
            if note.path != "never":
                self.publish(record)
            type(record).objects.filter(pk=record.pk).update(**self._note(note.second))
            if note.path == "withdrawn":
                publishing.withdraw(record, self.staff, "reason")

    @staticmethod
    def _note(said: dict[str, Any]) -> dict[str, Any]:
        return {name: partial(value) if name == "date" else value for name, value in said.items()}

    def _first_publications(self, people: list[Person]) -> None:
        for at, city in enumerate(self.world.cities):
            if city.path in ("early", "edited", "republished", "withdrawn"):
                self.publish(self.cities[at])
        for person in people:
            if person.path in (*SHOWN_AS_FIRST, "republished", "returned", "withdrawn"):
                self.publish(self.writers[person.label])

    def _changes(self, people: list[Person]) -> None:
        """Edit, take back and grant, all at once; then withdraw what is withdrawn."""
        with publishing.settling():
            for at, city in enumerate(self.world.cities):
                if city.path not in (*STOOD, "never") and self._changes_city(city):
                    self._change_city(at, city)
            for person in people:
                self._change(person)
        for at, city in enumerate(self.world.cities):
            if city.path in ("withdrawn", "fallen"):
                publishing.withdraw(self.cities[at], self.staff, "reason")
        for person in people:
            if person.path in ("withdrawn", "returned"):
                publishing.withdraw(self.writers[person.label], self.staff, person.private["hold"])

    def _change(self, person: Person) -> None:
        writer = Writer.objects.get(pk=self.writers[person.label].pk)
        writer.level = person.levels[1]
        names = list(writer.names.order_by("pk"))
        if person.path not in ("early", "never", "withdrawn"):
            for name, value in self._fields(person.second).items():
                setattr(writer, name, value)
            for name, said in zip(names, person.second.names, strict=True):
                for column, value in said.items():
                    setattr(name, column, value)
                name.save()
            for rows in (writer.texts, writer.works, writer.waypoints, writer.residencies):
                rows.all().delete()
            self._children(writer, person.second)
        writer.save()
        ended = [scope for scope, state in person.scopes.items() if state == "ended"]
        lost = [name.pk for name, state in zip(names, person.name_states, strict=True) if state == "ended"]
        gone = writer.clearances.exclude(scope=Scope.OTHER_NAME).filter(scope__in=ended)
        for clearance in chain(gone, writer.clearances.filter(name__in=lost)):
            clearance.withdrawn_on = timezone.localdate()
            clearance.save()
        self._grant(person, writer, names, "late")

    def _last_publications(self, people: list[Person]) -> None:
        for at, city in enumerate(self.world.cities):
            if city.path in ("late", "republished"):
                self.publish(self.cities[at])
        for person in people:
            if person.path == "returned":
                publishing.lift_hold(self.writers[person.label], self.staff, "asked")
            if person.path in SHOWN_AS_SECOND:
                self.publish(self.writers[person.label])


@contextmanager
def steady_handles(labels: dict[tuple[type, int], str]) -> Iterator[None]:
    """Draw random names from the label of the record they are for: the promise presumes that twins agree on them."""
    drawn: Counter[str] = Counter()
    draw, current = handles.draw, [""]

    def labelled(record: Any, *args: Any, **kwargs: Any) -> handles.Handles:
        current[0] = labels.get((type(record), record.pk), f"{type(record).__name__} {record.pk}")
        return draw(record, *args, **kwargs)

    def token(length: int = 13) -> str:
        drawn[current[0]] += 1
        return sha256(f"{current[0]} {drawn[current[0]]}")[:length]

    def named(names: handles.ImageNames, key: str) -> str:
        names[key] = sha256(key)[:13]
        return names[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(handles, "draw", labelled)
        patch.setattr(handles, "token", token)
        patch.setattr(handles.ImageNames, "__missing__", named)
        yield
