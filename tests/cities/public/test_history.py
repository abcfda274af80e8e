"""The movement's history: in an order and under anchors that say no more than the page itself."""

import re

import pytest
from django.test import Client

from cities.models import Milestone, MilestonePublication
from refuge.core import holds
from refuge.core.upkeep import check, rebuild
from tests.factories import make_milestone, make_source, partial, publish, staff, withdraw
from tests.safety.register import answers, counted_tokens, rolled_back
from tests.safety.routes import make_site, routes, serving
from tests.safety.tables import catalogue

__all__ = ["counted_tokens"]

pytestmark = pytest.mark.django_db


def milestone(date: str, title: str, text: str = "It began.", source: str = "") -> Milestone:
    made = make_milestone(title, published=False)
    Milestone.objects.filter(pk=made.pk).update(date=partial(date), text=text)
    if source:
        made.sources.add(make_source(source))
    publish(made)
    return made


def anchors(client: Client) -> list[tuple[str, str]]:
    """Return the anchor and the title of each milestone, as they come on the page."""
    page = client.get("/history/").content.decode()
    return re.findall(r'<li id="([^"]*)">.*?<h3>\s*<bdi>(.*?)</bdi>', page, re.DOTALL)


def test_an_anchor_is_the_date_and_the_place_among_those_of_the_date(client: Client) -> None:
    dates = ("1993-07-14", "1993-07", "1993-07", "1993", "about 1993", "2000/2001", "1993-07")
    for at, date in enumerate(dates):
        milestone(date, f"Event {at}")
    assert anchors(client) == [
        ("1993", "Event 3"),
        ("1993-2", "Event 4"),
        ("1993-07", "Event 1"),
        ("1993-07-2", "Event 2"),
        ("1993-07-3", "Event 6"),
        ("1993-07-14", "Event 0"),
        ("2000-2001", "Event 5"),
    ]


def test_no_two_anchors_are_one(client: Client) -> None:
    """The tenth event of a year has the anchor that its October would have."""
    milestone("1993-10", "October")
    for at in range(11):
        milestone("1993", f"Event {at:02}")
    found = [anchor for anchor, _title in anchors(client)]
    assert found == ["1993", *(f"1993-{at}" for at in range(2, 12)), "1993-10-2"]


def test_what_decides_between_those_of_one_date_is_what_is_read(counted_tokens: object) -> None:
    """Not which was entered or published first, nor the random name of a row."""
    said = [("A", "One."), ("A", "Two."), ("B", "One."), ("A", "Two.", "A report"), ("A", "Two.", "A book")]
    told = []
    for order in (said, said[::-1], said[2:] + said[:2]):
        with rolled_back():
            for words in order:
                milestone("1993", *words)
            told.append(answers(["/", "/history/"]))
    assert told[0] == told[1] == told[2]


WORDS = ("plimsollia", "vexatory")
TITLE = "Plimsollia reads: Vexatory"


def traces() -> list[str]:
    """Return which of the words any public address tells, or the catalogue holds."""
    with serving("public", REFUGE_HTTPS="off") as surface:
        told = [surface.ask(address, secure=False) for address in [*routes().values(), "/history/?q=x"]]
    said = [f"{answer.headers} {answer.content.decode(errors='replace')}" for answer in told]
    text = f"{said} {catalogue()}".lower()
    return [word for word in WORDS if word in text]


@pytest.fixture
def told() -> Milestone:
    """Return a milestone that is public with a name in its title, beside one of everything else."""
    make_site()
    told = milestone("1994", TITLE)
    assert traces() == [*WORDS]
    return told


def _corrected(milestone: Milestone) -> None:
    Milestone.objects.filter(pk=milestone.pk).update(title="A writer reads")
    publish(milestone)


def test_a_title_that_was_corrected_withdrawn_and_published_anew_leaves_no_trace(told: Milestone) -> None:
    _corrected(told)
    assert traces() == []
    withdraw(told)
    assert traces() == []
    holds.lift_hold(told, staff(), "Asked again.")
    publish(told)
    assert traces() == [] and "A writer reads" in str(catalogue())


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_milestone_loses_the_slug_of_words_that_it_was_once_given(told: Milestone, withdrawn: bool) -> None:
    MilestonePublication.objects.filter(record=told).update(slug="plimsollia-reads-vexatory", title=TITLE)
    rebuild()
    assert check() == []
    if withdrawn:
        withdraw(told)
        holds.lift_hold(told, staff(), "Asked again.")
    _corrected(told)
    assert traces() == [] and check() == []
