"""Makes the records of a world, past everything that saving does: here is only what stood before its story began."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import models
from django.utils import timezone

from cities.facts import LIGHT, PLAIN, UNNAMED_GUESTS
from cities.models import City as CityRecord
from cities.models import CityPublication, Membership, Network, Programme
from cities.public.models import PublicCity
from cities.publishing import project_city
from refuge.core.catalogue import ONLY, fingerprint
from refuge.core.facts import Fact
from refuge.core.models import Edition
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import Scope
from refuge.office.models import Picture, PictureRendition, Source, User
from tests.safety.worlds import STOOD, City, Person, Version, World
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer

EARLY = date(2015, 1, 1)
# What stands in records and is never a fact, drawn anew for every row of every world; see the oracle.
BESIDE: dict[str, Callable[[Random], Any]] = {
    "import_key": lambda rng: f"key:{rng.getrandbits(64):x}",
    "imported": lambda rng: {"name": f"{rng.getrandbits(64):x}"},
    "version": lambda rng: rng.randint(1, 99),
    "review": lambda rng: rng.choice(Text.Review.values),
    "reviewed_on": lambda rng: rng.choice((None, EARLY + timedelta(days=rng.randint(0, 999)))),
    "basis": lambda rng: rng.choice(Clearance.Basis.values),
    "review_on": lambda rng: rng.choice((None, EARLY + timedelta(days=rng.randint(0, 9999)))),
    "long_name": lambda rng: f"{rng.getrandbits(64):x}",
    "organisation": lambda rng: f"{rng.getrandbits(64):x}",
}
DATES = {"starts", "ends", "since", "until"}
SIZES = ((128, "webp"), (128, "jpeg"), (448, "webp"))


def sha256(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def symbols(label: str, title: str, number: int = 1) -> str:
    """Return what is drawn for a part of a world, in place of random symbols, when it is first published so."""
    return sha256(f"{label} {title} {number}")


def made(model: type[models.Model], rows: list[dict[str, Any]]) -> list[Any]:
    """Make rows past everything that a save does: here is only what stood before the story began."""
    return models.QuerySet(model).bulk_create([model(**row) for row in rows]) if rows else []


def partial(typed: str) -> PartialDate | None:
    return PartialDate.parse(typed) if typed else None


class Rows:
    """The records of one world. `labels` names each by its part in the world, not by its number.

    Each table is filled at once for everybody: a statement costs far more than a row.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = Random(world.order)
        self.labels: dict[tuple[type, int], str] = {}
        self.writers: dict[str, Writer] = {}
        self.pictures: dict[str, Picture] = {}
        self.staff = made(User, [{"username": "staff"}])[0]

    def _made(self, model: type[models.Model], rows: list[dict[str, Any]]) -> list[Any]:
        """Make records that bear, by chance, what the machine and the staff keep beside every fact and nobody reads."""
        beside = [column for column in BESIDE if column in {field.name for field in model._meta.fields}]
        return made(model, [row | {column: BESIDE[column](self.rng) for column in beside} for row in rows])

    def _cities(self) -> None:
        self.networks = self._made(Network, [{"slug": f"net{n}", "name": f"Net{n}"} for n in range(2)])
        self.programmes = self._made(
            Programme, [{"slug": f"p{n}", "name": f"qprogramme{n}", "usual_months": (12, None)[n]} for n in range(2)]
        )
        self.cities = [CityRecord() for _ in self.world.cities]
        order = self.rng.sample(range(len(self.cities)), len(self.cities))
        said = [(self.world.cities[at], at) for at in order]
        self._paint(version["picture"] for city, _ in said if city.path not in STOOD for version in city.both)
        values = [{"country": city.country, **self._city_values(city, city.first, 0)} for city, _ in said]
        for (_, at), record in zip(said, self._made(CityRecord, values), strict=True):
            self.cities[at] = record
            self.labels[CityRecord, record.pk] = f"city {at}"
        if self.world.notes:
            self._around([(self.cities[at], city.first) for city, at in said])
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
        picture = None if city.path in STOOD else self.pictures.get(said["picture"])
        credit = {"photograph_credit": "Somebody", "photograph_alt": said["picture"]} if picture else {}
        words = {"shows_unnamed_guests": city.word[at], "always_dark": city.dark[at]}
        return {name: said[name] for name in plain} | {"photograph": picture} | credit | words

    def _around(self, cities: list[tuple[CityRecord, dict[str, Any]]]) -> None:
        """Give each city the memberships and the sources of what is said of it."""
        rows = [(city, row) for city, said in cities for row in said["memberships"]]
        values = [self._dated(row) | {"city": city, "network": self.networks[row["network"]]} for city, row in rows]
        memberships = zip(self._made(Membership, values), rows, strict=True)
        self._cite(
            [
                *((city, said["sources"]) for city, said in cities),
                *((membership, row["sources"]) for membership, (_, row) in memberships),
            ]
        )

    def _make(self, people: list[Person]) -> None:
        self._paint(version.fields["portrait"] for person in people for version in (person.first, person.second))
        values = [{"level": person.levels[0], **self._fields(person.first)} for person in people]
        writers = self._made(Writer, values)
        for person, writer in zip(people, writers, strict=True):
            self.writers[person.label] = writer
            self.labels[Writer, writer.pk] = person.label
        dossiers = ("legal_name", "contact", "address", "risks")
        self._made(
            Dossier,
            [
                {"writer": self.writers[person.label], **{name: person.private[name] for name in dossiers}}
                for person in people
            ],
        )
        of = [(self.writers[person.label], name) for person in people for name in person.first.names]
        names: dict[int, list[Name]] = {writer.pk: [] for writer in writers}
        made_names = self._made(Name, [{"writer": writer, **self._dated(name)} for writer, name in of])
        for name in made_names:
            names[name.writer_id].append(name)
        self._cite([(name, said["sources"]) for name, (_, said) in zip(made_names, of, strict=True)])
        self._children([(self.writers[person.label], person.first) for person in people])
        granted = []
        for person, writer in zip(people, writers, strict=True):
            for when in ("stands", "ended"):
                granted += self._grants(person, writer, names[writer.pk], when)
        self._made(Clearance, granted)

    def _grants(self, person: Person, writer: Writer, names: list[Name], when: str) -> list[dict[str, Any]]:
        """Return the clearances that were given then, in any order."""
        given = date.fromisoformat(person.private["granted_on"])
        private = {"evidence": person.private["evidence"], "granted_on": given}
        wanted = [(scope, None) for scope in Scope if scope != Scope.OTHER_NAME and person.scopes[scope] == when]
        wanted += [
            (Scope.OTHER_NAME, name) for name, state in zip(names, person.name_states, strict=True) if state == when
        ]
        self.rng.shuffle(wanted)
        of_host = {True: {"knowing": person.knowing}, False: {"knowing": False}}
        return [
            {"writer": writer, **private, "scope": scope, "name": name, **of_host[scope == Scope.HOST_COUNTRY]}
            for scope, name in wanted
        ]

    def _fields(self, version: Version) -> dict[str, Any]:
        return {**version.fields, "portrait": self.pictures.get(version.fields["portrait"])}

    def _children(self, said: list[tuple[Writer, Version]]) -> None:
        """Give each writer the rows of a version."""
        citing = [(writer, version.links) for writer, version in said]
        self._made(Text, [{"writer": writer, **text} for writer, version in said for text in version.texts])
        for model, part in ((Work, "works"), (Waypoint, "waypoints"), (Residency, "stays")):
            rows = [(writer, row) for writer, version in said for row in getattr(version, part)]
            values = [self._stay(row) if model is Residency else self._dated(row) for _, row in rows]
            records = self._made(
                model, [{"writer": writer, **row} for (writer, _), row in zip(rows, values, strict=True)]
            )
            citing += [(record, row["sources"]) for record, (_, row) in zip(records, rows, strict=True)]
        self._cite(citing)

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
        sources = self._made(
            Source, [{"title": word, "url": f"https://{word}.example/", "note": word} for _, word in pairs]
        )
        links: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        for (record, _), source in zip(pairs, sources, strict=True):
            key = record._meta.get_field("sources").m2m_column_name()
            links[type(record).sources.through].append({key: record.pk, "source_id": source.pk})
        for through, rows in links.items():
            made(through, rows)

    def _paint(self, words: Iterable[str]) -> None:
        """Make pictures whose bytes are their words: what the image code makes of real ones is tested elsewhere."""
        new = [word for word in dict.fromkeys(words) if word and word not in self.pictures]
        rows = [{"digest": sha256(word), "original": f"original of {word}".encode()} for word in new]
        self.pictures |= zip(new, made(Picture, rows), strict=True)
        made(PictureRendition, [rendition for word in new for rendition in self._renditions(word)])

    def _renditions(self, word: str) -> Iterator[dict[str, Any]]:
        for width, name in SIZES:
            body = f"{word} {width} {name}"
            sides = {"picture": self.pictures[word], "format": name, "width": width, "height": width}
            yield {**sides, "sha256": sha256(body), "body": body.encode()}

    @staticmethod
    def _note(said: dict[str, Any]) -> dict[str, Any]:
        return {name: partial(value) if name == "date" else value for name, value in said.items()}
