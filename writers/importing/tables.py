"""The files of an import: their columns, their keys, and what their rows become."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from cities.models import City, Membership, Milestone, Programme
from writers.importing import values
from writers.importing.rows import Row
from writers.importing.store import Store, Values, by
from writers.models import Name, Residency, Waypoint, Work, Writer


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


def _table(file: str, model: type[Model], columns: str, key: Callable[[Row], str], fields: Any, **more: Any) -> Table:
    return Table(file, model, tuple(columns.split()), key, fields, **more)


TABLES = (
    _table(
        "cities.csv",
        City,
        "slug name name_local country latitude longitude kind blurb website",
        by("city", "slug"),
        values.city,
        optional=("fictional",),
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
        "residencies.csv",
        Residency,
        "writer_slug city_slug country programme_slug start end end_state note source_url standing",
        values.STAY_KEY,
        values.stay,
        cites="source_url",
        optional=("planned_end", "confirmed"),
    ),
    _table(
        "works.csv",
        Work,
        "writer_slug title title_original language translated_title kind year year_announced publisher status "
        "status_note source_url",
        by("work", "writer_slug", "title"),
        values.work,
        cites="source_url",
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
