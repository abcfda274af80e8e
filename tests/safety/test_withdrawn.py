"""Withdrawn is gone, and an edit is nothing: in one process, with everything warm, the public surface is as before."""

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given

from cities.models import City, Membership, Milestone, Network, Page, Programme
from refuge.core import publishing
from refuge.core.models import Edition
from refuge.core.scopes import OF_A_STAY, Level, Rung, Scope
from refuge.office.models import Source
from tests.safety.build import Builder, steady_handles
from tests.safety.deciding import everything
from tests.safety.register import rolled_back
from tests.safety.seeds import PARTS, examples, seed_of, seeds
from tests.safety.surface import Surface, asked, links
from tests.safety.tables import catalogue
from tests.safety.worlds import HIDDEN, World, make_world
from writers.models import Clearance, Dossier, Name, Residency, Text, Waypoint, Work, Writer
from writers.public.models import PublicPortrait

pytestmark = pytest.mark.django_db


# Some newcomers are news beside a city that changed lately: no matter here.
WHY = "They asked for it."


def built(world: World) -> Builder:
    builder = Builder(world)
    builder.build()
    return builder


@pytest.mark.parametrize("part", PARTS)
@examples(12)
@given(seed=seeds)
def test_after_withdraw_all_is_as_if_the_writer_had_never_been(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    rng, surface, world = Random(seed), Surface(), make_world(seed)
    with rolled_back():
        builder = built(world)
        # Nobody else's edition depends on a writer, so a stranger may come and go.
        newcomer = make_world(seed + 1).people[0]
        newcomer.label, newcomer.path = "newcomer", "never"
        newcomer.levels = (3, 3)
        newcomer.first.stays = [
            {**stay, "city": 0, "country": world.cities[0].country} for stay in newcomer.first.stays
        ]
        for stay in newcomer.first.stays:
            stay["programme"] = None
        newcomer.decisions = everything(newcomer.first)
        with steady_handles(builder.labels):
            builder._make([newcomer])
            addresses = asked([world, World([], [newcomer], [], [], 0, frozenset(), 0)], rng, 20)
            before, told = catalogue(), surface.all(addresses)
            record = Writer.objects.get(pk=builder.writers["newcomer"].pk)
            publication = publishing.publish(record, builder.staff, reason=WHY)
            images = [f"/images/{name}.{ext}" for name, ext in PublicPortrait.objects.values_list("name", "format")]
            page = f"/writers/{publication.slug}/"
            here = surface.all([*addresses, page, *images])
            assert here[page][0] == 200 and catalogue() != before
            further = links({page: here[page]})
            publishing.withdraw(record, builder.staff, "asked")
            nowhere = surface.get("/writers/nobody-ever/")
            assert surface.get(page) == nowhere
            assert catalogue() == before
            assert surface.all(addresses) == told
            with pytest.raises(publishing.Refused, match="lift the hold"):
                publishing.publish(record, builder.staff, reason=WHY)
            own = [image for image in images if image not in told and image in further]
            assert {surface.get(image)[0] for image in own} <= {404}


EDITS = {
    "writer": lambda rng: Writer.objects.update(
        name="Edited", summary="Edited", origin="IS", birth_year=1900, roles=["poet"], fictional=True
    ),
    "names": lambda rng: Name.objects.update(kind="pen-name", language="is"),
    "texts": lambda rng: Text.objects.update(text="Edited", translator="Edited"),
    "works": lambda rng: Work.objects.update(title="Edited", status="seized", year=1999),
    "waypoints": lambda rng: Waypoint.objects.update(place="Edited"),
    "stays": lambda rng: Residency.objects.update(public_note="Edited", private_note="Edited", standing="disputed"),
    "stay dates": lambda rng: Residency.objects.filter(ends="").update(starts="1995", planned_end="2035"),
    "dossier": lambda rng: Dossier.objects.update(address="Edited"),
    "cities": lambda rng: City.objects.update(name="Edited", text="Edited", latitude=1.0, longitude=1.0),
    "milestones": lambda rng: Milestone.objects.update(title="Edited", text="Edited"),
    "pages": lambda rng: Page.objects.update(title="Edited", text="Edited"),
    "sources": lambda rng: Source.objects.update(title="Edited", url="https://edited.example/"),
    "networks": lambda rng: [_renamed(network) for network in Network.objects.all()],
    "memberships": lambda rng: Membership.objects.update(state="paused", note="Edited"),
    "programmes": lambda rng: Programme.objects.update(name="Edited", usual_months=1),
    # What is cleared more widely waits for publish as an edit does.
    "levels": lambda rng: Writer.objects.filter(level__lt=Level.NAMED).update(level=Level.NAMED),
    "ceilings": lambda rng: Residency.objects.update(ceiling=Rung.CITY),
    "clearances": lambda rng: [
        Clearance.objects.create(**given) for writer in Writer.objects.all() for given in _everything(writer)
    ],
    "seen": lambda rng: [_seen(clearance) for clearance in Clearance.objects.live()],
    # A no to what was never given takes nothing back.
    "refusals": lambda rng: [
        Clearance.objects.create(writer=writer, scope=Scope.LINKS, refused=True)
        for writer in Writer.objects.exclude(clearances__scope=Scope.LINKS)
    ],
    # What nobody ever published can go, and come.
    "rows": lambda rng: [_add_and_delete(writer) for writer in Writer.objects.all()],
}


def _everything(writer: Writer) -> Iterator[dict[str, Any]]:
    """Yield a yes to each scope, of each thing that it can be of."""
    for scope in Scope:
        things: list[dict[str, Any]] = [{}]
        if scope in OF_A_STAY:
            things = [{"residency": stay, "knowing": scope == Scope.HOST_COUNTRY} for stay in writer.residencies.all()]
        elif scope == Scope.OTHER_NAME:
            things = [{"name": name} for name in writer.names.all()]
        elif scope == Scope.PORTRAIT:
            things = [{"picture": writer.portrait}]
        elif scope == Scope.BIOGRAPHY:
            things = [{"languages": ["en", "fa"]}]
        yield from ({"writer": writer, "scope": scope, **thing} for thing in things)


def _seen(clearance: Clearance) -> None:
    clearance.see(timezone.localdate())
    clearance.save()


def _add_and_delete(writer: Writer) -> None:
    writer.works.create(title="New").delete()
    writer.waypoints.create(place="New", kind="transit")
    writer.residencies.create(country="NO").delete()


def _renamed(network: Network) -> None:
    network.name = f"Edited {network.pk}"
    network.save()


@pytest.mark.parametrize("part", PARTS)
@examples(12)
@given(seed=seeds)
def test_no_edit_changes_a_byte_until_somebody_publishes(part: int, seed: int) -> None:
    seed = seed_of(part, seed)
    rng, surface, world = Random(seed), Surface(), make_world(seed)
    with rolled_back():
        built(world)
        addresses = asked([world], rng, 20)
        tables, told, serial = catalogue(), surface.all(addresses), Edition.current().serial
        for edit in rng.sample(sorted(EDITS), 6):
            EDITS[edit](rng)
        assert catalogue() == tables and Edition.current().serial == serial
        assert surface.all(addresses) == told


def test_hidden_people_are_really_made() -> None:
    """Else “gone” would be said of nobody."""
    with rolled_back():
        world = make_world(7)
        builder = built(world)
        hidden = [person for person in (*world.people, *world.strangers) if person.path in HIDDEN]
        assert all(builder.writers[person.label].pk for person in hidden)
        assert Writer.objects.count() >= len(world.people)
