"""What may be public, said a second time and in other words than the product's: the tests believe this file alone.

`FIELDS` says of every column of every record which clearance it needs. A new column without a line here fails.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from refuge.core.scopes import Scope

# What a listed city, a published milestone or a page shows; what nobody may ever read; what only ties rows together.
LISTED, PRIVATE, TIES = "with its page", "never", "no fact"
BIOGRAPHY, WORKS, DATES = Scope.BIOGRAPHY.value, Scope.WORKS.value, Scope.DATES.value

_NEVER = "version import_key imported id"
FIELDS: dict[str, dict[str, str]] = {
    "writers.Writer": {
        "level": TIES,
        "name sort_name": Scope.NAME,
        "summary": BIOGRAPHY,
        "origin origin_label": Scope.ORIGIN,
        "birth_year death_year": Scope.BIRTH_YEAR,
        "roles languages": WORKS,
        "sources": Scope.LINKS,
        "portrait portrait_credit portrait_licence portrait_alt": Scope.PORTRAIT,
        "fictional": LISTED,
        "search_key unpublished": PRIVATE,
    },
    "writers.Name": {"text script language kind": Scope.OTHER_NAME, "sources": Scope.LINKS, "writer": TIES},
    "writers.Text": {"language kind text translator": BIOGRAPHY, "review reviewed_on": PRIVATE, "writer": TIES},
    "writers.Residency": {
        "country standing": Scope.HOST_COUNTRY,
        "city": Scope.HOST_CITY,
        "starts ends planned_end end_state confirmed_on": DATES,
        "programme": Scope.HOST_COUNTRY,
        "public_note": DATES,
        "sources": Scope.LINKS,
        "private_note": PRIVATE,
        "writer": TIES,
    },
    "writers.Waypoint": {"place country starts ends kind note": BIOGRAPHY, "sources": Scope.LINKS, "writer": TIES},
    "writers.Work": {
        "title description original_title language translated_title kind year year_announced": WORKS,
        "publisher translators status stopped_by note": WORKS,
        "sources": Scope.LINKS,
        "writer": TIES,
    },
    "writers.Clearance": {
        "scope name knowing granted_on withdrawn_on writer": TIES,
        "basis review_on evidence sources": PRIVATE,
    },
    "writers.Dossier": {"writer legal_name contact address risks": PRIVATE},
    "cities.City": {
        "name local_name country kind latitude longitude text host_organisation website": LISTED,
        "photograph photograph_credit photograph_licence photograph_alt sources fictional": LISTED,
        "shows_unnamed_guests always_dark": TIES,
        "unpublished": PRIVATE,
    },
    "cities.Network": {"slug name": LISTED, "long_name website": PRIVATE},
    "cities.Membership": {"network state since until note sources": LISTED, "city": TIES},
    "cities.Programme": {
        "name": Scope.HOST_COUNTRY,
        "usual_months": DATES,
        "slug organisation website since until note": PRIVATE,
    },
    "writers.Note": {"city stay by at text remark read_on": PRIVATE},
    "cities.Coordinator": {"user city since until": PRIVATE},
    "cities.Milestone": {"date title text sources": LISTED, "unpublished": PRIVATE},
    "cities.Page": {"slug language title text": LISTED, "unpublished": PRIVATE},
    "office.Source": {"title url publisher dated note": LISTED},
}


def rules_of(label: str) -> dict[str, str]:
    """Return the rule of every column of a record, by its name."""
    said = {name: rule for names, rule in FIELDS.get(label, {}).items() for name in names.split()}
    return {**dict.fromkeys(_NEVER.split(), PRIVATE), **said}


# A listed city's country, its word that guests without a name may appear there, and whether it is real.
Places = dict[int, tuple[str, bool, bool]]


@dataclass(frozen=True)
class Moment:
    """What counts at one time: the person's level and decisions, and the listed cities with their word."""

    level: int
    scopes: frozenset[str]
    names: frozenset[int]
    knowing: bool
    places: Places

    @property
    def named(self) -> bool:
        """Say whether the person has a page."""
        return self.level == 3 and Scope.NAME in self.scopes

    @property
    def row(self) -> bool:
        """Say whether the person has a row."""
        return self.named or self.level == 2

    def has(self, *scopes: str) -> bool:
        """Say whether all these scopes are cleared for somebody with a row."""
        return self.row and set(scopes) <= self.scopes

    def city(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's city may be told."""
        listed = self.places.get(stay["city"])
        told = self.has(Scope.HOST_COUNTRY, Scope.HOST_CITY)
        return told and listed is not None and (self.named or listed[1])

    def country(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's country may be told: not where it would give a hidden city away."""
        listed = sum(real and country == stay["country"] for country, _word, real in self.places.values())
        return self.has(Scope.HOST_COUNTRY) and (self.knowing or listed >= 3 or self.city(stay))


RULES: dict[str, Callable[[Moment], bool]] = {
    "counted": lambda at: at.row or at.level == 1,
    "row": lambda at: at.row,
    "name": lambda at: at.named,
    "origin": lambda at: at.has(Scope.ORIGIN),
    "life": lambda at: at.has(Scope.BIRTH_YEAR),
    "roles": lambda at: at.has(Scope.WORKS),
    "works": lambda at: at.named and at.has(Scope.WORKS),
    "biography": lambda at: at.named and at.has(Scope.BIOGRAPHY),
    "portrait": lambda at: at.named and at.has(Scope.PORTRAIT),
    "links": lambda at: at.named and at.has(Scope.LINKS),
    "host": lambda at: at.has(Scope.HOST_COUNTRY),
    "dates": lambda at: at.has(Scope.HOST_COUNTRY, Scope.DATES),
}


@dataclass(frozen=True)
class View:
    """What of a person is visible: what counted at every moment since it was published."""

    moments: tuple[Moment, ...]

    def shows(self, key: str) -> bool:
        """Say whether one kind of fact is visible; see `RULES`."""
        return bool(self.moments) and all(RULES[key](at) for at in self.moments)

    def name(self, at: int) -> bool:
        """Say whether another form of the name is visible."""
        return self.shows("name") and all(at in moment.names for moment in self.moments)

    def city(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's city is visible."""
        return bool(self.moments) and all(at.city(stay) for at in self.moments)

    def country(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's country is visible."""
        return bool(self.moments) and all(at.country(stay) for at in self.moments)

    def programme(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's programme is visible: it may name the host, so it needs all of it, city or not."""
        told = all(at.has(Scope.HOST_CITY) for at in self.moments)
        return told and self.country(stay) and (stay["city"] is None or self.city(stay))

    def note(self, stay: dict[str, Any]) -> bool:
        """Say whether a stay's note is visible: it may say anything about it."""
        return self.programme(stay) and self.shows("dates") and self.shows("name")


def view_of(person: Any, cities: list[Any]) -> View:
    """Return what of a person is visible at the end of a world's story."""
    first, middle, last = _places(cities)
    if person.path in ("never", "withdrawn"):
        return View(())
    now = {scope for scope, state in person.scopes.items() if state in ("stands", "late")}
    then = {scope for scope, state in person.scopes.items() if state in ("stands", "ended")}
    names_now = {at for at, state in enumerate(person.name_states) if state in ("stands", "late")}
    names_then = {at for at, state in enumerate(person.name_states) if state in ("stands", "ended")}
    knows = person.knowing

    def moment(level: int, scopes: set[str], names: set[int], places: Places) -> Moment:
        return Moment(level, frozenset(scopes), frozenset(names), knows and Scope.HOST_COUNTRY in scopes, places)

    if person.path == "once":
        return View((moment(person.levels[0], then, names_then, last),))
    if person.path in ("early", "edited"):
        # A raised level waits for publishing, in all that depends on it.
        present = (moment(min(person.levels), now, names_now, places) for places in (middle, last))
        return View((moment(person.levels[0], then, names_then, first), *present))
    # Whoever was published at the end may have been lowered since.
    level = person.levels[1] if person.lowered is None else person.lowered
    return View((moment(person.levels[1], now, names_now, last), moment(level, now, names_now, last)))


def _places(cities: list[Any]) -> list[Places]:
    """Return the listed cities when people were first published, after some were withdrawn, and at the end."""
    first: Places = {}
    middle: Places = {}
    last: Places = {}
    for at, city in enumerate(cities):
        at_first, now = city.word
        real, real_now = not city.first["fictional"], not city.second["fictional"]
        if city.path in ("early", "edited", "republished", "withdrawn", "standing", "fallen"):
            first[at] = (city.country, at_first, real)
        if city.path in ("early", "edited", "republished", "standing"):
            middle[at] = last[at] = (city.country, at_first and now, real)
        if city.path in ("late", "republished"):
            last[at] = (city.country, now, real_now)
    return [first, middle, last]
