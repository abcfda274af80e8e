"""What is public: the one pure function, as properties over everything it may be given."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.redaction import NOT_A_PERSON, Clearances, Fact, Grant, Level, Place, Scope, redact

TODAY = date(2026, 11, 24)
IDS = ["1", "2"]
CITIES = ["11", "12", "13", "14"]
COUNTRIES = ["NO", "IS"]

days = st.none() | st.sampled_from([TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=1)])
scopes = st.sampled_from(list(Scope))
facts = st.builds(
    Fact,
    kind=st.sampled_from(["name", "stay city", "stay country", "work"]),
    value=st.integers(0, 3),
    scopes=st.lists(scopes, max_size=3, unique=True).map(tuple),
    of=st.sampled_from(["", *IDS]),
    city=st.sampled_from(["", *CITIES]),
    country=st.sampled_from(["", *COUNTRIES]),
    via_city=st.sampled_from(["", *CITIES]),
    least=st.sampled_from([Level.COUNTED, Level.UNNAMED, Level.NAMED]).map(int),
)
grants = st.builds(
    Grant,
    scope=scopes,
    of=st.sampled_from(["", *IDS]),
    granted_on=days,
    withdrawn_on=days,
    knowing=st.booleans(),
)
clearances = st.builds(
    Clearances, level=st.sampled_from(list(Level)).map(int), grants=st.lists(grants, max_size=8).map(tuple)
)
places = st.dictionaries(
    st.sampled_from(CITIES), st.builds(Place, st.sampled_from(COUNTRIES), st.just("slug"), st.booleans()), max_size=4
)
records = st.lists(facts, max_size=6)


@given(records, clearances, places)
def test_judging_twice_changes_nothing(record: list[Fact], cleared: Clearances, listed: dict[str, Place]) -> None:
    once = redact(record, cleared, listed, TODAY)
    assert redact(once, cleared, listed, TODAY) == once


@given(records, records, clearances, places)
def test_another_fact_never_changes_the_judgement_of_the_first(
    record: list[Fact], more: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    assert redact([*record, *more], cleared, listed, TODAY) == (
        *redact(record, cleared, listed, TODAY),
        *redact(more, cleared, listed, TODAY),
    )


@given(records, clearances, places, grants)
def test_another_grant_never_shows_less(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place], grant: Grant
) -> None:
    more = Clearances(cleared.level, (*cleared.grants, grant))
    assert set(redact(record, cleared, listed, TODAY)) <= set(redact(record, more, listed, TODAY))


@given(records, clearances, places, st.sampled_from(CITIES), st.builds(Place, st.sampled_from(COUNTRIES), st.just("x")))
def test_another_listed_city_never_shows_less(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place], city: str, place: Place
) -> None:
    more = listed if city in listed else {**listed, city: place}
    assert set(redact(record, cleared, listed, TODAY)) <= set(redact(record, cleared, more, TODAY))


@given(records, clearances, places)
def test_only_facts_that_were_given_come_back_and_in_order(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    left = iter(record)
    assert all(any(fact is given for given in left) for fact in redact(record, cleared, listed, TODAY))


@given(records, clearances, places)
def test_each_scope_of_a_shown_fact_is_cleared_today(
    record: list[Fact], cleared: Clearances, listed: dict[str, Place]
) -> None:
    live = {
        (grant.scope, grant.of if grant.scope == Scope.OTHER_NAME else "")
        for grant in cleared.grants
        if (grant.granted_on is None or grant.granted_on <= TODAY)
        and (grant.withdrawn_on is None or grant.withdrawn_on > TODAY)
    }
    for fact in redact(record, cleared, listed, TODAY):
        assert cleared.level >= fact.least
        assert not fact.city or fact.city in listed
        for scope in fact.scopes:
            assert any(scope == granted and (scope != Scope.OTHER_NAME or fact.of == of) for granted, of in live)


@given(records, places)
def test_level_nothing_shows_nothing(record: list[Fact], listed: dict[str, Place]) -> None:
    everything = Clearances(Level.NOTHING, tuple(Grant(scope) for scope in Scope))
    assert redact(record, everything, listed, TODAY) == ()


@given(records, places)
def test_a_named_person_without_a_cleared_name_shows_nothing(record: list[Fact], listed: dict[str, Place]) -> None:
    all_but_name = Clearances(Level.NAMED, tuple(Grant(scope) for scope in Scope if scope != Scope.NAME))
    assert redact(record, all_but_name, listed, TODAY) == ()


@given(facts)
def test_a_fact_survives_being_kept(fact: Fact) -> None:
    assert Fact.from_json(fact.as_json()) == fact


@pytest.mark.parametrize(("listed", "shown"), [(2, False), (3, True)])
def test_a_country_needs_three_listed_cities(listed: int, shown: bool) -> None:
    fact = Fact("stay country", "NO", scopes=(Scope.HOST_COUNTRY,), country="NO", via_city="99")
    cleared = Clearances(Level.NAMED, (Grant(Scope.NAME), Grant(Scope.HOST_COUNTRY)))
    cities = {str(pk): Place("NO", f"city-{pk}") for pk in range(listed)}
    assert bool(redact([fact], cleared, cities, TODAY)) is shown
    knowing = Clearances(Level.NAMED, (Grant(Scope.NAME), Grant(Scope.HOST_COUNTRY, knowing=True)))
    assert redact([fact], knowing, cities, TODAY) == (fact,)


def test_an_unnamed_guest_shows_in_a_city_that_agreed_only() -> None:
    fact = Fact("stay city", "1", scopes=(Scope.HOST_COUNTRY, Scope.HOST_CITY), city="1")
    cleared = Clearances(Level.UNNAMED, (Grant(Scope.HOST_COUNTRY), Grant(Scope.HOST_CITY)))
    assert redact([fact], cleared, {"1": Place("NO", "oslo")}, TODAY) == ()
    assert redact([fact], cleared, {"1": Place("NO", "oslo", shows_unnamed=True)}, TODAY) == (fact,)


def test_what_is_no_person_needs_no_clearance() -> None:
    assert redact([Fact("name", "Oslo")], NOT_A_PERSON, {}, TODAY) == (Fact("name", "Oslo"),)
