"""The tables of imports and exports: one file for each kind of record.

What the public may read has its column here by the declaration of its kind of fact. What it may not, what finds a row
again, and what is read in a way of its own is declared below, once.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import cast

from cities.models import City, Membership, Milestone, Network, Programme
from refuge.core.publishables import columns_of
from refuge.office.models import Source
from refuge.office.records import Record
from writers.importing import values
from writers.importing.rows import Row
from writers.importing.store import SOURCES, Store, Values, by
from writers.importing.values import Field, Reader
from writers.models import Name, Residency, Text, Waypoint, Work, Writer

# The last column of every table, which exports fill in: it finds a record again whatever else was edited.
KEY = "key"


@dataclass(frozen=True)
class Table:
    """One file, whose rows are records of one model, found by `key`.

    A file must have the columns of `heading`, which exports write in this order. It may have those of `optional`, and
    whatever else of the record the public may read. `named` says which column of the record a heading stands for
    where no kind of fact does and it is not the one of that name; an empty one stands for none.

    A cell is read as the type of its column wants it; `special` has the readers of others, by their headings.
    `complete` adds what several cells of a row say together.
    """

    file: str
    model: type[Record]
    heading: str
    key: Callable[[Row], str]
    named: Mapping[str, str] = field(default_factory=dict)
    optional: str = ""
    special: Mapping[str, Reader] = field(default_factory=dict)
    complete: Callable[[Row, Store, Values], None] = lambda row, store, filled: None

    @property
    def required(self) -> list[str]:
        """The headings that a file must have."""
        return self.heading.split()

    @property
    def headings(self) -> list[str]:
        """All headings that a file may have, in the order of an export."""
        return list(dict.fromkeys([*self.required, *self.optional.split(), *self._told, KEY]))

    @cached_property
    def _told(self) -> dict[str, str]:
        """The columns that the public may read, by their headings."""
        return {column.heading: column.name for column in columns_of(self.model) if column.heading}

    @cached_property
    def columns(self) -> dict[str, str]:
        """The record's columns by their headings, without the headings that stand for none."""
        own = {column.name for column in self.model._meta.get_fields()}
        named = {**self._told, **self.named}
        said = {heading: named.get(heading, heading) for heading in self.headings}
        return {heading: name for heading, name in said.items() if name in own}

    @property
    def cites(self) -> str:
        """The heading of the sources; empty where rows cite none."""
        return next((heading for heading, name in self.columns.items() if name == SOURCES), "")

    def column(self, heading: str) -> Field:
        """Return the record's column that a heading stands for."""
        return cast("Field", self.model._meta.get_field(self.columns[heading]))

    def keyed(self, row: Row) -> str:
        """Return the key of a row: the one an export wrote into it, or else what its columns make."""
        made, given = self.key(row), row.text(KEY)
        if given and not (given.startswith(f"{made.partition(':')[0]}:") and len(given) <= 200):
            row.refuse(KEY, "is no key of this table. Leave it as it was exported, and empty in a new row.")
            return made
        return given or made

    def values(self, row: Row, store: Store) -> Values:
        """Return what a row says in the columns of its record. What its file has no column for is left out."""
        filled: Values = {}
        for heading, name in self.columns.items():
            if heading in row.cells:
                row.read_from[name] = heading
                if name == "import_key":
                    row.needed(heading)  # it is in the key already
                elif heading in self.special:
                    filled[name] = self.special[heading](row, heading, store)
                elif name != SOURCES:
                    filled[name] = values.read(row, heading, self.column(heading), store)
        self.complete(row, store, filled)
        return filled


SLUG = {"slug": "import_key"}
CITING = {"source_url": SOURCES}
OWNED = {"writer_slug": "writer"}

TABLES = (
    Table("sources.csv", Source, "title url publisher date note", values.source_key_of, {"date": "dated"}),
    Table("networks.csv", Network, "slug name long_name website", values.network_key),
    Table(
        "cities.csv",
        City,
        "slug name name_local country latitude longitude kind blurb website",
        by("city", "slug"),
        SLUG | {"source_urls": SOURCES},
        optional="fictional host_organisation source_urls",
    ),
    Table(
        "memberships.csv",
        Membership,
        "city_slug network since until state source_url note",
        by("membership", "city_slug", "network", "since"),
        CITING | {"city_slug": "city"},
        special={"network": values.network, "state": values.membership_state},
    ),
    Table(
        "programmes.csv",
        Programme,
        "slug name organisation website from until note",
        by("programme", "slug"),
        {"from": "since"},
        optional="usual_months",
    ),
    Table(
        "writers.csv",
        Writer,
        "slug name sort_name country_of_origin origin_note birth_year death_year roles languages biography source_urls",
        by("writer", "slug"),
        SLUG | {"source_urls": SOURCES, "portrait": ""},
        optional="portrait",
        special={"name": values.needed},
        complete=values.drawn_portrait,
    ),
    Table(
        "writer_names.csv",
        Name,
        "writer_slug name script language kind source_url",
        by("name", "writer_slug", "name"),
        OWNED | CITING,
        special={"kind": values.name_kind},
    ),
    Table(
        "texts.csv",
        Text,
        "writer_slug language kind text translator review reviewed_on",
        by("text", "writer_slug", "language"),
        OWNED,
    ),
    Table(
        "residencies.csv",
        Residency,
        "writer_slug city_slug country programme_slug start end end_state note source_url standing",
        values.STAY_KEY,
        OWNED | CITING,
        optional="planned_end confirmed confirmed_on private_note",
        complete=values.first_confirmed,
    ),
    Table(
        "works.csv",
        Work,
        "writer_slug title title_original language translated_title kind year year_announced publisher status "
        "status_note source_url",
        values.work_key,
        OWNED | CITING,
        complete=values.title_in_brackets,
    ),
    Table(
        "waypoints.csv",
        Waypoint,
        "writer_slug place country start end kind note source_url",
        by("waypoint", "writer_slug", "place", "start"),
        OWNED | CITING,
    ),
    Table("history.csv", Milestone, "date title text source_url", by("milestone", "date", "title"), CITING),
)
