"""A disputed stay is told beside the accepted one, on the page of the person and on that of the city, and nowhere else.

It is counted, filtered on, ordered by and put on the map by nothing: a register with such a claim answers as the same
register without it, but for these two pages.
"""

from typing import Any

import pytest

from refuge.core.scopes import Level
from tests.factories import (
    address_of,
    make_city,
    make_membership,
    make_name,
    make_stay,
    make_work,
    make_writer,
    publish,
)
from tests.safety.register import answers, rolled_back
from writers.models import Writer

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# The claim: another city, another country, other years, and still going on.
CLAIM = {"starts": "2025-02", "planned_end": "2099-12", "standing": "disputed", "public_note": "Claimword"}
FILTERS = [
    "",
    "?city=lisbon",
    "?country=PT",
    "?country=NO",
    "?status=now",
    "?status=past",
    "?from=2020&to=2030",
    "?city=lisbon&status=now",
    "?origin=IR&country=PT",
]
ASKED = [
    "/",
    *(f"/writers/{query}" for query in FILTERS),
    "/cities/",
    "/cities/?origin=IR",
    "/cities/?country=PT",
    "/cities/oslo/",
    "/cities/oslo/feed.atom",
    "/cities/lisbon/feed.atom",
    "/feed.atom",
    "/sitemap.xml",
]


def register(*, claim: bool, accepted: bool = True, level: int = Level.NAMED) -> Writer:
    """Make a register; with the claim, Anna is said to have been in Lisbon, which had no other guest from Iran."""
    oslo = make_city("Oslo", latitude=59.9, longitude=10.7, published=False, shows_unnamed_guests=True)
    lisbon = make_city("Lisbon", "PT", latitude=38.7, longitude=-9.1, published=False, shows_unnamed_guests=True)
    for city in (oslo, lisbon):
        make_membership(city)
        publish(city)
    anna = make_writer("Anna Ek", level=level, roles=["poet"], languages=["fa"])
    make_name(anna, "آنا")
    make_work(anna, "A book", year=2001)
    if accepted:
        make_stay(anna, oslo, starts="2010", ends="2012")
    berta = make_writer("Berta Cruz", origin="CU", roles=["poet"])
    make_stay(berta, lisbon, starts="2001", ends="2002")
    if claim:
        make_stay(anna, lisbon, **CLAIM)
    publish(berta)
    publish(anna)
    return anna


def told(**how: Any) -> tuple[dict[str, Any], str]:
    """Return what is told everywhere else, and the two pages that may tell the claim."""
    with rolled_back():
        anna = register(**how)
        pages = ["/cities/lisbon/", *([address_of(anna)] if how["level"] == Level.NAMED else [])]
        return answers(ASKED), "".join(content.decode() for _, _, content in answers(pages).values())


@pytest.mark.parametrize(("accepted", "level"), [(True, Level.NAMED), (False, Level.UNNAMED)], ids=str)
def test_a_claim_is_on_two_pages_and_changes_nothing_else(
    monkeypatch: pytest.MonkeyPatch, accepted: bool, level: int
) -> None:
    found = []
    for claim in (False, True):
        names = iter(f"{number:013d}" for number in range(1000))
        monkeypatch.setattr("refuge.core.handles.token", lambda length=13, names=names: next(names)[-length:])
        found.append(told(claim=claim, accepted=accepted, level=level))
    (without, _), (with_it, pages) = found
    assert [address for address in ASKED if without[address] != with_it[address]] == []
    # What could have shown.
    named = level == Level.NAMED
    assert pages.count("Disputed claim") == 1 + named and ("Claimword" in pages) == named


def test_the_city_of_a_claim_has_nobody_in_residence() -> None:
    with rolled_back():
        register(claim=True)
        page = answers(["/cities/lisbon/"])["/cities/lisbon/"][2].decode()
        assert "Disputed claim" in page and "in residence now" not in page.lower()
        # And the same stay, accepted, would have been told.
        Writer.objects.get(name="Anna Ek").residencies.filter(standing="disputed").update(standing="accepted")
        publish(Writer.objects.get(name="Anna Ek"))
        page = answers(["/cities/lisbon/"])["/cities/lisbon/"][2].decode()
        assert "in residence now" in page.lower()
        assert "Anna Ek" in answers(["/writers/?city=lisbon"])["/writers/?city=lisbon"][2].decode()
