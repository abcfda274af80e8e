"""What is public: the one pure function, as properties over everything it may be given."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.clearances import NOT_A_PERSON, Clearances, Grant, Refusal
from refuge.core.facts import Fact, Kind
from refuge.core.hiding import Place
from refuge.core.redaction import redact
from refuge.core.scopes import OF_ONE_THING, Level, Rung, Scope
from tests.core.redaction_cases import (
    CITY,
    COUNTRY,
    DATES,
    IDS,
    STATUS,
    STATUS_DAYS,
    STAY,
    TODAY,
    clearances,
    grants,
    places,
    plain_facts,
    records,
    refusals,
    stays,
)


def tells_as_much(told: Fact, before: Fact) -> bool:
    """Say whether a fact tells all that another one told: a date may be finer, a status change on an earlier day."""
    if told.kind is not before.kind or told.of != before.of:
        return False
    return told.kind in (DATES, STATUS) or told == before


@given(records(), clearances, places)
def test_judging_twice_changes_nothing(record: list[Fact], cleared: Clearances, listed: dict[str, Place]) -> None:
    once = redact(record, cleared, listed, TODAY)
    assert redact(once, cleared, listed, TODAY) == once


@given(records(), st.lists(plain_facts, max_size=3), clearances, places)
def test_another_fact_of_the_person_never_changes_the_judgement_of_the_first(
    record: list[Fact], more: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    assert redact([*record, *more], cleared, listed, TODAY) == (
        *redact(record, cleared, listed, TODAY),
        *redact(more, cleared, listed, TODAY),
    )


@given(stays("1"), stays("2"), clearances, places)
def test_one_stay_says_nothing_of_another(
    first: list[Fact], second: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    both = redact([*first, *second], cleared, listed, TODAY)
    assert both == (*redact(first, cleared, listed, TODAY), *redact(second, cleared, listed, TODAY))


@given(records(), clearances, places, grants())
def test_another_grant_never_shows_less(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place], grant: Grant
) -> None:
    more = redact(record, replace(cleared, grants=(*cleared.grants, grant)), listed, TODAY)
    for fact in redact(record, cleared, listed, TODAY):
        assert any(tells_as_much(told, fact) for told in more)


@given(records(), clearances, places, refusals)
def test_a_refusal_never_shows_more(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place], refusal: Refusal
) -> None:
    before = redact(record, cleared, listed, TODAY)
    for fact in redact(record, replace(cleared, refusals=(*cleared.refusals, refusal)), listed, TODAY):
        assert any(tells_as_much(told, fact) for told in before)


@given(records(), clearances, places, st.sampled_from(IDS), st.sampled_from(list(Rung)))
def test_a_lower_ceiling_never_shows_more(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place], stay: str, rung: int
) -> None:
    lower = min(rung, cleared.ceilings.get(stay, Rung.CITY))
    before = redact(record, cleared, listed, TODAY)
    for fact in redact(record, replace(cleared, ceilings={**cleared.ceilings, stay: lower}), listed, TODAY):
        # A region may hide a stay's years where the country could not.
        assert fact.kind in (DATES, STATUS) or any(tells_as_much(told, fact) for told in before)


@given(records(), clearances, places)
def test_without_a_shown_city_only_years_are_told(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    told = redact(record, cleared, listed, TODAY)
    shown = {fact.of for fact in told if fact.kind is CITY}
    for fact in told:
        if fact.kind is DATES and fact.of not in shown:
            assert all(stored[5:10] in ("", "00-00") for stored in fact.value.values())
        if fact.kind is STATUS and fact.of not in shown:
            assert [fact.value[name][5:] for name in ("now_from", "now_until", "past_from")] == [
                "01-01",
                "12-31",
                "01-01",
            ]


@given(records(), clearances, places)
def test_a_country_or_a_region_that_was_not_told_knowingly_leaves_five_areas(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    told = redact(record, cleared, listed, TODAY)
    known = {grant.of for grant in cleared.grants if grant.knowing}
    for of in {fact.of for fact in told if fact.kind is STAY} - {fact.of for fact in told if fact.kind is CITY} - known:
        country = next((fact.value for fact in told if fact.kind is COUNTRY and fact.of == of), None)
        around = {at for at, place in listed.items() if place.hides_others and country in (None, place.country)}
        assert len({listed[at].within if listed[at].within in listed else at for at in around}) >= 5


@given(records(), clearances, places)
def test_each_scope_of_a_shown_fact_is_cleared_today_for_this_very_thing(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    def stands(since: date | None, until: date | None) -> bool:
        return (since is None or since <= TODAY) and (until is None or until > TODAY)

    given_now = {(g.scope, g.of) for g in cleared.grants if stands(g.granted_on, g.withdrawn_on)}
    refused = {(no.scope, no.of) for no in cleared.refusals if stands(no.since, no.until)}
    for fact in redact(record, cleared, listed, TODAY):
        assert cleared.level >= fact.kind.least
        for scope in fact.kind.scopes:
            if scope in OF_ONE_THING:
                assert (scope, fact.of) in given_now and not refused & {(scope, fact.of), (scope, "")}
            else:
                assert scope in {given for given, _of in given_now} and (scope, "") not in refused


@given(records(), places)
def test_level_nothing_shows_nothing(record: list[Fact], listed: dict[str, Place]) -> None:
    everything = Clearances(Level.NOTHING, tuple(Grant(scope, of) for scope in Scope for of in ("", *IDS)))
    assert redact(record, everything, listed, TODAY) == ()


@given(records(), places)
def test_a_named_person_without_a_cleared_name_shows_nothing(record: list[Fact], listed: dict[str, Place]) -> None:
    all_but_name = Clearances(
        Level.NAMED, tuple(Grant(scope, of) for scope in Scope for of in IDS if scope != Scope.NAME)
    )
    assert redact(record, all_but_name, listed, TODAY) == ()


ALWAYS = ((date.min, None),)


def stay(country: str = "NO", city: str = "99", starts: str = "2010-05-17=0000", of: str = "1") -> list[Fact]:
    where = {"of": of, "city": city, "country": country}
    span = {"starts": starts, "ends": ""}
    return [
        Fact(STAY, "europe", **where),
        Fact(COUNTRY, country, **where),
        Fact(CITY, city, **where),
        Fact(DATES, span, **where),
    ]


def cleared(
    facts: list[Fact], *given: str, level: int = Level.NAMED, knowing: bool = False, of: str = "1"
) -> Clearances:
    grants = tuple(
        Grant(scope, of, knowing=knowing and scope == Scope.HOST_COUNTRY, read=tuple(facts)) for scope in given
    )
    return Clearances(level, (Grant(Scope.NAME), *grants))


def told(facts: tuple[Fact, ...]) -> list[str]:
    return [fact.kind.name for fact in facts]


def hosts(country: str, number: int, first: int = 100) -> dict[str, Place]:
    """Return so many cities that have always taken guests."""
    return {str(at): Place(country, f"city-{at}", spells=ALWAYS) for at in range(first, first + number)}


@pytest.mark.parametrize(("listed", "shown"), [(4, []), (5, ["stay", "country"])])
def test_a_country_needs_five_places_where_the_guest_could_be(listed: int, shown: list[str]) -> None:
    facts, cities = stay(), hosts("NO", listed)
    assert told(redact(facts, cleared(facts, Scope.HOST_COUNTRY), cities, TODAY)) == shown
    assert told(redact(facts, cleared(facts, Scope.HOST_COUNTRY, knowing=True), cities, TODAY)) == ["stay", "country"]


def test_who_knows_that_one_country_names_the_city_said_nothing_of_another() -> None:
    iceland, estonia = stay("IS", "11", of="1"), stay("EE", "12", of="2")
    knows = cleared(iceland, Scope.HOST_COUNTRY, knowing=True)
    both = replace(knows, grants=(*knows.grants, Grant(Scope.HOST_COUNTRY, "2", read=tuple(estonia))))
    shown = redact([*iceland, *estonia], both, {}, TODAY)
    assert [(fact.kind.name, fact.of) for fact in shown] == [("stay", "1"), ("country", "1")]


def test_what_was_given_for_one_stay_publishes_no_other() -> None:
    bergen, reykjavik = stay("NO", "11", of="1"), stay("IS", "12", "2026-00-00=0000", of="2")
    yes = cleared(bergen, Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES)
    cities = {"11": Place("NO", "bergen"), "12": Place("IS", "reykjavik")}
    assert {fact.of for fact in redact([*bergen, *reykjavik], yes, cities, TODAY)} == {"1"}


def test_a_stay_that_has_moved_is_not_the_one_that_was_read() -> None:
    yes = cleared(stay("NO", "11"), Scope.HOST_COUNTRY, Scope.HOST_CITY)
    cities = {"11": Place("NO", "bergen"), "12": Place("IS", "reykjavik"), "13": Place("NO", "oslo")}
    assert redact(stay("IS", "12"), yes, cities, TODAY) == ()
    assert told(redact(stay("NO", "13"), yes, {**cities, **hosts("NO", 5)}, TODAY)) == ["stay", "country"]


@pytest.mark.parametrize(
    ("read", "now", "shown"),
    [
        ("2010-00-00=0000", "2010-05-17=0000", "2010-00-00=0000"),
        ("2010-05-00=0000", "2010-05-17=0000", "2010-05-00=0000"),
        ("2010-05-17=0000", "2010-00-00=0000", "2010-00-00=0000"),
        ("2010-05-17=0000", "2010-06-00=0000", "2010-06-00=0000"),
        ("2010-00-00=0000", "2009-00-00=0000", None),
        ("2010-00-00~0000", "2010-05-00=0000", "2010-00-00~0000"),
        ("2010-00-00/2011", "2010-00-00=0000", None),
        ("", "2010-00-00=0000", None),
    ],
)
def test_dates_are_told_no_finer_and_no_longer_than_they_were_read(read: str, now: str, shown: str | None) -> None:
    yes = cleared(stay(starts=read), Scope.HOST_COUNTRY, Scope.DATES, knowing=True)
    yes = replace(yes, grants=(*yes.grants, Grant(Scope.HOST_CITY, "1", read=tuple(stay(starts=read)))))
    cities = {"99": Place("NO", "bergen")}
    dates = [fact.value["starts"] for fact in redact(stay(starts=now), yes, cities, TODAY) if fact.kind is DATES]
    assert dates == ([] if shown is None else [shown])


@pytest.mark.parametrize("cities", [{}, {"99": Place("NO", "bergen")}], ids=["without the city", "with the city"])
def test_a_status_changes_no_more_finely_than_the_dates_are_told(cities: dict[str, Place]) -> None:
    facts = [*stay(), Fact(STATUS, STATUS_DAYS, "1", country="NO")]
    given = (Scope.HOST_COUNTRY, Scope.HOST_CITY, Scope.DATES)
    yes = cleared(stay(starts="2010-00-00=0000"), *given, knowing=True)
    shown = redact(facts, yes, cities, TODAY)
    assert ("city" in told(shown)) == bool(cities)
    (status,) = (fact.value for fact in shown if fact.kind is STATUS)
    assert status == {"now_from": "2010-01-01", "now_until": "2013-12-31", "past_from": "2014-01-01", "presumed": True}


def test_no_basis_overrides_a_refusal() -> None:
    facts = stay()
    yes = cleared(facts, Scope.HOST_COUNTRY, Scope.HOST_CITY, knowing=True)
    cities = {"99": Place("NO", "bergen")}
    assert told(redact(facts, yes, cities, TODAY)) == ["stay", "country", "city"]
    for of in ("1", ""):
        no = replace(yes, refusals=(Refusal(Scope.HOST_CITY, of),))
        assert told(redact(facts, no, cities, TODAY)) == ["stay", "country"]
    assert told(redact(facts, replace(yes, refusals=(Refusal(Scope.HOST_CITY, "2"),)), cities, TODAY))[-1] == "city"


@pytest.mark.parametrize(
    ("ceiling", "shown"),
    [(Rung.CITY, ["stay", "country", "city"]), (Rung.REGION, ["stay"]), (Rung.NOTHING, [])],
)
def test_nothing_is_told_above_the_ceiling(ceiling: int, shown: list[str]) -> None:
    facts = stay()
    yes = replace(cleared(facts, Scope.HOST_COUNTRY, Scope.HOST_CITY), ceilings={"1": ceiling})
    cities = {"99": Place("NO", "bergen"), **hosts("SE", 3), **hosts("DK", 3, 200)}
    assert told(redact(facts, yes, cities, TODAY)) == shown


def test_below_the_ceiling_a_country_still_has_to_hide_the_city() -> None:
    facts = stay()
    yes = replace(cleared(facts, Scope.HOST_COUNTRY, Scope.HOST_CITY), ceilings={"1": Rung.COUNTRY})
    assert told(redact(facts, yes, {"99": Place("NO", "bergen")}, TODAY)) == []
    assert told(redact(facts, yes, hosts("NO", 5), TODAY)) == ["stay", "country"]


def test_an_unnamed_guest_shows_in_a_city_that_agreed_only() -> None:
    facts = stay(city="1")
    yes = cleared(facts, Scope.HOST_COUNTRY, Scope.HOST_CITY, level=Level.UNNAMED)
    assert "city" not in told(redact(facts, yes, {"1": Place("NO", "oslo")}, TODAY))
    assert "city" in told(redact(facts, yes, {"1": Place("NO", "oslo", shows_unnamed=True)}, TODAY))


def test_what_is_no_person_needs_no_clearance() -> None:
    fact = Fact(Kind("name"), "Oslo")
    assert redact([fact], NOT_A_PERSON, {}, TODAY) == (fact,)


def test_who_knows_of_the_country_that_was_read_said_nothing_of_where_the_stay_is_found_to_be() -> None:
    was, now = stay("IS"), stay("EE")
    knew = cleared(was, Scope.HOST_COUNTRY, knowing=True)
    both = replace(knew, grants=(*knew.grants, Grant(Scope.HOST_COUNTRY, "1", read=tuple(now))))
    assert told(redact(now, both, {}, TODAY)) == []
    assert told(redact(was, both, {}, TODAY)) == ["stay", "country"]


def test_dates_that_were_read_with_an_end_and_are_lost_leave_no_status_that_goes_on() -> None:
    ended = [Fact(DATES, {"starts": "2010-00-00=0000", "ends": "2012-00-00=0000"}, "1", country="NO")]
    facts = [*stay()[:3], Fact(STATUS, {**STATUS_DAYS, "now_until": "2027-01-01"}, "1", country="NO")]
    for read, shown in ((ended, False), ([], True), (stay(), True)):
        yes = cleared([*stay()[:3], *read], Scope.HOST_COUNTRY, Scope.DATES, knowing=True)
        assert (STATUS in {fact.kind for fact in redact(facts, yes, {}, TODAY)}) == shown
