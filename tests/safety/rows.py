"""Makes the records of a world, past everything that saving does: here is only what stood before its story began."""

import hashlib
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
from refuge.core.models import Edition
from refuge.core.partial_dates import PartialDate
from refuge.core.redaction import Fact, Scope
from refuge.office.models import Picture, PictureRendition, Source, User
from tests.safety.worlds import STOOD, City, Person, Version, World
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


class Rows:
    """The records of one world. `labels` names each by its part in the world, not by its number."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.rng = Random(world.order)
        self.labels: dict[tuple[type, int], str] = {}
        self.writers: dict[str, Writer] = {}
        self.staff = User.objects.get_or_create(username="staff")[0]

    def slug_of_city(self, at: int) -> str:
        """Return the address of a listed city."""
        city = self.world.cities[at]
        return (
            f"city-{at}" if city.path in STOOD else city.first["name"] if city.path != "late" else city.second["name"]
        )

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
            if self.world.notes:
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
        models.QuerySet(Membership).filter(city=record).delete()
        record.sources.clear()
        rows = said["memberships"]
        values = [self._dated(row) | {"city": record, "network": self.networks[row["network"]]} for row in rows]
        memberships = made(Membership, values)
        self._cite(
            [(record, said["sources"]), *((m, row["sources"]) for m, row in zip(memberships, rows, strict=True))]
        )

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

    @staticmethod
    def _note(said: dict[str, Any]) -> dict[str, Any]:
        return {name: partial(value) if name == "date" else value for name, value in said.items()}
