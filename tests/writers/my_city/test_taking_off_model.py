"""Whatever is done in whatever order: what is served is what was last published, minus what is no longer cleared."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from refuge.core import holds, publishing
from refuge.core.scopes import Scope
from refuge.core.upkeep import check
from refuge.office.models import User
from tests.factories import grant, make_city, make_stay, make_writer, staff, withdraw
from tests.safety.register import rolled_back
from tests.safety.seeds import TIMES
from writers.models import Clearance, Writer
from writers.public.models import PublicWriter
from writers.taking_off import put_back, take_off

pytestmark = pytest.mark.django_db

SCOPES = (Scope.NAME, Scope.BIOGRAPHY, Scope.ORIGIN, Scope.HOST_CITY)
ENDS = {"name": Scope.NAME, "city": Scope.HOST_CITY}


@dataclass
class Hold:
    """What the hold knows: whose it is, what stood before it, and which clearances ended with it."""

    hers: bool
    stood: Any
    ended: set[str] = field(default_factory=set)


@dataclass
class Model:
    """What is right, in a few lines: `standing` is the sentence that is public, and the scopes that are."""

    sentence: str = "Nobody"
    live: set[str] = field(default_factory=lambda: {*SCOPES})
    standing: tuple[str, frozenset[str]] | None = None
    hold: Hold | None = None

    def narrow(self) -> None:
        if self.standing:
            left = self.standing[1] & self.live
            self.standing = (self.standing[0], left) if Scope.NAME in left else None

    def edit(self, sentence: str) -> None:
        self.sentence = sentence

    def publish(self) -> None:
        if not self.hold and Scope.NAME in self.live:
            self.standing = (self.sentence, frozenset(self.live))

    def end(self, scope: str) -> None:
        self.live.discard(scope)
        self.narrow()

    def touch(self, scope: str) -> None:
        if self.hold:
            self.hold.ended.discard(scope)

    def take_off(self, what: str) -> None:
        self.hold = self.hold or Hold(True, self.standing)
        scope = ENDS.get(what)
        if scope in self.live:
            self.hold.ended.add(scope)
            self.end(scope)
        if what != "city":
            self.standing = None

    def withdraw(self) -> None:
        self.hold = self.hold or Hold(False, self.standing)
        self.hold.hers = False
        self.standing = None

    def put_back(self) -> None:
        if self.hold and self.hold.hers:
            self.live |= self.hold.ended
            self.standing, self.hold = self.hold.stood or self.standing, None
            self.narrow()

    def lift(self) -> None:
        self.hold = None


class Real:
    """The same acts, through what the pages and the admin call."""

    def __init__(self) -> None:
        self.her = User.objects.create_user("hers")
        writer = make_writer("Ana", clear=(Scope.NAME, Scope.BIOGRAPHY, Scope.ORIGIN), summary="Nobody")
        stay = make_stay(writer, make_city("Oslo"), starts="2020")
        grant(writer, Scope.HOST_CITY, residency=stay)
        # Else the country would be shown with, and end with, the city.
        grant(writer, Scope.HOST_COUNTRY, residency=stay, knowing=False)

    def served(self) -> Any:
        """Return the sentence and the scopes that the public reads."""
        row = PublicWriter.objects.first()
        if row is None:
            return None
        city = row.residencies.filter(city__isnull=False).exists()
        shows = {Scope.NAME: row.name, Scope.BIOGRAPHY: row.summary, Scope.ORIGIN: row.origin, Scope.HOST_CITY: city}
        return row.summary, frozenset(scope for scope in SCOPES if shows[scope])

    def do(self, act: str, *said: str) -> None:
        writer = Writer.objects.get()
        with suppress(publishing.Refused):
            getattr(self, act)(writer, *said)

    def edit(self, writer: Writer, sentence: str) -> None:
        Writer.objects.update(summary=sentence)

    def publish(self, writer: Writer) -> None:
        publishing.publish(writer, staff())

    def end(self, writer: Writer, scope: str) -> None:
        Clearance.objects.live().filter(scope=scope).update(withdrawn_on=timezone.localdate())

    def touch(self, writer: Writer, scope: str) -> None:
        Clearance.objects.filter(scope=scope).update(evidence="A letter.")

    def take_off(self, writer: Writer, what: str) -> None:
        take_off(writer.residencies.get(), self.her, what, "She asked.")

    def withdraw(self, writer: Writer) -> None:
        withdraw(writer)

    def put_back(self, writer: Writer) -> None:
        put_back(writer, self.her)

    def lift(self, writer: Writer) -> None:
        holds.lift_hold(writer, staff(), "Seen.")


scopes, whats = st.sampled_from(SCOPES), st.sampled_from(("everything", "name", "city"))
often = (
    st.tuples(st.just("edit"), st.sampled_from(("One", "Two", "Three"))),
    st.just(("publish",)),
    st.tuples(st.just("take_off"), whats),
    st.just(("put_back",)),
)
seldom = (
    st.tuples(st.just("end"), scopes),
    st.tuples(st.just("touch"), scopes),
    st.just(("withdraw",)),
    st.just(("lift",)),
)
acts = st.lists(st.one_of(*often, *often, *seldom), min_size=3, max_size=9)


@settings(max_examples=20 * TIMES, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=acts)
def test_served_is_what_was_last_published_minus_what_is_not_cleared(acts: list[tuple[str, ...]]) -> None:
    with rolled_back():
        model, real = Model(), Real()
        for act in (("publish",), *acts):
            getattr(model, act[0])(*act[1:])
            real.do(*act)
            expected = model.standing and (
                model.standing[0] if Scope.BIOGRAPHY in model.standing[1] else "",
                model.standing[1],
            )
            assert real.served() == expected, act
            assert {row.scope for row in Clearance.objects.live()} - {Scope.HOST_COUNTRY} == model.live, act
        assert check() == []
