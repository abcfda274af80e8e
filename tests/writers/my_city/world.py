"""Two cities: hers, and one of somebody else's in which every row holds a word to look for."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from django_otp import DEVICE_ID_SESSION_KEY

from cities.models import City, Coordinator
from refuge.office.models import Picture
from tests.core.images.files import small
from tests.factories import (
    EVERYTHING,
    make_city,
    make_membership,
    make_name,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from tests.members import coordinator_of, member
from writers.models import Dossier, Note, Residency, Text, Waypoint, Writer
from writers.my_city.lately import because

# The word in every row that is not hers to read.
FOREIGN = "Kanarievogel"
ABSENT = 999_999
# Numbers of cities, stays and writers never meet, so that none of hers stands for one of theirs.
CITY, STAY, WRITER = 6_000, 7_000, 8_000
FOREIGN_CITY, FOREIGN_STAY, FOREIGN_WRITER = 6_500, 7_500, 8_500


@dataclass
class World:
    """The browsers of the people, and the numbers that are none of hers."""

    hers: Any
    beside: Any  # looks after her city too
    staff: Client
    strangers: dict[str, Any]
    city: City
    stay: Residency
    second: Residency  # another stay of the same guest, in her city too
    numbers: dict[str, int] = field(default_factory=dict)


def make_world() -> World:
    """Return a world in which everything of the other city, and much beside hers, is named by the word."""
    oslo, other = _city("Oslo", CITY), _city(f"{FOREIGN} city", FOREIGN_CITY, text=f"{FOREIGN} words.")
    make_membership(other, note=f"{FOREIGN} membership")
    ana = _writer("Ana", WRITER)
    stay = make_stay(ana, oslo, pk=STAY, starts="2024-03", planned_end="2099-02", private_note=f"{FOREIGN} note")
    second = make_stay(ana, oslo, pk=STAY + 1, starts="2015", ends="2016")
    hers, beside = coordinator_of(oslo), coordinator_of(oslo, username="beside")
    coordinator_of(other, username="theirs")
    staff = member("publisher")
    world = World(hers, beside, staff, {**_strangers(oslo), "publisher": staff}, oslo, stay, second)
    world.numbers = {f"city {other.pk}": other.pk, "writer of hers": ana.pk, **_stays(ana, oslo, other)}
    _ended(world, hers.user)
    publish(ana)
    return world


def _city(name: str, pk: int, **values: Any) -> City:
    picture = Picture.keep(small())
    said = {"photograph": picture, "photograph_credit": name, "photograph_alt": name, "host_organisation": name}
    return make_city(name, pk=pk, **said, **values)


def _writer(name: str, pk: int) -> Writer:
    writer = make_writer(name, pk=pk, summary=f"{name} in short", clear=EVERYTHING)
    make_name(writer, f"{name} otherwise")
    Text.objects.create(writer=writer, text=f"{name} life.")
    Waypoint.objects.create(writer=writer, place=f"{name} place", kind="exile")
    make_work(writer, f"{name} book")
    Dossier.objects.create(writer=writer, legal_name=f"{FOREIGN} legal", address=f"{FOREIGN} street")
    return writer


def _stays(ana: Writer, oslo: City, other: City) -> dict[str, int]:
    theirs = _writer(f"{FOREIGN} writer", FOREIGN_WRITER)
    note = {"private_note": f"{FOREIGN} note", "public_note": f"{FOREIGN} words"}
    stays = {
        "stay of theirs": make_stay(theirs, other, pk=FOREIGN_STAY, starts="2024", **note),
        "stay elsewhere": make_stay(_writer(f"{FOREIGN} in a land", FOREIGN_WRITER + 1), pk=FOREIGN_STAY + 1, **note),
        "disputed with her": make_stay(theirs, oslo, pk=FOREIGN_STAY + 2, standing="disputed", **note),
        # Of her own guest: planned, in the other city, and in no city.
        "her guest elsewhere": make_stay(
            ana, other, pk=FOREIGN_STAY + 3, starts="2030", planned_end="2031-07", private_note=f"{FOREIGN} note"
        ),
        "her guest in a land": make_stay(ana, pk=FOREIGN_STAY + 4, country="IS", private_note=f"{FOREIGN} note"),
    }
    publish(theirs)
    return {name: stay.pk for name, stay in stays.items()} | {"writer of theirs": theirs.pk}


def _strangers(oslo: City) -> dict[str, Any]:
    today = timezone.localdate()
    first_step = coordinator_of(oslo, username="one step")
    session = first_step.session
    del session[DEVICE_ID_SESSION_KEY]
    session.save()
    gone = coordinator_of(oslo, username="inactive")
    gone.user.is_active = False
    gone.user.save()
    return {
        "term ended": coordinator_of(oslo, username="ended", until=today - timedelta(days=1)),
        "term begins tomorrow": coordinator_of(oslo, username="tomorrow", since=today + timedelta(days=1)),
        "inactive": gone,
        "without second step": first_step,
        "nobody": Client(),
        "no term": coordinator_of(username="no term"),
    }


def _ended(world: World, user: Any) -> None:
    """Give her a past of this very hour: a stay she edited in a city that was hers, and one of her city that moved."""
    lost = _city(f"{FOREIGN} lost", FOREIGN_CITY + 1)
    Coordinator.objects.create(user=user, city=lost, since=date(2020, 1, 1), until=date(2021, 1, 1))
    for number, city in ((FOREIGN_STAY + 5, lost), (FOREIGN_STAY + 6, world.city)):
        writer = _writer(f"{FOREIGN} former {number}", number + 1_000)
        make_stay(writer, city, pk=number, starts="2024", private_note=f"{FOREIGN} note")
        hers: Any = because(Residency.objects.get(pk=number), "here")
        hers._history_user, hers.confirmed_on = user, timezone.localdate()
        hers.save()
        if city == world.city:
            Residency.objects.filter(pk=number).update(city=City.objects.get(pk=FOREIGN_CITY))
        world.numbers[f"stay {number}"] = number
    world.numbers["city that was hers"] = lost.pk
    Note.objects.create(city=lost, by=user, text=f"{FOREIGN} note")
