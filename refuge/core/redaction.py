"""Decides what is public. One pure function, `redact`, and the words it is written in.

Every fact is judged by itself, from the clearances, the listed cities and the day. That is why `redact` is
idempotent (judging twice changes nothing) and monotone (more facts, clearances or cities never show less).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from refuge.core.characters import plain_value

# Below this many listed cities, the name of a country is the name of a city.
CITIES_THAT_HIDE_ONE = 3


class Level(models.IntegerChoices):
    """How much of a person the public may see at all."""

    NOTHING = 0, _("Nothing: not public in any way")
    COUNTED = 1, _("Counted: adds one to the totals, nothing else")
    UNNAMED = 2, _("Unnamed: shown as “name withheld”, with the cleared facts only")
    NAMED = 3, _("Named: has a page of their own")


class Scope(models.TextChoices):
    """What one clearance is about."""

    NAME = "name", _("Name as published")
    OTHER_NAME = "other name", _("One other form of the name")
    PORTRAIT = "portrait", _("Portrait")
    ORIGIN = "origin", _("Country of origin")
    HOST_COUNTRY = "host country", _("Host country")
    HOST_CITY = "host city", _("Host city")
    DATES = "dates of stay", _("Dates of stay")
    BIOGRAPHY = "biography", _("Biography")
    BIRTH_YEAR = "birth year", _("Year of birth and of death")
    WORKS = "works", _("Works, forms and languages of writing")
    LINKS = "links", _("Links and sources")


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement a record makes.

    `scopes` must all be cleared; a fact that would name the person has `Scope.NAME` among them. `of` is the id
    of the row it belongs to. `city` must be listed. `country` must not give a city away, unless
    `via_city` is public itself. `least` is the lowest level at which it may show. `value` is JSON.
    """

    kind: str
    value: Any
    scopes: tuple[str, ...] = ()
    of: str = ""
    city: str = ""
    country: str = ""
    via_city: str = ""
    least: int = Level.UNNAMED

    def __post_init__(self) -> None:
        # Past every form a record may hold characters that nobody sees, or that turn others round.
        object.__setattr__(self, "value", plain_value(self.value))

    def as_json(self) -> dict[str, Any]:
        """Return the fact as a Publication keeps it."""
        return {**asdict(self), "scopes": list(self.scopes), "least": int(self.least)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Fact":
        """Return the fact a Publication kept."""
        return cls(**{**data, "scopes": tuple(data["scopes"])})


@dataclass(frozen=True, slots=True)
class Grant:
    """One clearance as `redact` reads it; `of` is a name's id where the scope is `Scope.OTHER_NAME`."""

    scope: str
    of: str = ""
    granted_on: date | None = None
    withdrawn_on: date | None = None
    knowing: bool = False

    def is_live(self, today: date) -> bool:
        """Say whether the person's word stands on this day."""
        given = self.granted_on is None or self.granted_on <= today
        return given and (self.withdrawn_on is None or self.withdrawn_on > today)


@dataclass(frozen=True, slots=True)
class Clearances:
    """A person's decisions: one level for everything, and the grants scope by scope."""

    level: int = Level.NOTHING
    grants: tuple[Grant, ...] = ()

    def up_to(self, level: int) -> "Clearances":
        """Return the same decisions for somebody of whom no more than this level is to be shown."""
        return replace(self, level=min(self.level, level))


# Cities, milestones and pages are nobody's secret: their facts need no scope, and no name has to be cleared.
NOT_A_PERSON = Clearances(level=Level.UNNAMED)


@dataclass(frozen=True, slots=True)
class Place:
    """A listed city; `shows_unnamed` is the city's own word that a guest without a name may appear there.

    An invented one (`hides_others` is false) hides nobody: readers know that nobody can be there.
    """

    country: str
    slug: str
    shows_unnamed: bool = False
    hides_others: bool = True


Places = Mapping[str, Place]  # by the record's id


@dataclass(frozen=True, slots=True)
class _Judge:
    """The circumstances under which facts are judged."""

    level: int
    live: frozenset[tuple[str, str]]
    knows_country: bool
    places: Places
    listed: Counter[str] = field(default_factory=Counter)

    def passes(self, fact: Fact) -> bool:
        return (
            self.level >= fact.least
            and all(self.is_cleared(scope, fact.of) for scope in fact.scopes)
            and (not fact.city or self.shows_city(fact.city))
            and (not fact.country or self.shows_country(fact.country, fact.via_city))
        )

    def is_cleared(self, scope: str, of: str) -> bool:
        if scope == Scope.NAME and self.level < Level.NAMED:
            return False
        return (scope, of if scope == Scope.OTHER_NAME else "") in self.live

    def shows_city(self, city: str) -> bool:
        place = self.places.get(city)
        return place is not None and (self.level == Level.NAMED or place.shows_unnamed)

    def shows_country(self, country: str, via_city: str) -> bool:
        if self.knows_country or self.listed[country] >= CITIES_THAT_HIDE_ONE:
            return True
        return bool(via_city) and self.is_cleared(Scope.HOST_CITY, "") and self.shows_city(via_city)


def redact(facts: Iterable[Fact], clearances: Clearances, places: Places, today: date) -> tuple[Fact, ...]:
    """Return those facts that may be public on this day, in the order given.

    A named person whose name is not cleared shows nothing at all: a page that loses its name is withdrawn,
    and does not turn into a nameless row beside which the old name would still be remembered.
    """
    grants = [grant for grant in clearances.grants if grant.is_live(today)]
    judge = _Judge(
        level=clearances.level,
        live=frozenset((grant.scope, grant.of) for grant in grants),
        knows_country=any(grant.scope == Scope.HOST_COUNTRY and grant.knowing for grant in grants),
        places=places,
        listed=Counter(place.country for place in places.values() if place.hides_others),
    )
    if clearances.level == Level.NAMED and not judge.is_cleared(Scope.NAME, ""):
        return ()
    return tuple(fact for fact in facts if judge.passes(fact))
