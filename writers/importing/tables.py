"""The sheets of an import: their columns, their keys, and what their rows become."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cities.models import City, Membership, Milestone, Network, Programme
from refuge.office.models import Source
from writers.importing import values
from writers.importing.rows import Row
from writers.importing.store import Store, Values, by
from writers.models import Name, Residency, Text, Waypoint, Work, Writer

# The last column of every table, which exports fill in: it finds a record again whatever else was edited.
KEY = "key"


@dataclass(frozen=True)
class Table:
    """One file. `key` names a row's record, `values` its fields, `cites` the column of its sources."""

    file: str
    model: type[Model]
    columns: tuple[str, ...]
    key: Callable[[Row], str]
    values: Callable[[Row, Store], Values]
    cites: str = ""
    optional: tuple[str, ...] = ()

    def keyed(self, row: Row) -> str:
        """Return the key of a row: the one an export wrote into it, or else what its columns make."""
        made, given = self.key(row), row.text(KEY)
        if given and not (given.startswith(f"{made.partition(':')[0]}:") and len(given) <= 200):
            row.refuse(KEY, "is no key of this table. Leave it as it was exported, and empty in a new row.")
            return made
        return given or made


def _table(file: str, model: type[Model], columns: str, key: Callable[[Row], str], fields: Any, **more: Any) -> Table:
    optional = (*more.pop("optional", ()), KEY)
    return Table(file, model, tuple(columns.split()), key, fields, optional=optional, **more)


TABLES = (
    _table(
        "sources.csv",
        Source,
        "title url publisher date note",
        lambda row: values.source_key(row.text("url")),
        values.source,
    ),
    _table("networks.csv", Network, "slug name long_name website", values.network_key, values.network),
    _table(
        "cities.csv",
        City,
        "slug name name_local country latitude longitude kind blurb website",
        by("city", "slug"),
        values.city,
        cites="source_urls",
        optional=("fictional", "host_organisation", "source_urls"),
    ),
    _table(
        "memberships.csv",
        Membership,
        "city_slug network since until state source_url note",
        by("membership", "city_slug", "network", "since"),
        values.membership,
        cites="source_url",
    ),
    _table(
        "programmes.csv",
        Programme,
        "slug name organisation website from until note",
        by("programme", "slug"),
        values.programme,
        optional=("usual_months",),
    ),
    _table(
        "writers.csv",
        Writer,
        "slug name sort_name country_of_origin origin_note birth_year death_year roles languages biography source_urls",
        by("writer", "slug"),
        values.person,
        cites="source_urls",
        optional=("fictional", "portrait", "summary"),
    ),
    _table(
        "writer_names.csv",
        Name,
        "writer_slug name script language kind source_url",
        by("name", "writer_slug", "name"),
        values.name,
        cites="source_url",
    ),
    _table(
        "texts.csv",
        Text,
        "writer_slug language kind text translator review reviewed_on",
        by("text", "writer_slug", "language"),
        values.text,
    ),
    _table(
        "residencies.csv",
        Residency,
        "writer_slug city_slug country programme_slug start end end_state note source_url standing",
        values.STAY_KEY,
        values.stay,
        cites="source_url",
        optional=("planned_end", "confirmed", "confirmed_on", "private_note"),
    ),
    _table(
        "works.csv",
        Work,
        "writer_slug title title_original language translated_title kind year year_announced publisher status "
        "status_note source_url",
        values.work_key,
        values.work,
        cites="source_url",
        optional=("description", "translators", "stopped_by"),
    ),
    _table(
        "waypoints.csv",
        Waypoint,
        "writer_slug place country start end kind note source_url",
        by("waypoint", "writer_slug", "place", "start"),
        values.waypoint,
        cites="source_url",
    ),
    _table(
        "history.csv",
        Milestone,
        "date title text source_url",
        by("milestone", "date", "title"),
        values.milestone,
        cites="source_url",
    ),
)
