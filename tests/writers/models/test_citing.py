"""Whom an edit of a source, a programme or a network touches: asked at each save, so it must cost little."""

import json

import pytest
from django.db import connection

from cities.publishing import _cities_citing, _cities_in
from tests.factories import make_city, make_membership, make_milestone, make_name, make_source, make_stay, make_work
from tests.factories import make_writer as made
from writers.models import Waypoint
from writers.models.life import writers_hosted_by
from writers.models.work import writers_citing

pytestmark = pytest.mark.django_db
# Where a plan looks dearer than that, PostgreSQL compiles it first, which takes longer than any of ours runs.
COMPILED = 100_000


def test_who_cites_a_source_is_found_through_whatever_cites_it_and_once() -> None:
    source, other, city = make_source(), make_source("Another"), make_city("Oslo")
    people = [made(name) for name in ("Anna", "Bela", "Cem", "Dana", "Edo")]
    people[0].sources.add(source)
    rows = [
        make_name(people[1], "B."),
        make_stay(people[2], city, starts="2003"),
        make_work(people[3]),
        Waypoint.objects.create(writer=people[4], place="Bergen", country="NO", kind="exile"),
        make_work(people[0]),
    ]
    for row in rows:
        row.sources.add(source)
    made("Fay").sources.add(other)
    assert sorted(writer.name for writer in writers_citing(source)) == ["Anna", "Bela", "Cem", "Dana", "Edo"]
    assert list(writers_hosted_by(city)) == []


def test_what_cites_a_source_beside_people_is_found_once() -> None:
    source, oslo, bergen = make_source(), make_city("Oslo"), make_city("Bergen")
    members = [make_membership(oslo), make_membership(bergen)]
    oslo.sources.add(source)
    for member in members:
        member.sources.add(source)
    milestone = make_milestone()
    milestone.sources.add(source)
    assert {*_cities_citing(source)} == {oslo, bergen, milestone} and len(_cities_citing(source)) == 3
    assert {*_cities_in(members[0].network)} == {oslo, bergen} and len(_cities_in(members[0].network)) == 2


def test_to_ask_it_is_cheap_where_nobody_counted_the_rows() -> None:
    asked = writers_citing(make_source())
    if connection.vendor == "postgresql":
        (plan,) = json.loads(asked.explain(format="json"))
        assert plan["Plan"]["Total Cost"] < COMPILED / 100
    # No table is read row by row for it but what few rows an index found.
    assert "LEFT" not in str(asked.query) and "DISTINCT" not in str(asked.query)
