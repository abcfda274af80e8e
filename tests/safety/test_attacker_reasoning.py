"""The attacker's reasoning, on paper: what follows from a few pages, without a database."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.safety.attacker.claims import claims, dated, links
from tests.safety.attacker.dates import Bounds, Span, read_date, read_span
from tests.safety.attacker.numbers import remainders
from tests.safety.attacker.pages import page
from tests.safety.attacker.reading import City, Membership, Row, Stay, read_city, read_stays_of_row
from tests.safety.attacker.reasoning import Attacker, Reading
from tests.safety.attacker.site import Site

TODAY = date(2026, 6, 15)
STRICT, LENIENT = Reading(certain=True, ceilings=False), Reading(certain=False, ceilings=True)


def city(slug: str, country: str = "NO", state: str = "active", when: str = "from 2005", **said: Any) -> City:
    return City(slug, slug.title(), country, (Membership(state, read_span(when)),), **said)


def stay(who: str, where: str = "Norway", when: str = "", status: str = "", **said: Any) -> Stay:
    return Stay(who, span=read_span(when), status=status, **said).at(where, {})


def here(who: str, slug: str, when: str = "", status: str = "", country: str = "NO") -> Stay:
    return Stay(who, slug, country, "Europe", read_span(when), status)


def look(cities: list[City], stays: list[Stay], day: date = TODAY) -> Site:
    return Site(day, {}, {city.slug: city for city in cities}, stays)


def left(*looks: Site, who: str = "ana", reading: Reading = STRICT, k: int = 3) -> set[str]:
    """Return where somebody can be."""
    return next(
        set(claim.cities) for claim in claims(Attacker(looks, k, {})) if (claim.who, claim.reading) == (who, reading)
    )


FOUR = [city("oslo"), city("bergen"), city("molde"), city("narvik")]


def test_without_more_she_can_be_anywhere_in_the_country() -> None:
    assert left(look([*FOUR, city("lund", "SE")], [stay("ana")])) == {"oslo", "bergen", "molde", "narvik"}


@pytest.mark.parametrize(
    "odd",
    [
        city("odda", state="decided", when="from 2005"),
        city("odda", state="annulled", when="from 2005"),
        city("odda", state="unknown"),
        city("odda", state="left", when="2005–2009"),
        city("odda", state="left", when=""),
        city("odda", when="from 2024"),
        city("odda", fictional=True),
        city("odda", takes_guests=False),
        city("odda", first_guest=2024),
        City("odda", "Odda", "NO"),
    ],
)
def test_a_city_that_could_not_have_taken_her_is_none(odd: City) -> None:
    assert "odda" not in left(look([*FOUR, odd], [stay("ana", when="2019–2021")]))


@pytest.mark.parametrize("odd", [city("odda", state="unknown"), city("odda", state="left", when="")])
def test_what_is_not_known_of_a_city_can_be_read_both_ways(odd: City) -> None:
    told = look([*FOUR, odd], [stay("ana", when="2019–2021")])
    assert "odda" not in left(told) and "odda" in left(told, reading=LENIENT)


def test_a_former_member_counts_for_whoever_came_then() -> None:
    cities = [*FOUR, city("odda", state="left", when="2005–2020")]
    assert "odda" in left(look(cities, [stay("ana", when="2019–2021")]))


def test_she_came_before_she_was_told_first() -> None:
    new = city("odda", when="from 1 July 2026")
    before, after = look(FOUR, [stay("ana")]), look([*FOUR, new], [stay("ana")], date(2026, 8, 1))
    assert "odda" not in left(before, after) and "odda" in left(after)


def test_a_guest_who_is_shown_takes_the_city_while_she_comes() -> None:
    others = [here("bo", "oslo", "2018–2022"), here("li", "bergen", "2018–2019")]
    assert left(look(FOUR, [stay("ana", when="2019–2021"), *others])) == {"bergen", "molde", "narvik"}


def test_two_guests_in_turn_take_it_as_well() -> None:
    others = [here("bo", "oslo", "2018 – 30 June 2019"), here("li", "oslo", "30 June 2019 – 2021")]
    assert "oslo" not in left(look(FOUR, [stay("ana", when="2019–2021"), *others]))


def test_a_guest_who_came_later_takes_it_while_she_certainly_stays() -> None:
    assert "oslo" not in left(look(FOUR, [stay("ana", when="2015–2021"), here("bo", "oslo", "May 2018 – May 2019")]))
    assert "oslo" in left(look(FOUR, [stay("ana"), here("bo", "oslo", "May 2018 – May 2019")]))


def test_whoever_is_there_now_takes_it_now() -> None:
    now = [stay("ana", when="from 2026", status="now"), here("bo", "oslo", "from June 2026", "now")]
    assert "oslo" not in left(look(FOUR, now))


def test_her_own_stays_take_nothing_from_her() -> None:
    assert "oslo" in left(look(FOUR, [stay("ana"), here("ana", "oslo", "2001–2026")]))


def test_what_was_told_once_is_remembered() -> None:
    before = look(FOUR, [stay("ana", when="2019–2021"), here("bo", "oslo", "2018–2022")])
    after = look(FOUR, [stay("ana", when="2019–2021"), here("li", "molde", "2018–2022")])
    assert left(before, after) == {"bergen", "narvik"}
    assert left(look(FOUR, [stay("ana", "Norway")]), look(FOUR, [stay("ana", "Europe")])) == {
        city.slug for city in FOUR
    }


def test_a_region_is_told_where_the_country_would_not_hide() -> None:
    swedes = [city("lund", "SE"), city("umea", "SE")]
    told = look([*FOUR, *swedes], [stay("ana", "Europe")])
    assert left(told) == {"lund", "umea"}
    assert left(told, reading=Reading(certain=True, ceilings=True)) == {"lund", "umea", *(c.slug for c in FOUR)}
    assert left(told, k=5) == {"lund", "umea", *(c.slug for c in FOUR)}


def test_a_stay_without_a_place_is_where_nothing_would_be_told() -> None:
    far = [city("lima", "PE"), *(city(slug, "MX") for slug in ("puebla", "oaxaca", "merida"))]
    nowhere = Stay("ana", span=read_span("2019–2021"))
    assert left(look([*FOUR, city("ribe", "DK"), *far], [nowhere])) == {"ribe", "lima"}


def test_a_city_within_another_is_one_place_with_it() -> None:
    cities = [*FOUR, city("sandviken", within="bergen"), city("laksevag", within="sandviken")]
    claim = next(iter(claims(Attacker([look(cities, [stay("ana")])], 3, {}))))
    assert (len(claim.cities), claim.areas) == (6, 4)


def test_all_who_hide_must_find_room() -> None:
    three = FOUR[:3]
    hidden = [stay(who, when="2015–2021") for who in ("bo", "li", "kim")]
    late = city("odda", when="from 2014")
    # The others came before Odda joined, so that she alone can be there.
    early = [replace(other, span=read_span("2010–2021")) for other in hidden]
    told = look([*three, late], [stay("ana", when="2015–2020"), *early])
    assert left(told) == {"odda"}
    assert left(look([*three, late], [stay("ana", when="2015–2020"), *early[:2]])) > {"odda"}


def test_one_whose_city_follows_takes_it_from_others() -> None:
    danes = [city("ribe", "DK")]
    hidden = [stay("bo", "Denmark", "2010–2020"), stay("ana", "Europe", "2012–2013")]
    assert "ribe" not in left(look([*FOUR, *danes], hidden), k=5)


def test_the_day_on_which_a_status_turns_is_the_day_of_arrival() -> None:
    cities = [*FOUR, city("odda", when="from 1 June 2026")]
    before = look(
        cities, [stay("ana", when="from 2026"), here("bo", "oslo", "10 June 2026 – 20 June 2026")], date(2026, 6, 11)
    )
    after = look(cities, [stay("ana", when="from 2026", status="now")], date(2026, 6, 12))
    assert left(before, after) == {"bergen", "molde", "narvik", "odda"}


@pytest.mark.parametrize(
    ("printed", "first", "last"),
    [
        ("2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("December 2019", date(2019, 12, 1), date(2019, 12, 31)),
        ("17 May 2019", date(2019, 5, 17), date(2019, 5, 17)),
        ("about 2019", date(2019, 1, 1), date(2019, 12, 31)),
        ("before 2019", None, date(2018, 12, 31)),
        ("after May 2019", date(2019, 6, 1), None),
        ("2000 or 2001", date(2000, 1, 1), date(2001, 12, 31)),
    ],
)
def test_dates_are_read_as_they_are_printed(printed: str, first: date | None, last: date | None) -> None:
    assert read_date(printed) == Bounds(first, last)


@pytest.mark.parametrize(
    ("printed", "starts", "ends"),
    [
        ("2003–2006", "2003", "2006"),
        ("May 2003 – 17 June 2004", "May 2003", "17 June 2004"),
        ("From 2003", "2003", ""),
        ("Until May 2003", "", "May 2003"),
        ("Began before 2003", "before 2003", ""),
        ("Ended after 2003", "", "after 2003"),
        ("About 2003 – 2004", "about 2003", "2004"),
        ("2003", "2003", "2003"),
        ("", "", ""),
    ],
)
def test_spans_are_read_as_they_are_printed(printed: str, starts: str, ends: str) -> None:
    assert read_span(printed) == Span(read_date(starts), read_date(ends))


CITY_PAGE = b"""<article><h1><bdi>Oslo</bdi></h1><p class="lede"><a href="/cities/?country=NO">Norway</a></p>
<p class="takes-no-guests">Takes no guests.</p><p class="within">Within <a href="/cities/viken/">Viken</a></p>
<dl class="facts"><div><dt>ICORN</dt><dd>Left; joined 2005<br><span>The first guest came in 2007.</span></dd></div>
<div><dt>Net</dt><dd>Active member, 2005\xe2\x80\x932020 <span class="s">[1]</span></dd></div></dl>
<section aria-labelledby="guests"><ol class="stay"><li><div><h3><span>Name withheld</span></h3>
<p class="s quiet">Iran</p></div><p class="s"><span aria-hidden="true"></span>In residence now<br>From May 2019</p></li>
</ol></section></article>"""


def test_a_page_of_a_city_is_read() -> None:
    read = read_city("oslo", page(CITY_PAGE))
    assert (read.country, read.within, read.takes_guests, read.first_guest) == ("NO", "viken", False, 2007)
    assert read.memberships == (
        Membership("left", read_span("from 2005")),
        Membership("active", read_span("2005–2020")),
    )
    assert read.guests == (here("Name withheld, Iran", "oslo", "from May 2019", "now"),)


def test_a_line_of_a_list_is_read() -> None:
    cities = {city.slug: city for city in FOUR}

    def read(hosts: str, when: str) -> list[Stay]:
        return read_stays_of_row(Row("ana", "Iran", hosts, when, ""), cities)

    assert read("Oslo, Norway", "2019") == [here("ana", "oslo", "2019")]
    assert read("Bergen, Sweden", "") == [here("ana", "bergen"), stay("ana", "Sweden")]
    assert read("The Americas", "In residence now") == [stay("ana", "The Americas", status="now")]


def test_the_order_of_the_newest_tells_the_day_of_a_line_without_a_name() -> None:
    rows = [Row(who, "", "", "", "") for who in ("/writers/a/", "Name withheld, Iran", "/writers/b/")]
    days = {"/writers/a/": date(2026, 5, 2), "/writers/b/": date(2026, 5, 1)}
    told = [(claim.who, claim.first, claim.last) for claim in dated(Site(TODAY, {}, recent=rows, days=days))]
    assert told == [("Name withheld, Iran", date(2026, 5, 1), date(2026, 5, 2))]
    assert list(dated(Site(TODAY, {}, recent=[*rows[::2], rows[1]], days=days))) == []


def test_a_mark_that_a_page_keeps_links_it_to_another() -> None:
    def shown(who: str, picture: str) -> Site:
        return Site(
            TODAY, {who: (200, {}, f'<img src="/images/{picture}.jpeg">'.encode())}, rows=[Row(who, "", "", "", "")]
        )

    before = shown("/writers/ana-a1b2/", "xyz")
    assert list(links(before, shown("/writers/bo-c3d4/", "xyz"))) == [
        ("/writers/ana-a1b2/", "/writers/bo-c3d4/", "xyz")
    ]
    assert list(links(before, shown("/writers/bo-a1b2/", "uvw"))) == [
        ("/writers/ana-a1b2/", "/writers/bo-a1b2/", "a1b2")
    ]
    assert list(links(before, shown("/writers/bo-c3d4/", "uvw"))) == []


def test_a_number_that_cannot_be_counted_is_a_fact() -> None:
    home = b'<dl class="big"><div><dt>writers</dt><dd>%d</dd></div><div><dt>cities</dt><dd>0</dd></div></dl>'
    counted, key = b"One more writer is counted and not shown.", b'<span class="win now">'

    def numbers(writers: int) -> list[str]:
        pages = {"/": home % writers, "/writers/": counted, "/cities/": key}
        return [leak.what for leak in remainders(Site(TODAY, {at: (200, {}, body) for at, body in pages.items()}))]

    assert numbers(1) == [] and numbers(2) == ["writers: 2, counted 1"]
