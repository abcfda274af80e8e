"""What a record says, as facts, and the language in which each kind of fact is declared, once.

A `Kind` says of one kind of fact which columns of the record it is made of, which scopes must be cleared for it to
show, and where the catalogue keeps it. Facts, the words of a difference, the catalogue's columns, help texts and the
columns of imports and exports follow from it.

A publication keeps its facts as JSON, each with the version of its kind. Reading brings an older fact up to date; one
that cannot be read counts as not cleared.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypedDict

from django.db import models

from refuge.core.characters import plain_value
from refuge.core.scopes import Level

# A value as JSON keeps it, and a whole fact as a publication keeps it.
Plain = Any
Stored = Mapping[str, Any]
Upgrade = Callable[[Stored], Stored]


class Where(TypedDict):
    """What a fact about a stay carries beside its value: the ids of the stay and of its city, and the country."""

    of: str
    city: str
    country: str


class Part(Enum):
    """What a fact about a stay tells: `redact` weighs the facts of one stay together."""

    PLACED = "that there is a stay, in which region of the world"
    COUNTRY = "the country"
    CITY = "the city"
    DATES = "the dates"
    STATUS = "the days on which its status changes"
    ALL = "anything at all: a programme, a note, sources"


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement a record makes.

    `of` is the id of the row it belongs to, empty for the record itself. `value` is JSON. Facts about a stay carry
    the id of its city and its country beside what they say: whether these may be told is for `redact` to judge, and two
    facts that say the same are equal. `row` is the row's own number where another row can take its place under the same
    id, as a text in the same language does.
    """

    kind: "Kind"
    value: Plain
    of: str = ""
    city: str = field(default="", compare=False)
    country: str = field(default="", compare=False)
    row: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        # Past every form a record may hold characters that nobody sees, or that turn others round.
        object.__setattr__(self, "value", plain_value(self.value))

    @property
    def object(self) -> str:
        """The thing a clearance of this fact must be of, in `OF_ONE_THING` scopes."""
        return self.kind.object_of(self)

    def as_json(self) -> dict[str, Any]:
        """Return the fact as a publication keeps it."""
        beside = {"of": self.of, "city": self.city, "country": self.country, "row": self.row}
        said = {"kind": self.kind.name, "version": self.kind.version, "value": self.value}
        return said | {name: text for name, text in beside.items() if text}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a record that the public may read.

    `to` is the catalogue's column where it has another name, empty where the projection makes something else of it.
    `says` returns what a row says there, where that is not what the column holds. `sheet` is the heading that the
    column has in imported and exported tables where that is another name, empty where no table has it.
    """

    name: str
    to: str | None = None
    says: Callable[[Any], Plain] | None = None
    sheet: str | None = None

    @property
    def catalogue(self) -> str:
        """The catalogue's column; empty where it has none of its own."""
        return self.name if self.to is None else self.to

    @property
    def heading(self) -> str:
        """The heading in imported and exported tables; empty where no table has the column."""
        return self.name if self.sheet is None else self.sheet


@dataclass(frozen=True, eq=False)
class Kind:
    """The declaration of one kind of fact.

    `scopes` must all be cleared, and the person be shown at `least` so much; the last scope is the one under which
    the person is asked. `model` and `columns` say which rows speak of it, and `key` is the column that tells such
    rows of one record apart. A value has the columns' values by name, and beside them the parts named in `keys`; with
    `bare` it is the one column's value itself, with `each` one entry of that column's list. `also` names columns that
    it depends on without telling them as such. `to` is the catalogue's column or child table for the value as a
    whole; with `many`, for a list of such values.

    `country_of` returns the country that a stop on the road tells: it is told only where the person's stay there is
    told by its city. Of a person without a name, only the first fact of a kind `once_without_a_name` is told, and one
    of a kind with `asked_without_a_name` where that scope is cleared too.

    `fit` cuts a fact down to what was read to the person, given as one fact for each time; None where nothing of it
    was. A kind without it is cleared by its scopes alone. `upgrades[n]` brings a kept fact from version n to n + 1.
    """

    name: str
    model: type[models.Model] | None = None
    columns: tuple[Column, ...] = ()
    scopes: tuple[str, ...] = ()
    least: Level = Level.UNNAMED
    part: Part | None = None
    bare: bool = False
    each: bool = False
    keys: tuple[str, ...] = ()
    key: str = "pk"
    also: tuple[str, ...] = ()
    to: str = ""
    many: bool = False
    object_of: Callable[[Fact], str] = lambda fact: fact.of
    country_of: Callable[[Fact], str | None] = lambda fact: None
    once_without_a_name: bool = False
    asked_without_a_name: str = ""
    fit: Callable[[Fact, list[Fact]], Fact | None] | None = None
    sound: Callable[[Plain], bool] = lambda value: True
    version: int = 1
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)
    # For staff: the heading of such a row in a difference, a text or made of the value; the part of the form.
    heading: Any = ""
    section: Any = ""

    def __repr__(self) -> str:
        return f"<{self.name}>"

    @property
    def asked_under(self) -> str:
        """The scope under which the person is asked about it; empty where nobody is asked."""
        return self.scopes[-1] if self.scopes else ""

    def facts(
        self,
        row: models.Model,
        beside: Mapping[str, Plain] | None = None,
        *,
        of: str = "",
        city: str = "",
        country: str = "",
    ) -> Iterator[Fact]:
        """Yield what a row says, nothing where it says nothing; `beside` holds the parts that are no column's."""
        said = {column.name: plain_value(self._said(column, row)) for column in self.columns}
        if self.each:
            values = said[self.columns[0].name]
        elif self.bare:
            values = [value for value in said.values() if not is_empty(value)]
        else:
            values = [said | dict(beside or {})] if any(said.values()) else []
        yield from (Fact(self, value, of, city, country, self.row_of(row)) for value in values)

    def id_of(self, row: models.Model) -> str:
        """Return what tells a row of this kind apart from the others of its record."""
        return str(getattr(row, self.key))

    def row_of(self, row: models.Model) -> str:
        """Return a row's own number where that is not what tells it apart; empty elsewhere."""
        return "" if self.key == "pk" else str(row.pk)

    def catalogued(self, value: Plain) -> dict[str, Plain]:
        """Return a value by the catalogue's columns."""
        if self.bare:
            return {column.catalogue: value for column in self.columns if column.catalogue}
        said = {column.catalogue: value[column.name] for column in self.columns if column.catalogue}
        return said | {name: value[name] for name in self.keys}

    def read(self, stored: Stored) -> Fact | None:
        """Return a kept fact of this kind, brought up to date; None where it cannot be read."""
        try:
            version = int(stored.get("version", 1))
            while version < self.version:
                stored, version = self.upgrades[version](stored), version + 1
            if version != self.version or not self._is_sound(stored["value"]):
                return None
            beside = {name: str(stored.get(name, "")) for name in ("of", "city", "country", "row")}
            return Fact(self, stored["value"], **beside)
        except Exception:  # whatever is wrong with it, it is not to be read
            return None

    def _is_sound(self, value: Plain) -> bool:
        if self.bare or self.each:
            if self.each and not isinstance(value, str):
                return False
            # An entry of a list is judged as a list of one.
            return self._could_be(self.columns[0], [value] if self.each else value) and self.sound(value)
        names = {*(column.name for column in self.columns), *self.keys}
        if names and set(value) != names:
            return False
        return all(self._could_be(column, value[column.name]) for column in self.columns) and self.sound(value)

    def _could_be(self, column: Column, entry: Plain) -> bool:
        """Say whether a kept value is one that the column could have held."""
        if column.says:
            return isinstance(entry, str)
        field = self._field(column)
        if entry is None:
            return bool(field.null)
        plain = self._plain(column, field.to_python(entry))
        return type(plain) is type(entry) and (plain == entry or not isinstance(entry, str))

    def _said(self, column: Column, row: models.Model) -> Plain:
        return column.says(row) if column.says else self._plain(column, getattr(row, column.name))

    def _field(self, column: Column) -> Any:
        return self.model._meta.get_field(column.name)  # type: ignore[union-attr]  # who has columns has a model

    def _plain(self, column: Column, value: Any) -> Plain:
        """Return a column's value as JSON keeps it: a partial date as its stored text, empty for none."""
        kept = self._field(column).get_prep_value(value)
        # Databases disagree on whether zero has a sign, and nobody means one.
        return kept + 0.0 if isinstance(kept, float) else kept


def is_empty(value: Plain) -> bool:
    """Say whether a column says nothing."""
    return value is None or value is False or value == ""
