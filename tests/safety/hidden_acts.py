"""What staff do in the story of a world in which somebody hides: each act, through the real door."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.utils import timezone

from cities.models import City, Membership, Network
from refuge.core import countries, editions, holds, publishing
from refuge.core.partial_dates import PartialDate
from refuge.core.scopes import OF_A_STAY, Level, Rung, Scope
from refuge.office.models import User
from writers.models import Clearance, Residency, Writer

WHY = "They asked."


class Publisher:
    """Careful staff: what the door asks a reason for is left alone. `opened`: since when each city has a page."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.opened: dict[str, date] = {}

    def publish(self, record: Any) -> None:
        with suppress(publishing.Refused):
            publishing.publish(type(record).objects.get(pk=record.pk), self.user)
        if isinstance(record, City) and (standing := editions.standing_of(record)):
            self.opened.setdefault(f"/cities/{standing.slug}/", timezone.localdate())

    def withdraw(self, record: Any) -> None:
        publishing.withdraw(record, self.user, WHY)

    def bring_back(self, record: Any) -> None:
        if editions.hold_on(record):
            holds.lift_hold(record, self.user, WHY)
        self.publish(record)


def _saved(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


def _today() -> PartialDate:
    return PartialDate.from_date(timezone.localdate())


def _member(city: City, **values: Any) -> None:
    new = Membership(city=city, network=Network.objects.order_by("pk")[0], state="active")
    _saved(city.memberships.order_by("-pk").first() or new, **values)


def _change_city(publisher: Publisher, city: City, **values: Any) -> None:
    _member(city, **values)
    publisher.publish(city)


def _take_no_guests(publisher: Publisher, city: City) -> None:
    _saved(city, takes_no_guests=True)
    publisher.publish(city)


def _tell(publisher: Publisher, city: City) -> None:
    guests = Writer.objects.filter(residencies__city=city).order_by("pk")
    told = [f"A {role} from {countries.name(guest.origin)} lives here." for guest in guests for role in guest.roles]
    _saved(city, text=" ".join(told))
    publisher.publish(city)


def _edit(publisher: Publisher, city: City) -> None:
    if city.memberships.filter(state="active").exists():
        _member(city, state="annulled")
    else:
        _member(city, state="active", since=PartialDate(2005), until=None)


def _last(writer: Writer, **like: Any) -> Residency | None:
    found: Residency | None = writer.residencies.filter(standing="accepted", **like).order_by("-pk").first()
    return found


def _end(publisher: Publisher, writer: Writer) -> None:
    if stay := _last(writer, ends=""):
        _saved(stay, ends=_today(), end_state="ended")
    publisher.publish(writer)


def _extend(publisher: Publisher, writer: Writer) -> None:
    if stay := _last(writer, ends=""):
        _saved(stay, planned_end=PartialDate(timezone.localdate().year + 1, 6), confirmed_on=timezone.localdate())
    publisher.publish(writer)


def _grant(publisher: Publisher, writer: Writer) -> None:
    stay = _last(writer)
    for scope in sorted(OF_A_STAY) if stay else ():
        if not Clearance.objects.live().filter(residency=stay, scope=scope).exists():
            Clearance(writer=writer, scope=scope, residency=stay, evidence="By letter.").save()
    publisher.publish(writer)


def _revoke(publisher: Publisher, writer: Writer) -> None:
    if given := Clearance.objects.live().filter(writer=writer, scope=Scope.HOST_CITY).first():
        _saved(given, withdrawn_on=timezone.localdate())


def _lower(publisher: Publisher, writer: Writer) -> None:
    if stay := _last(writer):
        _saved(stay, ceiling=Rung.REGION)


def _rename(publisher: Publisher, writer: Writer) -> None:
    """Bring somebody back under a pen name, which is another page."""
    _saved(writer, name=writer.name[::-1].title())
    for given in Clearance.objects.live().filter(writer=writer, scope=Scope.NAME):
        given.see(timezone.localdate())
        given.save()
    publisher.publish(writer)


def _hide(publisher: Publisher, writer: Writer) -> None:
    _saved(writer, level=min(writer.level, Level.UNNAMED))
    publisher.publish(writer)


CITIES: dict[str, Callable[[Publisher, City], None]] = {
    "list": Publisher.bring_back,
    "withdraw city": Publisher.withdraw,
    "join": lambda publisher, city: _change_city(publisher, city, state="active", since=_today(), until=None),
    "leave": lambda publisher, city: _change_city(publisher, city, state="left", until=_today()),
    "annul": lambda publisher, city: _change_city(publisher, city, state="annulled"),
    "forget since": lambda publisher, city: _change_city(publisher, city, since=None),
    # Saved and not published.
    "edit": _edit,
    "no guests": _take_no_guests,
    "tell": _tell,
    "no word": lambda publisher, city: _saved(city, shows_unnamed_guests=False),
}
PEOPLE: dict[str, Callable[[Publisher, Writer], None]] = {
    "publish": Publisher.publish,
    "withdraw": Publisher.withdraw,
    "return": Publisher.bring_back,
    "end": _end,
    "extend": _extend,
    "grant": _grant,
    "revoke": _revoke,
    "lower": _lower,
    "rename": _rename,
    "hide": _hide,
}
