"""Makes the records of a world, past everything that saving does: here is only what stood before its story began."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import models

from cities import kinds
from cities.models import City as CityRecord
from cities.models import CityPublication, Membership, Network, Programme
from cities.public.models import PublicCity
from refuge.core.catalogue import ONLY, fingerprint
from refuge.core.facts import Fact
from refuge.core.hiding import Place
from refuge.core.models import Edition
from refuge.core.partial_dates import PartialDate
from refuge.core.publishables import projection_id, publishable
from refuge.office.models import Picture, PictureRendition, Source, User
from tests.safety.worlds import STOOD, City, World
from writers.models import Clearance, Text, Writer

EARLY = date(2015, 1, 1)
# So many days before the end of its story a world's first publications are made.
BEFORE = 30
# What stands in records and is never a fact, drawn anew for every row of every world; see the oracle.
BESIDE: dict[str, Callable[[Random], Any]] = {
    "import_key": lambda rng: f"key:{rng.getrandbits(64):x}",
    "imported": lambda rng: {"name": f"{rng.getrandbits(64):x}"},
    "version": lambda rng: rng.randint(1, 99),
    "review": lambda rng: rng.choice(Text.Review.values),
    "reviewed_on": lambda rng: rng.choice((None, EARLY + timedelta(days=rng.randint(0, 999)))),
    "basis": lambda rng: rng.choice(Clearance.Basis.values),
    "seen_on": lambda rng: EARLY + timedelta(days=rng.randint(0, 999)),
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
        """Make records in any order, and return them in that of the rows.

        They bear, by chance, what the machine and the staff keep beside every fact and nobody reads.
        """
        beside = [column for column in BESIDE if column in {field.name for field in model._meta.fields}]
        values = [row | {column: BESIDE[column](self.rng) for column in beside} for row in rows]
        order = self.rng.sample(range(len(rows)), len(rows))
        records = dict(zip(order, made(model, [values[at] for at in order]), strict=True))
        return [records[at] for at in range(len(rows))]

    def _cities(self) -> None:
        self.networks = self._made(Network, [{"slug": f"net{n}", "name": f"Net{n}"} for n in range(2)])
        self.programmes = self._made(
            Programme, [{"slug": f"p{n}", "name": f"qprogramme{n}", "usual_months": (12, None)[n]} for n in range(2)]
        )
        cities = self.world.cities
        self._paint(said["picture"] for city in cities if city.path not in STOOD for said in city.both)
        values = [{"country": city.country, **self._city_values(city, city.first, 0)} for city in cities]
        self.cities = self._made(CityRecord, values)
        self.labels |= {(CityRecord, record.pk): f"city {at}" for at, record in enumerate(self.cities)}
        for record, city in zip(self.cities, cities, strict=True):
            if city.within is not None:
                record.within = self.cities[city.within]
                models.QuerySet(CityRecord).filter(pk=record.pk).update(within=record.within)
        self.memberships: dict[int, list[Membership]] = defaultdict(list)
        if self.world.notes:
            self._around([(at, city.first["memberships"], city.first["sources"]) for at, city in enumerate(cities)])
        self._stood()

    def _stood(self) -> None:
        """Put the cities that are listed from the beginning straight into the catalogue: they are part of the scene."""
        publications, rows, edition = [], [], Edition(pk=ONLY)
        for at, city in enumerate(self.world.cities):
            if city.path not in STOOD:
                continue
            record = self.cities[at]
            agreed = [kinds.UNNAMED_GUESTS] * city.word[0] + [kinds.LIGHT] * (not city.dark[0])
            facts = [fact for kind in kinds.PLAIN for fact in kind.facts(record)]
            facts += kinds.WITHIN.facts(record, city=str(record.within_id or ""))
            facts += [Fact(kind, True) for kind in agreed]
            common = {"slug": f"city-{at}", "first_published_on": EARLY}
            outer = {str(record.within_id): Place(city.country, f"city-{city.within}")}
            tree = publishable(CityRecord).project(tuple(facts), {}, outer)
            digest = fingerprint([PublicCity._meta.label, common["slug"], EARLY, tree])
            edition.replace("", digest)
            columns = {name: value for name, value in tree.items() if name not in ("memberships", "photographs")}
            rows.append({**common, **columns, "digest": digest})
            word = {
                "country": city.country,
                "shows_unnamed": city.word[0],
                "hides_others": city.hides,
                "within": record.within,
                "spells": [("1900-01-01", "")] if city.hides else [],
            }
            kept = [fact.as_json() for fact in facts]
            publications.append({**common, **word, "record": record, "kind": "published", "facts": kept})
        if rows:
            made(CityPublication, publications)
            made(PublicCity, rows)
            edition.projection = projection_id()
            edition.save()

    def _city_values(self, city: City, said: dict[str, Any], at: int) -> dict[str, Any]:
        plain = (
            "name",
            "local_name",
            "latitude",
            "longitude",
            "text",
            "host_organisation",
            "website",
            "fictional",
            "takes_no_guests",
        )
        picture = None if city.path in STOOD else self.pictures.get(said["picture"])
        credit = {"photograph_credit": "Somebody", "photograph_alt": said["picture"]} if picture else {}
        words = {"shows_unnamed_guests": city.word[at], "always_dark": city.dark[at]}
        return {name: said[name] for name in plain} | {"photograph": picture} | credit | words

    def _around(self, cities: list[tuple[int, list[dict[str, Any]], list[str]]]) -> None:
        """Give cities memberships and sources."""
        rows = [(at, row) for at, said, _ in cities for row in said]
        records = self._made(Membership, [self._member(row) | {"city": self.cities[at]} for at, row in rows])
        for record, (at, _) in zip(records, rows, strict=True):
            self.memberships[at].append(record)
        cited = [(record, row["sources"]) for record, (_, row) in zip(records, rows, strict=True)]
        self._cite([*((self.cities[at], sources) for at, _, sources in cities), *cited])

    def _member(self, row: dict[str, Any]) -> dict[str, Any]:
        return self._dated(row) | {"network": self.networks[row["network"]]}

    def _dated(self, row: dict[str, Any]) -> dict[str, Any]:
        plain = {name: value for name, value in row.items() if name != "sources"}
        return {name: partial(value) if name in DATES else value for name, value in plain.items()}

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
