"""What may be public, said a second time and in other words than the product's: the tests believe this file alone.

`FIELDS` says of every column of every record which clearance it needs. A new column without a line here fails.
`View` says what of a person is visible, from what they decided, what was read to them and what counted when.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from refuge.core.scopes import Scope
from tests.safety.deciding import OF_A_STAY, Decision, said
from tests.safety.moment import Moment, Places

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
        "languages_without_a_name": TIES,
        "search_key closed_words unpublished": PRIVATE,
    },
    "writers.Name": {"text script language kind": Scope.OTHER_NAME, "sources": Scope.LINKS, "writer": TIES},
    "writers.Text": {"language kind text translator": BIOGRAPHY, "review reviewed_on": PRIVATE, "writer": TIES},
    "writers.Residency": {
        "country standing": Scope.HOST_COUNTRY,
        "city": Scope.HOST_CITY,
        "starts ends planned_end end_state confirmed_on": DATES,
        "programme": Scope.HOST_COUNTRY,
        "ceiling": TIES,
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
        "scope refused name residency picture languages knowing read granted_on withdrawn_on writer": TIES,
        "basis review_on evidence sources seen_on": PRIVATE,
    },
    "writers.Dossier": {"writer legal_name contact address risks": PRIVATE},
    "cities.City": {
        "name local_name country kind latitude longitude text host_organisation website": LISTED,
        "photograph photograph_credit photograph_licence photograph_alt sources fictional": LISTED,
        "within takes_no_guests": LISTED,
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


# Which decisions count when people are first published, which at the end of the story, and which on the day after it.
COUNTS = {
    "then": ("stands", "ended", "ending"),
    "now": ("stands", "late", "ending"),
    "the day after then": ("stands", "ended", "tomorrow"),
    "the day after now": ("stands", "late", "tomorrow"),
}

RULES: dict[str, Callable[[Moment], bool]] = {
    "counted": lambda at: at.row or at.level == 1,
    "row": lambda at: at.row,
    "name": lambda at: at.named,
    "origin": lambda at: at.has(Scope.ORIGIN),
    "life": lambda at: at.has(Scope.BIRTH_YEAR),
    "roles": lambda at: at.has(Scope.WORKS),
    "works": lambda at: at.named and at.has(Scope.WORKS),
    # The one sentence and the road are read in English.
    "biography": lambda at: at.named and at.has(Scope.BIOGRAPHY, "en"),
    "links": lambda at: at.named and at.has(Scope.LINKS),
}


@dataclass(frozen=True)
class View:
    """What of a person is visible: what counted at every moment since it was published, of what is still there.

    `gone` are rows of the version that is shown, as part and place: nobody has them any more, or somebody else.
    """

    moments: tuple[Moment, ...]
    gone: frozenset[tuple[str, int]] = frozenset()
    # Those of them that went in the story itself, and say nothing any more at any later moment.
    lost: frozenset[tuple[str, int]] = frozenset()

    def shows(self, key: str) -> bool:
        """Say whether one kind of fact is visible; see `RULES`."""
        return self._always(RULES[key])

    def _always(self, told: Callable[[Moment], bool]) -> bool:
        return bool(self.moments) and all(told(at) for at in self.moments)

    def there(self, part: str, rows: list[Any]) -> Iterator[tuple[int, Any]]:
        """Yield the rows that are still there, each with its place."""
        yield from ((at, row) for at, row in enumerate(rows) if (part, at) not in self.gone)

    def name(self, at: int) -> bool:
        """Say whether another form of the name is visible, if it is still there."""
        return self._always(lambda then: then.named and then.has(Scope.OTHER_NAME, at))

    def portrait(self, word: str) -> bool:
        """Say whether a picture is visible: this one and no other."""
        there = bool(word) and ("portrait", 0) not in self.gone
        return there and self._always(lambda then: then.named and then.has(Scope.PORTRAIT, word))

    def text(self, row: dict[str, Any]) -> bool:
        """Say whether a biography is visible, if it is still there."""
        return self._always(lambda then: then.text(row))

    def stay(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether anything of a stay is visible."""
        return ("stays", at) not in self.gone and self._always(lambda then: then.stay(at, stay))

    def city(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's city is visible."""
        return self.stay(at, stay) and self._always(lambda then: then.city(at, stay))

    def country(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's country is visible."""
        return self.stay(at, stay) and self._always(lambda then: then.country(at, stay))

    def stop(self, row: dict[str, Any], stays: list[dict[str, Any]]) -> bool:
        """Say whether a stop on the road is visible: not in a country in which the host of a stay is hidden, nor where
        nobody entered in which it is."""
        return all(
            (row["country"] and row["country"] != stay["country"]) or then.whole(at, stay)
            for at, stay in enumerate(stays)
            for then in self.moments[: 1 if ("stays", at) in self.lost else None]
        )

    def programme(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's programme is visible: it may name the host, so it needs all of it, city or not."""
        return self.stay(at, stay) and self._always(lambda then: then.whole(at, stay))

    def note(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's note is visible: it may say anything about it."""
        return self.programme(at, stay) and self._always(lambda then: then.named and then.has(Scope.DATES, at))

    def span(self, at: int, stay: dict[str, Any]) -> tuple[str, str] | None:
        """Return a stay's dates as they are visible, in the form in which they are typed; None where they are not."""
        told: tuple[str, str] | None = (stay["starts"], stay["ends"])
        for then in self.moments if self.stay(at, stay) else ():
            told = then.span(at, stay, told) if told else None
        return told if self.stay(at, stay) else None


def view_of(person: Any, cities: list[Any], hiding: frozenset[str], *, next_day: bool = False) -> View:
    """Return what of a person is visible at the end of a world's story, or on the next day."""
    if person.path in ("never", "withdrawn"):
        return View(())
    view = _at_the_end(person, cities)
    view = replace(view, lost=view.gone - frozenset(person.gone))
    view = replace(view, moments=tuple(replace(then, hiding=hiding, _found={}) for then in view.moments))
    if next_day:
        # Whoever was published at the end alone has lived through nothing else.
        after = "the day after then" if person.path == "once" else "the day after now"
        passed = replace(view.moments[-1], decisions=tuple(_counting(person, after)), _found={})
        view = replace(view, moments=(*view.moments, passed))
    return view


def _at_the_end(person: Any, cities: list[Any]) -> View:
    first, middle, last = _places(cities)
    then, now = (tuple(_counting(person, when)) for when in ("then", "now"))
    was = tuple(stay["ceiling"] for stay in person.shown.stays)
    lowered = tuple(min(is_now, person.lowered_stays.get(at, 3)) for at, is_now in enumerate(_ceilings(person)))
    gone = frozenset(_gone(person))
    if person.path == "once":
        return View((Moment(person.levels[0], then, was, last),), gone)
    if person.path in ("early", "edited"):
        # A raised level waits for publishing, in all that depends on it.
        present = (Moment(min(person.levels), now, lowered, places) for places in (middle, last))
        return View((Moment(person.levels[0], then, was, first), *present), gone)
    # Whoever was published at the end may have been lowered since.
    level = person.levels[1] if person.lowered is None else person.lowered
    return View((Moment(person.levels[1], now, was, last), Moment(level, now, lowered, last)), gone)


def _counting(person: Any, when: str) -> Iterator[Decision]:
    """Yield the decisions that count then, with what was read to the person."""
    for decision in person.decisions:
        if decision.state not in COUNTS[when] or ("now" in when and _ended_by_a_move(person, decision)):
            continue
        # Whoever decides since the edit is read what the record says since.
        of_a_lost_stay = decision.scope in OF_A_STAY and ("stays", decision.thing) in set(_gone(person))
        anew = decision.state == "late" and not of_a_lost_stay
        read = said(person.record, decision.scope, decision.thing) if anew else decision.read
        yield replace(decision, read=read)


def _ended_by_a_move(person: Any, decision: Decision) -> bool:
    """Say whether a yes ended since its stay moved.

    Where a city is only found, or lost, the yes to the city ends, and what was read of another city than is found.
    """
    stays = person.first.stays, person.second.stays
    at = decision.thing if decision.scope in OF_A_STAY and not decision.refused else None
    if at is None or decision.state in ("late", "tomorrow") or person.record is person.first:
        return False
    if at >= len(stays[0]) or person.follower("stays", at) is None:
        return False
    (city, country), (next_city, next_country) = ((rows[at]["city"], rows[at]["country"]) for rows in stays)
    if None not in (city, next_city) or country != next_country:
        return bool((city, country) != (next_city, next_country))
    # Where the city was emptied, and another one entered later, the stay has moved as well.
    read = decision.scope != Scope.DATES or decision.read["starts"] or decision.read["ends"]
    elsewhere = read and next_city is not None and decision.read["city"] not in (None, next_city)
    return bool(city != next_city and (decision.scope == Scope.HOST_CITY or elsewhere))


def _ceilings(person: Any) -> list[int]:
    """Return the ceilings in the record, of the stays of the version that is shown."""
    stays = person.record.stays
    return [stays[at]["ceiling"] if at < len(stays) else stay["ceiling"] for at, stay in enumerate(person.shown.stays)]


def _gone(person: Any) -> Iterator[tuple[str, int]]:
    """Yield the rows that were published and are no longer the person's, and the portrait where it is another now."""
    yield from person.gone
    if person.path != "edited":
        return
    if person.first.fields["portrait"] != person.second.fields["portrait"]:
        yield "portrait", 0
    for part, fates in person.fates.items():
        yield from ((part, at) for at, fate in enumerate(fates) if fate != "kept")


def _places(cities: list[Any]) -> list[Places]:
    """Return the listed cities when people were first published, after some were withdrawn, and at the end."""
    first: Places = {}
    middle: Places = {}
    last: Places = {}
    for at, city in enumerate(cities):
        at_first, now = city.word
        if city.path in ("early", "edited", "republished", "withdrawn", "standing", "fallen"):
            first[at] = (city.country, at_first)
        if city.path in ("early", "edited", "republished", "standing"):
            middle[at] = last[at] = (city.country, at_first and now)
        if city.path in ("late", "republished"):
            last[at] = (city.country, now)
    return [first, middle, last]
