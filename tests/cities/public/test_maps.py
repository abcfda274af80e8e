"""The maps: every city on one of them, names that can be read, and the same picture every time."""

import json
import random
import re
from dataclasses import replace
from itertools import combinations

import pytest

from cities.public import maps
from cities.public.maps import MapCity, europe, locator, night, world
from cities.public.placing import text_width

PLACES = {
    "Alta": (69.97, 23.27),
    "Almería": (36.84, -2.46),
    "Bergen": (60.39, 5.32),
    "Helsinki": (60.17, 24.94),
    "Las Vegas": (36.17, -115.14),
    "Lisbon": (38.72, -9.14),
    "Mexico City": (19.43, -99.13),
    "Oslo": (59.91, 10.75),
    "Reykjavík": (64.15, -21.94),
    "Stavanger": (58.97, 5.73),
    "Sydney": (-33.87, 151.21),
}
# Europe's map for these, the world's for the rest.
ELSEWHERE = {"Las Vegas", "Mexico City", "Sydney"}


def city(name: str, latitude: float, longitude: float, **more: object) -> MapCity:
    """Make a city that is no member and has no guest."""
    values = {"country": "Somewhere", "active": False, "now": False, **more}
    return MapCity(name, name.lower().replace(" ", "-"), latitude=latitude, longitude=longitude, **values)


CITIES = [city(name, *place) for name, place in PLACES.items()]
# As many as the network has, most of them in one crowd, as they are round the Oslofjord.
CROWD = [
    city(f"Kommune {i}", 59.4 + dice.random(), 10.2 + dice.random(), now=i % 9 == 0, active=i % 2 == 0)
    for dice in [random.Random(7)]
    for i in range(60)
] + [city(f"Ville {i}", 37 + (i % 10) * 3, -5 + i % 25, guests=i % 4) for i in range(50)]


@pytest.mark.parametrize("draw", [world, europe, night])
def test_map_is_the_same_for_the_same_cities_in_any_order(draw) -> None:
    first = draw(CITIES + CROWD)
    maps._draw.cache_clear()
    assert draw([*reversed(CITIES + CROWD)]) == first


def test_every_city_is_on_one_of_the_two_maps() -> None:
    on_world, on_europe = ({window.city.name for window in draw(CITIES).windows} for draw in (world, europe))
    assert on_world == ELSEWHERE
    assert on_europe == set(PLACES) - ELSEWHERE


def test_night_map_counts_the_cities_beyond_it() -> None:
    drawn = night(CITIES)
    assert drawn.beyond == len(ELSEWHERE)
    assert {window.city.name for window in drawn.windows} == set(PLACES) - ELSEWHERE


@pytest.mark.parametrize("draw", [world, europe, night])
def test_windows_are_wholly_on_the_canvas(draw) -> None:
    drawn = draw(CITIES + CROWD)
    assert drawn.windows
    for window in drawn.windows:
        assert 0 <= window.left <= drawn.width - drawn.window_width
        assert 0 <= window.top <= drawn.height - drawn.window_height


def test_windows_of_a_crowd_are_pushed_apart() -> None:
    twins = [city("One", 59.91, 10.75), city("Two", 59.91, 10.75)]
    one, two = europe(twins).windows
    assert (one.left, one.top) != (two.left, two.top)


@pytest.mark.parametrize("draw", [world, europe])
def test_names_overlap_neither_each_other_nor_a_window(draw) -> None:
    drawn = draw(CITIES + CROWD)
    windows = [(w.left, w.top, w.left + drawn.window_width, w.top + drawn.window_height) for w in drawn.windows]
    for layer in drawn.layers:
        names = [label.box(layer.size) for label in layer.labels]
        assert names
        for a, b in [*combinations(names, 2), *((name, window) for name in names for window in windows)]:
            # Positions are rounded to whole units after they were tested.
            assert a[2] <= b[0] + 1 or b[2] <= a[0] + 1 or a[3] <= b[1] + 1 or b[3] <= a[1] + 1


def test_names_stay_on_the_canvas() -> None:
    drawn = europe(CITIES + CROWD)
    for layer in drawn.layers:
        for label in layer.labels:
            left, top, right, bottom = label.box(layer.size)
            assert left >= 0
            assert top >= 0
            assert right <= drawn.width
            assert bottom <= drawn.height
            assert right - left == pytest.approx(text_width(label.text, layer.size))


def test_small_screens_get_fewer_names() -> None:
    wide, small = europe(CITIES + CROWD).layers
    assert (wide.screen, small.screen) == ("wide", "small")
    assert len(small.labels) <= maps.STYLES["europe"].small_limit < len(wide.labels)


def test_city_with_a_guest_now_is_named_first_and_drawn_last() -> None:
    drawn = europe([replace(c, now=c.name == "Bergen", guests=len(c.name)) for c in CITIES])
    assert drawn.windows[-1].city.name == "Bergen"
    assert [label.text for label in drawn.layers[0].labels][:2] == ["Bergen", "Reykjavík"]


def test_map_without_cities_is_still_a_map() -> None:
    drawn = europe([])
    assert drawn.land
    assert not drawn.windows
    assert not any(layer.labels for layer in drawn.layers)


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_locator_shows_land_and_water_round_the_city(place: tuple[float, float]) -> None:
    drawn = locator(*place)
    assert 100 < len(drawn.land) < 6000
    assert drawn.left + drawn.window_width / 2 == drawn.width / 2
    assert 40 < drawn.bar < drawn.width / 3


def test_locator_of_an_inland_city_looks_further_until_there_is_a_coast() -> None:
    assert locator(*PLACES["Stavanger"]).bar_km == 250
    assert locator(*PLACES["Las Vegas"]).bar_km == 500


def test_locator_is_kept_by_rounded_place() -> None:
    assert locator(58.9701, 5.7299) is locator(58.97, 5.73)


def steps(path: str) -> list[tuple[int, int]]:
    """Read the lines of relative path data, those that close a ring included."""
    out = []
    for ring in path.split("M")[1:]:
        numbers = [int(n) for n in re.findall(r"-?\d+", ring.split("l")[1])]
        pairs = [*zip(numbers[::2], numbers[1::2], strict=True)]
        out += [*pairs, (-sum(x for x, _ in pairs), -sum(y for _, y in pairs))]
    return out


def test_world_has_no_line_longer_than_thirty_degrees() -> None:
    # Rings torn at the edge of the world once drew white bars across the Arctic.
    thirty = maps.WORLD.place(41, 0)[0] - maps.WORLD.place(11, 0)[0]
    assert max(abs(x) for x, _ in steps(maps._base("world")["land"])) < thirty


def test_land_has_no_line_longer_than_thirty_degrees() -> None:
    for ring in maps._land():
        assert all(abs(a[0] - b[0]) < 30 for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))


def test_world_map_shows_where_the_europe_map_is() -> None:
    corners = [tuple(map(int, pair.split(","))) for pair in world([]).frame.split()]
    x, y = maps.WORLD.place(*reversed(PLACES["Oslo"]))
    assert min(c[0] for c in corners) < x < max(c[0] for c in corners)
    assert min(c[1] for c in corners) < y < max(c[1] for c in corners)
    assert json.loads((maps.BASEMAP / "europe.json").read_text())["frame"] == ""
