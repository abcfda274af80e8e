"""What each file of an import means: its columns, its keys, and the record that a row becomes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone

from cities.models import City, Membership, Milestone, Network, Programme
from cities.public.vocabulary import CityKind, MembershipState
from refuge.core import countries, languages
from refuge.office.models import Picture, Source
from writers.importing.portraits import draw
from writers.importing.rows import Row
from writers.importing.store import Store, key_of
from writers.models import Name, Residency, Text, Waypoint, Work, Writer
from writers.public.vocabulary import EndState, NameKind, Role, Standing, WaypointKind, WorkKind, WorkStatus

SCRIPTS = [code for code, _label in languages.SCRIPTS]
Values = dict[str, Any]


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


def source(store: Store, url: str) -> Source:
    """Return the source with this address, made when it is new."""
    key = key_of("source", url)
    return store.find(Source, key) or Source.objects.create(url=url, import_key=key, imported={"url": url})


def _found(row: Row, store: Store, column: str, model: type[Model], kind: str) -> Any:
    text = row.text(column)
    record = store.find(model, key_of(kind, text)) if text else None
    if text and record is None:
        row.refuse(column, f"there is no {model._meta.verbose_name} “{text}”. Is it misspelled or missing?")
    return record


def _writer(row: Row, store: Store) -> Any:
    row.needed("writer_slug")
    return _found(row, store, "writer_slug", Writer, "writer")


def _country(row: Row, column: str = "country") -> str:
    return row.word(column, countries.CODES)


def _language(row: Row, column: str = "language", default: str = "") -> str:
    return row.word(column, [code for code, _name in languages.choices()], default)


def _city(row: Row, store: Store) -> Values:
    return {
        "name": row.needed("name"),
        "local_name": row.text("name_local"),
        "country": _country(row),
        "latitude": row.decimal("latitude"),
        "longitude": row.decimal("longitude"),
        "kind": row.word("kind", CityKind.values, CityKind.CITY),
        "text": row.text("blurb"),
        "website": row.text("website"),
        "fictional": row.yes("fictional"),
    }


def _network(name: str) -> Network:
    key = key_of("network", name.lower())
    found = Network.objects.filter(import_key=key).first()
    label = name if name.isupper() else name.capitalize()
    return found or Network.objects.create(slug=name.lower(), name=label, import_key=key)


def _membership(row: Row, store: Store) -> Values:
    return {
        "city": _found(row, store, "city_slug", City, "city"),
        "network": _network(row.needed("network") or "other"),
        "since": row.date("since"),
        "until": row.date("until"),
        "state": row.word("state", MembershipState.values, MembershipState.UNKNOWN),
        "note": row.text("note"),
    }


def _programme(row: Row, store: Store) -> Values:
    return {
        "slug": row.needed("slug"),
        "name": row.needed("name"),
        "organisation": row.text("organisation"),
        "website": row.text("website"),
        "since": row.date("from"),
        "until": row.date("until"),
        "note": row.text("note"),
    }


def _person(row: Row, store: Store) -> Values:
    values: Values = {
        "name": row.needed("name"),
        "sort_name": row.text("sort_name"),
        "origin": _country(row, "country_of_origin"),
        "origin_label": row.text("origin_note"),
        "birth_year": row.number("birth_year"),
        "death_year": row.number("death_year"),
        "roles": row.words("roles", Role.values),
        "languages": row.words("languages", [code for code, _name in languages.choices()]),
        "fictional": row.yes("fictional"),
        "summary": row.text("summary"),
    }
    if row.yes("portrait"):
        values |= {
            "portrait": Picture.keep(draw(row.text("slug"))),
            "portrait_credit": "Drawn by this software",
            "portrait_alt": "An invented pattern of lit and dark windows, in place of a portrait.",
        }
    return values


def _name(row: Row, store: Store) -> Values:
    kind = row.text("kind")
    return {
        "writer": _writer(row, store),
        "text": row.needed("name"),
        "script": row.word("script", SCRIPTS, "Latn"),
        "language": _language(row),
        "kind": NameKind.VARIANT if kind == "spelling variant" else row.word("kind", NameKind.values, NameKind.VARIANT),
    }


def _stay(row: Row, store: Store) -> Values:
    values = {
        "writer": _writer(row, store),
        "city": _found(row, store, "city_slug", City, "city"),
        "country": _country(row),
        "programme": _found(row, store, "programme_slug", Programme, "programme"),
        "starts": row.date("start"),
        "ends": row.date("end"),
        "planned_end": row.date("planned_end"),
        "end_state": row.word("end_state", EndState.values, EndState.UNKNOWN),
        "public_note": row.text("note"),
        "standing": row.word("standing", Standing.values, Standing.ACCEPTED),
    }
    if row.yes("confirmed"):
        values["confirmed_on"] = _first_day_confirmed(row, store)
    return values


def _first_day_confirmed(row: Row, store: Store) -> date:
    # The day of the first import, so that the next one finds nothing to change.
    known = store.find(Residency, STAY_KEY(row))
    return date.fromisoformat(known.imported["confirmed_on"]) if known else timezone.localdate()


def _work(row: Row, store: Store) -> Values:
    title = row.needed("title")
    bracketed = title.startswith("[") and title.endswith("]")
    return {
        "writer": _writer(row, store),
        "title": "" if bracketed else title,
        "description": title[1:-1] if bracketed else "",
        "original_title": row.text("title_original"),
        "language": _language(row),
        "translated_title": row.text("translated_title"),
        "kind": row.word("kind", WorkKind.values, WorkKind.OTHER),
        "year": row.number("year"),
        "year_announced": row.number("year_announced"),
        "publisher": row.text("publisher"),
        "status": row.word("status", WorkStatus.values, WorkStatus.PUBLISHED),
        "note": row.text("status_note"),
    }


def _waypoint(row: Row, store: Store) -> Values:
    return {
        "writer": _writer(row, store),
        "place": row.needed("place"),
        "country": _country(row),
        "starts": row.date("start"),
        "ends": row.date("end"),
        "kind": row.word("kind", WaypointKind.values),
        "note": row.text("note"),
    }


def _milestone(row: Row, store: Store) -> Values:
    return {"date": row.date("date"), "title": row.needed("title"), "text": row.needed("text")}


def _by(kind: str, *columns: str) -> Callable[[Row], str]:
    return lambda row: key_of(kind, *(row.text(column) for column in columns))


STAY_KEY = _by("residency", "writer_slug", "city_slug", "country", "start", "standing", "source_url")


def _table(file: str, model: type[Model], columns: str, key: Callable[[Row], str], values: Any, **more: Any) -> Table:
    return Table(file, model, tuple(columns.split()), key, values, **more)


TABLES = (
    _table(
        "cities.csv",
        City,
        "slug name name_local country latitude longitude kind blurb website",
        _by("city", "slug"),
        _city,
        optional=("fictional",),
    ),
    _table(
        "memberships.csv",
        Membership,
        "city_slug network since until state source_url note",
        _by("membership", "city_slug", "network", "since"),
        _membership,
        cites="source_url",
    ),
    _table(
        "programmes.csv",
        Programme,
        "slug name organisation website from until note",
        _by("programme", "slug"),
        _programme,
    ),
    _table(
        "writers.csv",
        Writer,
        "slug name sort_name country_of_origin origin_note birth_year death_year roles languages biography source_urls",
        _by("writer", "slug"),
        _person,
        cites="source_urls",
        optional=("fictional", "portrait", "summary"),
    ),
    _table(
        "writer_names.csv",
        Name,
        "writer_slug name script language kind source_url",
        _by("name", "writer_slug", "name"),
        _name,
        cites="source_url",
    ),
    _table(
        "residencies.csv",
        Residency,
        "writer_slug city_slug country programme_slug start end end_state note source_url standing",
        STAY_KEY,
        _stay,
        cites="source_url",
        optional=("planned_end", "confirmed"),
    ),
    _table(
        "works.csv",
        Work,
        "writer_slug title title_original language translated_title kind year year_announced publisher status "
        "status_note source_url",
        _by("work", "writer_slug", "title"),
        _work,
        cites="source_url",
    ),
    _table(
        "waypoints.csv",
        Waypoint,
        "writer_slug place country start end kind note source_url",
        _by("waypoint", "writer_slug", "place", "start"),
        _waypoint,
        cites="source_url",
    ),
    _table(
        "history.csv",
        Milestone,
        "date title text source_url",
        _by("milestone", "date", "title"),
        _milestone,
        cites="source_url",
    ),
)


def biography(row: Row, writer: Writer) -> tuple[type[Text], str, Values] | None:
    """Return the text that a writer's row holds beside the writer, with its key; None for an empty one."""
    text = row.text("biography")
    key = key_of("text", row.text("slug"), "en")
    return (Text, key, {"writer": writer, "language": "en", "text": text}) if text else None
