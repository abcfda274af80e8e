"""The kinds of fact that a kind of record is made of, and how what a publication kept of them is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from refuge.core.facts import Fact, Kind, Part, Plain, Stored, Upgrade, is_empty
from refuge.core.partial_dates import partial
from refuge.core.scopes import OF_ONE_THING, Scope


@dataclass(frozen=True)
class Kept:
    """The facts of a publication that can be read, and the names of the kinds of those that cannot."""

    facts: tuple[Fact, ...]
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """The kinds of fact that one kind of record is made of, in the order in which staff read them.

    `owner` is the column by which the rows around the record say whose they are.
    """

    kinds: tuple[Kind, ...]
    owner: str = ""

    @cached_property
    def _by_name(self) -> dict[str, Kind]:
        return {kind.name: kind for kind in self.kinds}

    def read(self, stored: Iterable[Stored]) -> Kept:
        """Return the facts that a publication kept."""
        facts, unreadable = [], []
        for item in stored:
            name = str(item.get("kind", "")) if isinstance(item, Mapping) else ""
            kind = self._by_name.get(name)
            if kind and (fact := kind.read(item)):
                # What says nothing is no fact; older publications kept it as one.
                facts += [] if kind.bare and is_empty(fact.value) else [fact]
            else:
                unreadable.append(name if kind else "")
        return Kept(tuple(facts), tuple(unreadable))

    def of_model(self, model: type[models.Model]) -> tuple[Kind, ...]:
        """Return the kinds that rows of a model make."""
        return tuple(kind for kind in self.kinds if kind.model is model)

    def sources_of(self, kind: Kind) -> Kind | None:
        """Return the kind of the sources which rows of another kind cite."""
        return self._by_name.get(f"{kind.name} sources")

    def asked_under(self, scope: str, thing: str, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Return those of a record's facts that a clearance of this scope, and of this thing, is about."""
        wanted = thing if scope in OF_ONE_THING else None
        return tuple(f for f in facts if f.kind.asked_under == scope and wanted in (None, f.object))

    @property
    def shape(self) -> list[Any]:
        """What the catalogue's shape depends on, as plain data."""
        return [
            [kind.name, kind.version, kind.to, [column.catalogue for column in kind.columns]] for kind in self.kinds
        ]


# The parts of a source as facts carry it.
SOURCE = ("title", "url", "publisher", "dated", "note")


def is_sources(value: Plain) -> bool:
    """Say whether a kept value is a list of sources."""
    return isinstance(value, list) and all(map(is_source, value))


def is_source(value: Plain) -> bool:
    """Say whether a kept value is a source."""
    partial(value["dated"])  # raises where that is no date
    return set(value) == set(SOURCE) and all(isinstance(part, str) for part in value.values())


def citing(kind: Kind) -> tuple[Kind, Kind]:
    """Return a kind of rows, and that of the sources that such a row cites."""
    cited = Kind(
        f"{kind.name} sources",
        kind.model,
        scopes=(*kind.scopes, Scope.LINKS),
        least=kind.least,
        part=kind.part and Part.ALL,
        also=("sources",),
        key=kind.key,
        object_of=kind.object_of,
        sound=is_sources,
    )
    return kind, cited


def renamed(**names: str) -> Upgrade:
    """Return the upgrade that gives parts of a value other names: `renamed(text="name")`."""

    def upgrade(stored: Stored) -> Stored:
        value = {names.get(name, name): said for name, said in stored["value"].items()}
        return {**stored, "value": value}

    return upgrade
