"""Plays a world in which somebody hides: through the real door, day by day, by staff who take a refusal for a refusal.

Whoever plays knows the truth; the attacker is handed answers, days, and nothing else.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import models
from django.test import override_settings
from django.utils import timezone

from cities.models import City, CityPublication, Membership, Network
from refuge.core import editions, publishing
from refuge.core.partial_dates import PartialDate
from refuge.core.publishables import publishable
from refuge.core.scopes import Level, Rung, Scope
from refuge.office.models import User
from tests.safety.attacker.places import REGION_OF
from tests.safety.attacker.reading import unnamed
from tests.safety.attacker.site import Site
from tests.safety.attacker.visit import Visit
from tests.safety.build import steady_handles
from tests.safety.hidden_acts import CITIES, PEOPLE, Publisher
from tests.safety.hidden_worlds import Act, World
from tests.safety.rows import made
from tests.safety.surface import Surface
from writers.models import Clearance, Residency, Writer, WriterPublication

ORIGINS = {
    "IR": "Iran",
    "SY": "Syria",
    "AF": "Afghanistan",
    "ER": "Eritrea",
    "CN": "China",
    "CU": "Cuba",
    "BY": "Belarus",
    "TR": "Türkiye",
    "VN": "Vietnam",
    "BD": "Bangladesh",
    "PK": "Pakistan",
    "IQ": "Iraq",
    "EG": "Egypt",
    "SD": "Sudan",
    "YE": "Yemen",
}
SCENE = timedelta(days=30)
ASKED = date(2020, 1, 1)
SCOPES = {"country": Scope.HOST_COUNTRY, "city": Scope.HOST_CITY, "dates": Scope.DATES}


@dataclass(frozen=True)
class Where:
    """The city of a stay, whether it may be told, and whether the person knows that the country names it."""

    city: str
    told: bool
    knowing: bool


@dataclass
class Truth:
    """What is so at one look: who is where, of whom no name may be said, who is who, who was published first when."""

    stays: dict[tuple[str, str], list[Where]]
    secret: set[str]
    pages: dict[str, int]
    days: dict[str, date]


class _AnyDatetime(type):
    """Takes every moment for one of its own, as whoever asks the clock does."""

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, datetime)


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let a block play at noon of a day, by every clock: columns that fill themselves ask one that stays what it is."""
    noon = datetime.combine(day, time(12), UTC)
    clock = _AnyDatetime("Clock", (), {"now": staticmethod(lambda tz=None: noon)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "datetime", clock)
        yield


def partial(typed: str) -> PartialDate | None:
    return PartialDate.parse(typed) if typed else None


class Play:
    """One world in the database; `sites` and `truths` are those of each look."""

    def __init__(self, world: World) -> None:
        self.world, self.surface = world, Surface()
        self.day = world.begins
        self.labels: dict[tuple[type, int], str] = {}
        self.sites: list[Site] = []
        self.truths: list[Truth] = []
        self.acted: list[set[str]] = []

    def play(self) -> None:
        """Play the whole story, and look at the site when it is time."""
        with (
            override_settings(SIMPLE_HISTORY_ENABLED=False, REFUGE_HIDING_PLACES=self.world.k),
            steady_handles(self.labels),
        ):
            self.publisher = Publisher(made(User, [{"username": "staff"}])[0])
            self._make()
            self._scene()
            touched: set[str] = set()
            for number in range(len(self.world.acts) + 1):
                if number in self.world.looks:
                    with on(self.day):
                        self._look(touched)
                    touched = set()
                if number < len(self.world.acts):
                    act = self.world.acts[number]
                    self.day += timedelta(days=act.days)
                    with on(self.day):
                        touched |= self._do(act)

    # The records

    def _make(self) -> None:
        networks = made(Network, [{"slug": f"net{n}", "name": f"Net{n}"} for n in range(2)])
        columns = [
            {
                "name": city.name,
                "country": city.country,
                "fictional": city.fictional,
                "takes_no_guests": not city.takes_guests,
                "shows_unnamed_guests": city.word,
            }
            for city in self.world.cities
        ]
        self.cities = made(City, columns)
        for city, record in zip(self.world.cities, self.cities, strict=True):
            if city.within is not None:
                models.QuerySet(City).filter(pk=record.pk).update(within=self.cities[city.within])
        rows = [(self.cities[at], member) for at, city in enumerate(self.world.cities) for member in city.members]
        made(
            Membership,
            [
                {
                    "city": city,
                    "network": networks[member.network],
                    "state": member.state,
                    "since": partial(member.since),
                    "until": partial(member.until),
                }
                for city, member in rows
            ],
        )
        people = [
            {"level": person.level, "name": person.name, "origin": person.origin, "roles": [person.role]}
            for person in self.world.people
        ]
        self.people = made(Writer, people)
        self.labels |= {(City, record.pk): f"city {at}" for at, record in enumerate(self.cities)}
        self.labels |= {(Writer, record.pk): f"person {at}" for at, record in enumerate(self.people)}
        self._stays()

    def _stays(self) -> None:
        told = [(at, stay) for at, person in enumerate(self.world.people) for stay in person.stays]
        stay_of: dict[int, list[tuple[Any, Residency]]] = defaultdict(list)
        rows = [
            {
                "writer": self.people[at],
                "city": self.cities[stay.city],
                "country": self.world.cities[stay.city].country,
                "starts": partial(stay.starts),
                "planned_end": partial(stay.planned),
                "ends": partial(stay.ends),
                "end_state": "ended" if stay.ends else "unknown",
                "standing": "disputed" if stay.disputed else "accepted",
                "ceiling": stay.ceiling,
            }
            for at, stay in told
        ]
        for record, (at, stay) in zip(made(Residency, rows), told, strict=True):
            stay_of[at].append((stay, record))
        made(Clearance, [row for at in range(len(self.people)) for row in self._clearances(at, stay_of[at])])

    def _clearances(self, at: int, stays: list[tuple[Any, Residency]]) -> Iterator[dict[str, Any]]:
        """Yield what a person gave, and what was read to them: all that the record says now."""
        facts = publishable(Writer).facts_of(self.people[at])
        common = {"writer": self.people[at], "granted_on": ASKED, "seen_on": ASKED, "evidence": "By letter."}
        yield from ({**common, "scope": scope} for scope in (Scope.NAME, Scope.ORIGIN, Scope.WORKS))
        for stay, record in stays:
            for scope in sorted(stay.scopes):
                about = publishable(Writer).schema.asked_under(SCOPES[scope], str(record.pk), facts)
                of = {"residency": record, "read": [fact.as_json() for fact in about]}
                yield {**common, "scope": SCOPES[scope], **of, "knowing": stay.knowing and scope == "country"}

    # The story

    def _scene(self) -> None:
        opened = sorted((city.opened, at) for at, city in enumerate(self.world.cities) if city.opened >= 0)
        for ago, at in reversed(opened):
            with on(self.world.begins - SCENE - timedelta(days=ago)):
                self.publisher.publish(self.cities[at])
        with on(self.world.begins - SCENE):
            for at, person in enumerate(self.world.people):
                if person.shown:
                    self.publisher.publish(self.people[at])

    def _do(self, act: Act) -> set[str]:
        """Do what an act says; return by what whoever was acted upon is known."""
        if act.what in CITIES:
            CITIES[act.what](self.publisher, City.objects.get(pk=self.cities[act.which].pk))
        if act.what not in PEOPLE:
            return set()
        who = {self._who(act.which)}
        PEOPLE[act.what](self.publisher, Writer.objects.get(pk=self.people[act.which].pk))
        return who | {self._who(act.which)}

    def _who(self, at: int) -> str:
        record = self.people[at]
        standing = editions.standing_of(record)
        if standing and standing.slug and standing.level == Level.NAMED:
            return f"/writers/{standing.slug}/"
        return unnamed(ORIGINS[self.world.people[at].origin])

    def pages_of(self, at: int) -> list[str]:
        """Return every page that somebody ever had, as far as the last look knows."""
        return [page for page, pk in self.truths[-1].pages.items() if pk == self.people[at].pk]

    # The looks

    def _look(self, touched: set[str]) -> None:
        # As the timer does every day; a city's page does not change by itself.
        for record in self.people:
            publishing.narrow(Writer.objects.get(pk=record.pk))
        visit = Visit(self._ask, self.day, {f"/writers/{slug}/" for slug in self._slugs()})
        self.sites.append(visit.look() if self.sites else visit.glance())
        self.truths.append(self._truth())
        self.acted.append(touched)

    @staticmethod
    def _slugs() -> dict[str, int]:
        rows = WriterPublication.objects.exclude(slug="").filter(level=Level.NAMED)
        return dict(rows.values_list("slug", "record_id"))

    def _ask(self, address: str) -> tuple[int, dict[str, str], bytes]:
        status, headers, body = self.surface.get(address)
        return status, dict(headers), body

    def _truth(self) -> Truth:
        truth = Truth({}, set(), {f"/writers/{slug}/": pk for slug, pk in self._slugs().items()}, {})
        listed = dict(CityPublication.objects.filter(standing=True).values_list("record_id", "slug"))
        said: set[str] = set()
        for at, record in enumerate(self.people):
            writer, who = Writer.objects.get(pk=record.pk), unnamed(ORIGINS[self.world.people[at].origin])
            standing = editions.standing_of(writer)
            if standing:
                truth.days[who] = standing.first_published_on
            named = bool(standing) and standing.level == Level.NAMED
            (said if named else truth.secret).update(writer.name.casefold().split())
            live = Clearance.objects.live().filter(writer=writer).values_list("residency", "scope", "knowing")
            pages = [who, *(page for page, pk in truth.pages.items() if pk == writer.pk)]
            for stay in writer.residencies.filter(standing="accepted").select_related("city"):
                where = Where(
                    listed.get(stay.city_id, "unlisted"),
                    self._may_be_told(writer, stay, {scope for of, scope, _ in live if of == stay.pk}, listed),
                    any(of == stay.pk and knowing for of, _, knowing in live),
                )
                for page in pages:
                    truth.stays.setdefault((page, REGION_OF[stay.country]), []).append(where)
        truth.secret -= said
        return truth

    @staticmethod
    def _may_be_told(writer: Writer, stay: Residency, live: set[str], listed: dict[int, str]) -> bool:
        unseen = writer.level == Level.UNNAMED and not stay.city.shows_unnamed_guests
        cleared = live >= {Scope.HOST_COUNTRY, Scope.HOST_CITY}
        return cleared and stay.ceiling == Rung.CITY and stay.city_id in listed and not unseen
