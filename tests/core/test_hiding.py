"""Whom a place hides, by examples that a reader could work out by hand."""

from datetime import date

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.hiding import (
    ANY_TIME,
    Place,
    ToldStay,
    When,
    area,
    in_country,
    in_region,
    least,
    with_guests,
)
from refuge.core.partial_dates import PartialDate
from tests.core.redaction_cases import TODAY, places

ME = "me"


def since(year: int, month: int = 1) -> tuple[tuple[date, date | None], ...]:
    return ((date(year, month, 1), None),)


def years(starts: int, ends: int = 0) -> When:
    return When(PartialDate(starts), PartialDate(ends) if ends else None)


def seen(city: str, when: When, by: str = "somebody else") -> ToldStay:
    return ToldStay(by, "9", when, city=city, country="IT")


def italy(*spells: tuple[tuple[date, date | None], ...], **also: object) -> dict[str, Place]:
    return {str(at): Place("IT", f"city-{at}", spells=each, **also) for at, each in enumerate(spells)}  # type: ignore[arg-type]


def hosts(places: dict[str, Place], when: When, *guests: ToldStay) -> set[str]:
    return in_country(with_guests(places, guests, TODAY), "IT", ME, when, TODAY)


def test_only_a_place_that_took_guests_on_a_possible_day_of_arrival_could_be_the_host() -> None:
    listed = italy(since(2010), since(2021), ((date(2005, 1, 1), date(2012, 1, 1)),), ())
    assert hosts(listed, years(2019)) == {"0"}
    assert hosts(listed, years(2011)) == {"0", "2"}
    assert hosts(listed, years(2021)) == {"0", "1"}
    # Any day up to today.
    assert hosts(listed, ANY_TIME) == {"0", "1", "2"}


def test_who_is_seen_somewhere_takes_the_place_on_every_day_that_the_other_stay_certainly_covers() -> None:
    listed = italy(since(2010), since(2010))
    stay = years(2015, 2019)
    assert hosts(listed, stay, seen("0", years(2014, 2016))) == {"1"}
    # Also somebody who came while the hidden guest was certainly there, and two in turn.
    assert hosts(listed, stay, seen("0", years(2016, 2018))) == {"1"}
    assert hosts(listed, stay, seen("0", years(2010, 2011)), seen("0", years(2020, 2022))) == {"0", "1"}
    # One's own other stay takes nothing from oneself.
    assert hosts(listed, stay, seen("0", years(2014, 2018), by=ME)) == {"0", "1"}


def test_without_years_only_a_place_that_was_never_free_is_taken() -> None:
    listed = italy(since(2010), since(2010))
    now = When(PartialDate(2009), now_from=date(2009, 1, 1), now_until=date(2027, 1, 1))
    assert hosts(listed, ANY_TIME, seen("0", years(2011, 2020))) == {"0", "1"}
    assert hosts(listed, ANY_TIME, seen("0", now)) == {"1"}


def test_who_is_there_now_is_there_from_today_on_at_the_latest() -> None:
    now = When(PartialDate(TODAY.year), now_from=date(TODAY.year, 1, 1), now_until=date(2027, 1, 1))
    assert now.certain(TODAY) == (TODAY, TODAY)
    assert hosts(italy(since(2010), since(2010)), now, seen("0", now)) == {"1"}


def test_a_place_within_another_is_one_area_with_it() -> None:
    catalonia, barcelona, girona = (
        Place("IT", name, spells=since(2000), within=at)
        for name, at in (("catalonia", ""), ("barcelona", "0"), ("girona", "1"))
    )
    listed = {"0": catalonia, "1": barcelona, "2": girona}
    assert [area(listed, at) for at in listed] == ["0", "0", "0"]
    assert hosts(listed, ANY_TIME) == {"0"}
    # Where the outer one is not listed, the inner one stands for itself.
    assert area({"1": barcelona}, "1") == "1"


def test_an_invented_place_and_one_that_takes_no_guests_hide_nobody() -> None:
    assert hosts(italy(since(2000), hides_others=False), ANY_TIME) == set()


def test_a_region_counts_the_places_of_those_countries_that_hide_nobody_themselves() -> None:
    listed = italy(*[since(2000)] * 5) | {f"n{at}": Place("NO", "x", spells=since(2000)) for at in range(4)}
    assert len(in_region(listed, "europe", ME, ANY_TIME, TODAY)) == 4
    listed |= {"m": Place("MT", "x", spells=since(2000))}
    assert len(in_region(listed, "europe", ME, ANY_TIME, TODAY)) == 5
    assert in_region(listed, "asia", ME, ANY_TIME, TODAY) == set()


def test_whoever_is_known_to_be_in_a_country_of_few_places_leaves_none_of_them_to_others() -> None:
    known = ToldStay("somebody else", "9", years(2015, 2019), country="IT", region="europe", known=True)
    few, many = italy(*[since(2000)] * 4), italy(*[since(2000)] * 5)
    assert hosts(few, years(2016, 2018), known) == set()
    assert len(hosts(few, years(2010, 2011), known)) == 4
    assert len(hosts(many, years(2016, 2018), known)) == 5


@pytest.mark.parametrize(("setting", "areas"), [(5, 5), (8, 8), (3, 3), (1, 3)])
def test_a_setting_asks_for_more_and_never_for_fewer_than_three(setting: int, areas: int) -> None:
    with override_settings(REFUGE_HIDING_PLACES=setting):
        assert least() == areas


@given(places, st.sampled_from([2009, 2010, 2011, 2014, 2020]), st.sampled_from(["NO", "IS"]))
def test_years_never_leave_a_country_more_areas_than_no_years(
    listed: dict[str, Place], year: int, country: str
) -> None:
    dated, undated = (in_country(listed, country, ME, when, TODAY) for when in (years(year), ANY_TIME))
    assert dated <= undated
