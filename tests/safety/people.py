"""Makes the people of a world: their records, the rows around them, and what they decided about each."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from refuge.core.facts import Fact
from refuge.core.scopes import Scope
from tests.safety.deciding import OF_A_STAY, Decision
from tests.safety.rows import Rows, partial
from tests.safety.worlds import SHOWN_AS_SECOND, Person, Version
from writers import kinds
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer

MODELS: dict[str, type[models.Model]] = {
    "names": Name,
    "texts": Text,
    "stays": Residency,
    "works": Work,
    "waypoints": Waypoint,
}
LONG_OVER = date(2021, 1, 1)


class People(Rows):
    """The people of one world, and what they decided. `rows` are those of a person, by part and place."""

    def _make(self, people: list[Person]) -> None:
        self.rows: dict[tuple[str, str], dict[int, Any]] = defaultdict(dict)
        self.given: dict[int, Clearance] = {}
        self._paint(version.fields["portrait"] for person in people for version in (person.first, person.second))
        self._paint(d.thing for person in people for d in person.decisions if d.scope == Scope.PORTRAIT)
        values = [{"level": person.levels[0], **self._fields(person.first)} for person in people]
        for person, writer in zip(people, self._made(Writer, values), strict=True):
            self.writers[person.label] = writer
            self.labels[Writer, writer.pk] = person.label
        dossiers = ("legal_name", "contact", "address", "risks")
        said = [(self.writers[person.label], person.private) for person in people]
        self._made(Dossier, [{"writer": writer, **{name: of[name] for name in dossiers}} for writer, of in said])
        self._cite([(self.writers[person.label], person.first.links) for person in people])
        everything = {part: range(9) for part in MODELS}
        self._add_rows([(person, person.first, everything) for person in people])
        self._decide([(person, d) for person in people for d in person.decisions if self._is_made_first(person, d)])

    def _fields(self, version: Version) -> dict[str, Any]:
        return {**version.fields, "portrait": self.pictures.get(version.fields["portrait"])}

    def _add_rows(self, said: list[tuple[Person, Version, Any]]) -> None:
        """Give each person the rows of a version that stand at some places."""
        citing = []
        for part, model in MODELS.items():
            rows = [
                (person, at, row)
                for person, version, places in said
                for at, row in enumerate(getattr(version, part))
                if at in places[part]
            ]
            values = [self._values(part, row) | {"writer": self.writers[person.label]} for person, _, row in rows]
            for (person, at, row), record in zip(rows, self._made(model, values), strict=True):
                self.rows[person.label, part][at] = record
                citing.append((record, row.get("sources", [])))
        self._cite(citing)

    def _values(self, part: str, row: dict[str, Any]) -> dict[str, Any]:
        values = self._dated(row)
        if part != "stays":
            return values
        ago = values.pop("confirmed")
        return values | {
            "city": None if row["city"] is None else self.cities[row["city"]],
            "programme": None if row["programme"] is None else self.programmes[row["programme"]],
            "planned_end": partial(row["planned_end"]),
            "confirmed_on": ago and timezone.localdate() - timedelta(days=ago),
        }

    @staticmethod
    def _is_made_first(person: Person, decision: Decision) -> bool:
        """Say whether a decision stands before the story begins: that of which it is must be there by then."""
        if decision.state in ("never", "late"):
            return False
        part = "names" if decision.scope == Scope.OTHER_NAME else "stays" if decision.scope in OF_A_STAY else ""
        if not part or decision.thing is None or person.path not in SHOWN_AS_SECOND:
            return True
        return decision.thing < len(person.fates[part]) and person.follower(part, decision.thing) is not None

    def _decide(self, made: list[tuple[Person, Decision]]) -> None:
        """Keep decisions of long ago, past the door, in any order."""
        rows = [self._clearance(person, decision) for person, decision in made]
        for (_, decision), record in zip(made, self._made(Clearance, rows), strict=True):
            self.given[id(decision)] = record

    def _clearance(self, person: Person, decision: Decision) -> dict[str, Any]:
        """Return the columns of a clearance."""
        scope, thing, today = decision.scope, decision.thing, timezone.localdate()
        values: dict[str, Any] = {
            "writer": self.writers[person.label],
            "scope": scope,
            "refused": decision.refused,
            "knowing": decision.knowing,
            "granted_on": date.fromisoformat(person.private["granted_on"]),
            "evidence": person.private["evidence"],
        }
        values |= {
            "over": {"withdrawn_on": LONG_OVER},
            "ending": {"withdrawn_on": today + timedelta(days=1)},
            "tomorrow": {"granted_on": today + timedelta(days=1)},
        }.get(decision.state, {})
        if thing is None:
            return values
        if scope in OF_A_STAY:
            stay = self.rows[person.label, "stays"][thing]
            return values | {"residency": stay, "read": list(self._stay_as_read(decision, stay.pk))}
        if scope == Scope.OTHER_NAME:
            return values | {"name": self.rows[person.label, "names"][thing]}
        if scope == Scope.PORTRAIT:
            return values | {"picture": self.pictures[thing]}
        return values | {"languages": list(thing), "read": list(self._text_as_read(decision))}

    def _stay_as_read(self, decision: Decision, stay: int) -> Iterator[dict[str, Any]]:
        read = decision.read
        where = {"of": str(stay), "country": read["country"]}
        if read["city"] is not None:
            where["city"] = str(self.cities[read["city"]].pk)
        if decision.scope == Scope.HOST_COUNTRY:
            yield Fact(kinds.STAY, {"region": "", "standing": "accepted"}, **where).as_json()
            yield Fact(kinds.STAY_COUNTRY, read["country"], **where).as_json()
        elif decision.scope == Scope.HOST_CITY and "city" in where:
            yield Fact(kinds.STAY_CITY, where["city"], **where).as_json()
        elif decision.scope == Scope.DATES:
            starts, ends = (partial(read[name]) for name in ("starts", "ends"))
            span = {"starts": starts.stored if starts else "", "ends": ends.stored if ends else ""}
            # Dates that say nothing are no fact.
            yield from [Fact(kinds.STAY_DATES, span, **where).as_json()] if any(span.values()) else []

    @staticmethod
    def _text_as_read(decision: Decision) -> Iterator[dict[str, Any]]:
        for language, text in decision.read.items():
            said = {"language": language, "kind": "biography", "text": text, "translator": ""}
            yield Fact(kinds.TEXT, said, language).as_json()
