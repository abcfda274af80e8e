"""What is drawn by chance tells nothing: no order, no anchor and no second name hangs on it.

The twins of `test_noninterference.py` are given the same random names, since the promise presumes that they agree on
the handles of what stands. Here the same world is built twice and draws its own each time: what is told must be the
same when each random name is read as “the first that occurs”, “the second” ...
"""

import re
from contextlib import nullcontext
from random import Random
from typing import Any

import pytest
from django.apps import apps

from cities.models import CityPublication
from refuge.core import handles
from refuge.core.scopes import Level, Scope
from tests.factories import make_city, make_stay, make_writer, publish
from tests.safety import build
from tests.safety.build import Builder
from tests.safety.deciding import OF_A_STAY
from tests.safety.register import rolled_back
from tests.safety.surface import Surface
from tests.safety.worlds import World, make_world
from writers.models import WriterPublication

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# Enough for worlds of several people with a name, of several without, and of pictures.
SEEDS = (3, 8)
ASKED = [
    "/",
    "/writers/",
    "/writers/?sort=recent",
    "/writers/?sort=country",
    "/writers/?status=past",
    "/cities/",
    "/history/",
    "/feed.atom",
]


def _crowd(seed: int) -> World:
    """Return a world in which several people share each level, so that something must decide between them."""
    world = make_world(seed)
    for number in range(1, 4):
        more = make_world(seed * 100 + number)
        for person in more.people:
            person.label, person.path = f"{person.label} of {number}", "early"
            for version in (person.first, person.second):
                # The cities are those of this world.
                for stay in version.stays:
                    stay["city"], stay["country"] = 0, world.cities[0].country
            person.decisions = [d for d in person.decisions if d.scope not in OF_A_STAY]
            world.people.append(person)
    for at, person in enumerate(world.people):
        if at % 3 == 0:
            person.levels = (Level.UNNAMED, Level.UNNAMED)
    return world


def _built(
    world: World, draws: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[dict[str, str], dict[str, Any], set[str]]:
    """Return what is told where, the handles that were drawn, and those that no reader should meet."""
    rng = Random(draws)
    with rolled_back(), monkeypatch.context() as patch:
        patch.setattr(handles, "token", lambda length=13: "".join(rng.choices(handles.ALPHABET, k=length)))
        patch.setattr(build, "steady_handles", nullcontext)
        Builder(world).build()
        surface = Surface()
        pages = [*ASKED, *(f"/cities/{slug}/" for slug in _cities())]
        told = {page: surface.get(page)[2].decode() for page in pages}
        people = {row.slug: row for row in WriterPublication.objects.filter(standing=True)}
        shown = [*people.values(), *CityPublication.objects.filter(standing=True)]
        pictures = {name for row in shown for name in row.images.values()}
        return told, {"people": people, "pictures": pictures}, _unseen()


def _cities() -> list[str]:
    return list(apps.get_model("cities_public", "PublicCity").objects.order_by("slug").values_list("slug", flat=True))


def _unseen() -> set[str]:
    """Return the handles of people without a page, and of everything that stands no longer."""
    standing = WriterPublication.objects.filter(standing=True)
    shown = {row.slug for row in standing if row.level == Level.NAMED}
    shown |= {name for row in standing for name in row.images.values()}
    every = {row.slug for row in WriterPublication.objects.all()}
    every |= {name for row in WriterPublication.objects.all() for name in row.images.values()}
    return every - shown


def _by_rank(told: dict[str, str], drawn: dict[str, Any]) -> dict[str, str]:
    """Return what is told with each random name replaced by its place among those of the page."""
    found = {}
    for page, text in told.items():
        words = sorted({*drawn["people"], *drawn["pictures"]}, key=len, reverse=True)
        ranks: dict[str, str] = {}
        pattern = re.compile("|".join(map(re.escape, words)) or "$^")
        found[page] = pattern.sub(lambda word, ranks=ranks: ranks.setdefault(word[0], f"#{len(ranks)}"), text)  # type: ignore[misc]
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_told_does_not_hang_on_what_was_drawn(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    world = _crowd(seed)
    (one, drawn, unseen), (other, drawn_anew, _) = (_built(world, draws, monkeypatch) for draws in (1, 2))
    # There is something to tell apart.
    levels = [row.level for row in drawn["people"].values()]
    assert levels.count(Level.NAMED) > 1 and levels.count(Level.UNNAMED) > 1 and len(unseen) > 1
    # Nothing that is drawn is drawn from anything.
    assert not {*drawn["people"]} & {*drawn_anew["people"]} and not drawn["pictures"] & drawn_anew["pictures"]
    # Nobody meets a handle of what has no page, or has one no longer: it would be an anchor for good.
    assert [(page, name) for page, text in one.items() for name in unseen if name in text] == []
    first, second = _by_rank(one, drawn), _by_rank(other, drawn_anew)
    assert [page for page in first if first[page] != second[page]] == []


SHOWN = (Scope.ORIGIN, Scope.WORKS, *sorted(OF_A_STAY))
NAMELESS = [
    "/",
    "/writers/",
    "/writers/?sort=recent",
    "/writers/?sort=country",
    "/cities/oslo/",
    "/sitemap.xml",
    "/feed.atom",
]


def test_rows_without_a_name_have_no_anchor_and_no_order_but_what_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    # Four of them: two orders of three rows are one by chance in one of six.
    for draws in range(4):
        rng = Random(draws)
        with rolled_back(), monkeypatch.context() as patch:
            patch.setattr(handles, "token", lambda length=13, rng=rng: "".join(rng.choices(handles.ALPHABET, k=length)))
            oslo = make_city("Oslo", shows_unnamed_guests=True)
            for role in ("poet", "novelist", "translator"):
                writer = make_writer(level=Level.UNNAMED, roles=[role], clear=SHOWN)
                make_stay(writer, oslo, starts="2010", ends="2012")
                publish(writer)
            told = {page: Surface().get(page)[2].decode() for page in NAMELESS}
            drawn = set(WriterPublication.objects.values_list("slug", flat=True))
        assert len(drawn) == 3 and [name for name in drawn for text in told.values() if name in text] == []
        found.append(told)
    assert [told["/writers/"].count("Name withheld") for told in found] == [3] * 4
    assert found[0]["/cities/oslo/"].count("Name withheld") == 3
    assert [page for page in NAMELESS if len({told[page] for told in found}) > 1] == []
