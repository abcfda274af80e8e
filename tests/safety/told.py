"""What the catalogue must say of a world, by the oracle alone, and what it says, both in the same plain words."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cities.public.models import PublicCity
from tests.safety.drawing import REGION
from tests.safety.oracle import View
from tests.safety.rows import BEFORE
from tests.safety.worlds import KEPT, SHOWN_AS_SECOND, STOOD, City, Person, World
from writers.public.models import PublicWriter

Told = dict[str, Any]


def expected_person(person: Person, world: World) -> Told:
    """Return what the catalogue must say of a person; empty where it must say nothing."""
    view, shown, fields = world.view(person), person.shown, person.shown.fields
    if not view.shows("counted"):
        return {}

    def of(key: str, name: str, nothing: Any = "") -> Any:
        return fields[name] if view.shows(key) else nothing

    def there(key: str, part: str) -> list[dict[str, Any]]:
        return [row for _, row in view.there(part, getattr(shown, part))] if view.shows(key) else []

    def cited(rows: list[dict[str, Any]]) -> list[str]:
        return sorted(word for row in rows for word in row["sources"]) if view.shows("links") else []

    names = [name for at, name in view.there("names", shown.names) if view.name(at)]
    texts = [row for _, row in view.there("texts", shown.texts) if view.text(row)]
    works, pictured = there("works", "works"), view.portrait(fields["portrait"])
    stops = [row for row in there("biography", "waypoints") if view.stop(row, shown.stays)]
    return {
        "level": 3 if view.shows("name") else 2 if view.shows("row") else 1,
        "name": of("name", "name"),
        "first published": first_day(person, view) - timedelta(days=world.passed),
        "summary": of("biography", "summary"),
        "origin": of("origin", "origin"),
        "origin_label": of("origin", "origin_label"),
        "birth_year": of("life", "birth_year", None),
        "death_year": of("life", "death_year", None),
        # Beside the country of origin, what somebody writes and in which language says who it is.
        "roles": of("roles", "roles", [])[: None if view.shows("name") else 1],
        "languages": of("roles", "languages", []) if view.shows("name") else [],
        "fictional": of("row", "fictional", False),
        "names": sorted(name["text"] for name in names),
        "name sources": cited(names),
        "texts": sorted(row["text"] for row in texts),
        "works": sorted(row["description"] for row in works),
        "work sources": cited(works),
        "waypoints": sorted(row["place"] for row in stops),
        "waypoint sources": cited(stops),
        "links": sorted(shown.links) if view.shows("links") else [],
        "credit": fields["portrait_credit"] if pictured else None,
        "portraits": 3 if pictured else 0,
        "stays": sorted(
            _expected_stay(at, stay, view, world) for at, stay in enumerate(shown.stays) if view.stay(at, stay)
        ),
    }


def _expected_stay(at: int, stay: dict[str, Any], view: View, world: World) -> tuple[Any, ...]:
    note, (starts, ends) = view.note(at, stay), view.span(at, stay) or ("", "")
    programme = stay["programme"] is not None and view.programme(at, stay)
    return (
        stay["standing"],
        REGION[stay["country"]],
        stay["country"] if view.country(at, stay) else "",
        world.slug_of_city(stay["city"]) if view.city(at, stay) else "",
        f"qprogramme{stay['programme']}" if programme else "",
        _stored(starts),
        _stored(ends),
        stay["public_note"] if note else "",
        tuple(sorted(stay["sources"])) if note and view.shows("links") else (),
    )


def first_day(person: Person, view: View) -> date:
    """Return the day of first publication: an earlier one for whoever was published then under the title of today.

    A page that was withdrawn and has no title comes back as another one.
    """
    title = person.shown.fields["name"] if view.shows("name") else ""
    if person.path in SHOWN_AS_SECOND and view.moments[0].named != view.shows("name"):
        return timezone.localdate()
    came_back = person.path == "returned" and not title
    if person.path in ("once", "late") or came_back or _first_title(person, view) != title:
        return timezone.localdate()
    return timezone.localdate() - timedelta(days=BEFORE)


def _first_title(person: Person, view: View) -> str | None:
    """Return the title under which a person was first published; None where nothing could be published."""
    if person.levels[0] < 3:
        return "" if person.levels[0] else None
    named = [d for d in person.decisions if d.scope == "name" and d.state in ("stands", "ended", "ending")]
    return person.first.fields["name"] if named and not any(d.refused for d in named) else None


def expected_city(at: int, world: World) -> Told:
    """Return what the catalogue must say of a city; empty where it must say nothing."""
    city = world.cities[at]
    if city.path in ("never", "withdrawn", "fallen"):
        return {}
    said = city.second if city.path in ("late", "republished") else city.first
    edited, storied = city.path == "edited", city.path not in STOOD
    pictured = storied and said["picture"] and (not edited or city.second["picture"] == city.first["picture"])
    return {
        "slug": world.slug_of_city(at),
        "name": said["name"],
        "text": said["text"],
        "notes": _notes(city, said, edited=edited) if storied else [],
        "photographs": 3 if pictured else 0,
        "within": "" if city.within is None else world.slug_of_city(city.within),
    }


def _notes(city: City, said: dict[str, Any], *, edited: bool) -> list[str]:
    rows = [row for at, row in enumerate(said["memberships"]) if not edited or city.fates[at] == KEPT]
    return sorted(row["note"] for row in rows)


def _stored(typed: str) -> str:
    """Return a date as the catalogue keeps it: ten characters with zeros for what is unknown, how it is meant, 0000."""
    if not typed:
        return ""
    year, month, day = [*typed.removeprefix("about ").split("-"), "00", "00"][:3]
    return f"{year}-{month}-{day}{'~' if typed.startswith('about ') else '='}0000"


def actual_city(row: PublicCity) -> Told:
    """Return what the catalogue says of a city."""
    notes = sorted(membership.note for membership in row.memberships.all())
    said = {name: getattr(row, name) for name in ("slug", "name", "text", "within")}
    return {**said, "notes": notes, "photographs": row.photographs.count()}


def actual_person(row: PublicWriter) -> Told:
    """Return what the catalogue says of a person."""
    plain = "level name summary origin origin_label birth_year death_year roles languages fictional".split()
    works = list(row.works.all())
    return {name: getattr(row, name) for name in plain} | {
        "first published": row.first_published_on,
        "names": sorted(name["text"] for name in row.names),
        "name sources": sorted(source["title"] for name in row.names for source in name["sources"]),
        "texts": sorted(text["text"] for text in row.texts),
        "works": sorted(work.description for work in works),
        "work sources": sorted(source["title"] for work in works for source in work.sources),
        "waypoints": sorted(stop["place"] for stop in row.waypoints),
        "waypoint sources": sorted(source["title"] for stop in row.waypoints for source in stop["sources"]),
        "links": sorted(source["title"] for source in row.links),
        "credit": row.portrait.get("credit"),
        "portraits": row.portraits.count(),
        "stays": sorted(_actual_stay(stay) for stay in row.residencies.all()),
    }


def _actual_stay(stay: Any) -> tuple[Any, ...]:
    starts, ends = (date.stored if date else "" for date in (stay.starts, stay.ends))
    sources = tuple(sorted(source["title"] for source in stay.sources))
    host = (stay.standing, stay.region, stay.country, stay.city_id or "", stay.programme)
    if not starts and not ends:
        # Without days there is no status, whatever the record knows.
        assert stay.standing == "accepted" or (stay.now_from, stay.past_from) == (None, None)
    return (*host, starts, ends, stay.note, sources)


def assert_served(world: World) -> None:
    """Compare the whole catalogue with what the oracle expects of the world."""
    people = [told for person in (*world.people, *world.strangers) if (told := expected_person(person, world))]
    _assert_equal([actual_person(row) for row in PublicWriter.objects.all()], people)
    cities = [told for at in range(len(world.cities)) if (told := expected_city(at, world))]
    _assert_equal([actual_city(row) for row in PublicCity.objects.all()], cities)


def _assert_equal(actual: list[Told], expected: list[Told]) -> None:
    # Said in this way, a failure shows what differs alone.
    differing = [told for told in actual if told not in expected], [told for told in expected if told not in actual]
    assert differing == ([], [])
    assert len(actual) == len(expected)
