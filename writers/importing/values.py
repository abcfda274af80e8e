"""What a row becomes: the fields of its record, read from the columns of its file."""

from datetime import date
from typing import Any

from django.db.models import Model, Q
from django.utils import timezone
from django.utils.text import slugify

from cities.models import City, Network, Programme
from cities.public.vocabulary import CityKind, MembershipState
from refuge.core import countries, languages
from refuge.office.models import Picture
from writers.importing.portraits import draw
from writers.importing.rows import Row
from writers.importing.store import Store, Values, by, key_of
from writers.models import Residency, Text, Writer
from writers.public.vocabulary import EndState, NameKind, Role, Standing, TextKind, WaypointKind, WorkKind, WorkStatus

SCRIPTS = [code for code, _label in languages.SCRIPTS]
STAY_KEY = by("residency", "writer_slug", "city_slug", "country", "start", "standing", "source_url")


def _found(row: Row, store: Store, column: str, model: type[Model], kind: str) -> Any:
    text = row.text(column)
    key = key_of(kind, text)
    record = store.find(model, key) if text else None
    if key in store.refused:
        row.waits = True
    elif text and record is None:
        row.refuse(column, f"there is no {model._meta.verbose_name} “{text}”. Is it misspelled or missing?")
    return record


def _writer(row: Row, store: Store) -> Any:
    row.needed("writer_slug")
    return _found(row, store, "writer_slug", Writer, "writer")


def _country(row: Row, column: str = "country") -> str:
    return row.word(column, countries.CODES)


def _language(row: Row, column: str = "language", default: str = "") -> str:
    return row.word(column, [code for code, _name in languages.choices()], default)


def _more(row: Row, *columns: str) -> Values:
    """Return the texts of those of these columns that the file has: what it has no word on stays as it is."""
    return {column: row.text(column) for column in columns if column in row.cells}


def network_key(row: Row) -> str:
    """Return the key of a network, the same as that of one made for a membership."""
    return key_of("network", row.text("name").lower())


def source_key(url: str) -> str:
    """Return the key of a source, which stands in cells that semicolons part."""
    return key_of("source", url.replace(";", "%3B"))


def source_row_key(row: Row) -> str:
    """Return the key of a row of sources: its address, or its title where it has none."""
    return source_key(row.text("url") or row.text("title"))


def source(row: Row, store: Store) -> Values:
    """Return the fields of a source."""
    return {
        "title": row.text("title"),
        "url": row.text("url"),
        "publisher": row.text("publisher"),
        "dated": row.date("date"),
        "note": row.text("note"),
    }


def network(row: Row, store: Store) -> Values:
    """Return the fields of a network."""
    return {
        "slug": row.needed("slug"),
        "name": row.needed("name"),
        "long_name": row.text("long_name"),
        "website": row.text("website"),
    }


def city(row: Row, store: Store) -> Values:
    """Return the fields of a city."""
    row.needed("slug")
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
        **_more(row, "host_organisation"),
    }


def _network(row: Row, store: Store) -> Network | None:
    name = row.needed("network")
    slug = slugify(name)
    if not slug:
        # An empty cell is refused already.
        if name:
            row.refuse(
                "network", f"“{name}” has no Latin letters for its address. Add this network in the office first."
            )
        return None
    key = key_of("network", name.lower())
    networks = Network.objects
    found = store.find(Network, key) or networks.filter(Q(slug=slug) | Q(name__iexact=name)).order_by("pk").first()
    label = name if name.isupper() else name.capitalize()
    return found or store.make(row, "network", name, Network(slug=slug, name=label, import_key=key))


def membership(row: Row, store: Store) -> Values:
    """Return the fields of a membership; makes its network where it is new."""
    row.needed("city_slug")
    return {
        "city": _found(row, store, "city_slug", City, "city"),
        "network": _network(row, store),
        "since": row.date("since"),
        "until": row.date("until"),
        "state": row.word("state", MembershipState.values, MembershipState.UNKNOWN),
        "note": row.text("note"),
    }


def programme(row: Row, store: Store) -> Values:
    """Return the fields of a programme."""
    return {
        "slug": row.needed("slug"),
        "name": row.needed("name"),
        "organisation": row.text("organisation"),
        "website": row.text("website"),
        "since": row.date("from"),
        "until": row.date("until"),
        "note": row.text("note"),
        **({"usual_months": row.number("usual_months")} if "usual_months" in row.cells else {}),
    }


def person(row: Row, store: Store) -> Values:
    """Return the fields of a writer."""
    row.needed("slug")
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


def name(row: Row, store: Store) -> Values:
    """Return the fields of another form of a name."""
    kind = row.text("kind")
    return {
        "writer": _writer(row, store),
        "text": row.needed("name"),
        "script": row.word("script", SCRIPTS, "Latn"),
        "language": _language(row),
        "kind": NameKind.VARIANT if kind == "spelling variant" else row.word("kind", NameKind.values, NameKind.VARIANT),
    }


def stay(row: Row, store: Store) -> Values:
    """Return the fields of a residency."""
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
    values |= _more(row, "private_note")
    if "confirmed_on" in row.cells:
        values["confirmed_on"] = row.day("confirmed_on")
    elif row.yes("confirmed"):
        values["confirmed_on"] = _first_day_confirmed(row, store)
    return values


def _first_day_confirmed(row: Row, store: Store) -> date:
    # The day of the first import, so that the next one finds nothing to change.
    known = store.find(Residency, STAY_KEY(row))
    day = known.imported.get("confirmed_on") if known else None
    return date.fromisoformat(day) if day else timezone.localdate()


def work_key(row: Row) -> str:
    """Return the key of a work; a description stands in brackets where no title is known."""
    described = f"[{row.text('description')}]" if row.text("description") else ""
    return key_of("work", row.text("writer_slug"), row.text("title") or described)


def work(row: Row, store: Store) -> Values:
    """Return the fields of a work."""
    described = "description" in row.cells
    title = row.text("title") if described else row.needed("title")
    bracketed = not described and title.startswith("[") and title.endswith("]")
    return {
        "writer": _writer(row, store),
        "title": "" if bracketed else title,
        "description": title[1:-1] if bracketed else row.text("description"),
        "original_title": row.text("title_original"),
        "language": _language(row),
        "translated_title": row.text("translated_title"),
        "kind": row.word("kind", WorkKind.values, WorkKind.OTHER),
        "year": row.number("year"),
        "year_announced": row.number("year_announced"),
        "publisher": row.text("publisher"),
        "status": row.word("status", WorkStatus.values, WorkStatus.PUBLISHED),
        "note": row.text("status_note"),
        **_more(row, "translators", "stopped_by"),
    }


def waypoint(row: Row, store: Store) -> Values:
    """Return the fields of a waypoint."""
    return {
        "writer": _writer(row, store),
        "place": row.needed("place"),
        "country": _country(row),
        "starts": row.date("start"),
        "ends": row.date("end"),
        "kind": row.word("kind", WaypointKind.values),
        "note": row.text("note"),
    }


def milestone(row: Row, store: Store) -> Values:
    """Return the fields of a milestone."""
    return {"date": row.date("date"), "title": row.needed("title"), "text": row.needed("text")}


def text(row: Row, store: Store) -> Values:
    """Return the fields of a text about a writer, in any language."""
    return {
        "writer": _writer(row, store),
        "language": _language(row, default="en"),
        "kind": row.word("kind", TextKind.values, TextKind.BIOGRAPHY),
        "text": row.needed("text"),
        "translator": row.text("translator"),
        "review": row.word("review", Text.Review.values, Text.Review.UNREVIEWED),
        "reviewed_on": row.day("reviewed_on"),
    }


def biography_key(row: Row) -> str:
    """Return the key of the text that a writer's row holds beside the writer."""
    return key_of("text", row.text("slug"), "en")


def biography(row: Row, writer: Writer) -> Values:
    """Return the fields of that text."""
    return {"writer": writer, "language": "en", "text": row.text("biography")}
