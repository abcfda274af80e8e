"""Draws the values of random records: every text is a word that occurs nowhere else, so that a leak is seen by it."""

from datetime import date
from random import Random
from typing import Any

from writers.public.vocabulary import NameKind, Role, WaypointKind, WorkKind, WorkStatus

COUNTRIES = ("NO", "SE", "US", "MX")
# Countries of a region none of which hides anybody by itself.
SMALL = {"europe": ("LU", "MT", "SI"), "americas": ("UY", "PY", "EC")}
REGION = {"NO": "europe", "SE": "europe", "US": "americas", "MX": "americas"}
REGION |= {country: region for region, countries in SMALL.items() for country in countries}
ORIGINS = ("IR", "CN", "CU", "BY", "")
LANGUAGES = ("fa", "zh", "es", "be", "ar")
PROGRAMMES = (None, 0, 1)
# The languages of biographies: what is said in one of them was not read in the other.
TONGUES = ("en", "fa")
# The fields of a person by what must be visible for them to be.
FIELDS_OF = {
    "row": ("fictional",),
    "name": ("name", "sort_name"),
    "origin": ("origin", "origin_label"),
    "life": ("birth_year", "death_year"),
    "roles": ("roles", "languages"),
    "biography": ("summary",),
    "portrait": ("portrait", "portrait_credit", "portrait_licence", "portrait_alt"),
}


def word(rng: Random) -> str:
    """Return a word that no language has and no other draw gives."""
    return "q" + "".join(rng.choice("bcdfghjklmnpqrstvwxz") for _ in range(9))


def maybe(rng: Random, likely: float = 0.7) -> str:
    """Return a word or nothing."""
    return word(rng) if rng.random() < likely else ""


def sources(rng: Random) -> list[str]:
    """Return the words of up to two sources."""
    return [word(rng) for _ in range(rng.randint(0, 2))]


def city(rng: Random) -> dict[str, Any]:
    """Return the fields of a city, its country and its word left out."""
    return {
        "name": word(rng),
        "local_name": maybe(rng),
        "latitude": round(rng.uniform(35, 70), 2),
        "longitude": round(rng.uniform(-10, 30), 2),
        "text": maybe(rng),
        "host_organisation": maybe(rng),
        "website": f"https://{word(rng)}.example/" if rng.random() < 0.5 else "",
        "fictional": rng.random() < 0.1,
        # What hides people is drawn with the world: see there.
        "takes_no_guests": True,
        "memberships": [membership(rng) for _ in range(rng.randint(0, 2))],
        "sources": sources(rng),
        "picture": maybe(rng, 0.4),
    }


def membership(rng: Random) -> dict[str, Any]:
    """Return one interval of a city in a network."""
    return {
        "network": rng.choice((0, 1)),
        "state": rng.choice(("active", "left", "paused")),
        "since": rng.choice(("", "2006-06")),
        "until": rng.choice(("", "2014")),
        "note": maybe(rng),
        "sources": sources(rng),
    }


def fields(rng: Random) -> dict[str, Any]:
    """Return the fields of a writer."""
    name, picture = word(rng), maybe(rng, 0.6)
    born = rng.choice((None, rng.randint(1920, 1990)))
    return {
        "name": name.capitalize(),
        "sort_name": rng.choice(("", name, word(rng))),
        "summary": maybe(rng),
        "origin": rng.choice(ORIGINS),
        "origin_label": maybe(rng, 0.4),
        "birth_year": born,
        "death_year": rng.choice((None, (born or 1980) + 30)),
        "roles": rng.sample(Role.values, rng.randint(0, 3)),
        "languages": rng.sample(LANGUAGES, rng.randint(0, 2)),
        "portrait": picture,
        "portrait_credit": word(rng),
        "portrait_licence": maybe(rng),
        "portrait_alt": word(rng),
        "fictional": rng.random() < 0.2,
    }


def name(rng: Random) -> dict[str, Any]:
    """Return another form of a name."""
    script, language = rng.choice((("Latn", "es"), ("Arab", "fa"), ("Cyrl", "be")))
    kind = rng.choice(NameKind.values)
    return {"text": word(rng), "script": script, "language": language, "kind": kind, "sources": sources(rng)}


def texts(rng: Random) -> list[dict[str, Any]]:
    """Return the biographies, at most one in each language."""
    return [text(rng, language) for language in sorted(rng.sample(TONGUES, rng.randint(0, 2)))]


def text(rng: Random, language: str) -> dict[str, Any]:
    """Return a biography in one language, of one to three sentences."""
    said = " ".join(f"{word(rng).capitalize()}." for _ in range(rng.randint(1, 3)))
    return {"language": language, "text": said, "translator": maybe(rng, 0.5), "review": "unreviewed"}


def stay(rng: Random, cities: list[Any]) -> dict[str, Any]:
    """Return a stay in one of the cities, or only in a country."""
    # The first city hosts often: what several guests of one city give away together is seen only where they meet.
    at = 0 if rng.random() < 0.4 else rng.choice((None, *range(len(cities)), *range(len(cities))))
    year, month = rng.randint(1993, 2023), rng.randint(1, 12)
    began = rng.choice(("", f"{year}", f"{year}-{month:02}", f"{year}-{month:02}-17", "about 2010"))
    ended = f"{rng.randint(2024, 2025)}" if rng.random() < 0.3 else ""
    return {
        "city": at,
        "country": rng.choice(COUNTRIES) if at is None else cities[at].country,
        "programme": rng.choice(PROGRAMMES),
        "starts": began,
        "ends": ended,
        "planned_end": rng.choice(("", "2025-06", "2031")),
        "end_state": "ended" if ended else rng.choice(("ended", "ongoing", "unknown")),
        "confirmed": rng.choice((None, 20, 500)),
        "standing": rng.choice(("accepted", "accepted", "disputed")),
        "ceiling": rng.choice((3, 3, 3, 3, 3, 2, 1, 0)),
        "public_note": maybe(rng),
        "private_note": maybe(rng),
        "sources": sources(rng),
    }


def work(rng: Random) -> dict[str, Any]:
    """Return a work."""
    return {
        "title": maybe(rng),
        "description": word(rng),
        "original_title": maybe(rng),
        "language": rng.choice(LANGUAGES),
        "translated_title": maybe(rng),
        "kind": rng.choice(WorkKind.values),
        "year": rng.choice((None, rng.randint(1950, 2020))),
        "year_announced": rng.choice((None, rng.randint(1950, 2020))),
        "publisher": maybe(rng),
        "translators": maybe(rng),
        "status": rng.choice(WorkStatus.values),
        "stopped_by": maybe(rng),
        "note": maybe(rng),
        "sources": sources(rng),
    }


def waypoint(rng: Random) -> dict[str, Any]:
    """Return a stop on the road."""
    return {
        "place": word(rng),
        "country": rng.choice((*COUNTRIES, "")),
        "starts": rng.choice(("", "1999", "2001-03")),
        "ends": rng.choice(("", "2005")),
        "kind": rng.choice(WaypointKind.values),
        "note": maybe(rng),
        "sources": sources(rng),
    }


def milestone(rng: Random) -> dict[str, Any]:
    """Return an event of the history."""
    return {"date": rng.choice(("1993-07", "2005", "2006-06")), "title": word(rng), "text": word(rng)}


def page(rng: Random) -> dict[str, Any]:
    """Return a page of text; its address and language are the same for all."""
    return {"slug": "safety", "language": "en", "title": word(rng), "text": word(rng)}


def private(rng: Random) -> dict[str, str]:
    """Return what nobody may ever read: the dossier, the evidence, the reason of a hold."""
    words = {name: word(rng) for name in ("legal_name", "contact", "address", "risks", "evidence", "hold")}
    return words | {"granted_on": date(rng.randint(2010, 2020), 1, 1).isoformat()}
