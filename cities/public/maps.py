"""The maps of the public site, as data for the templates that draw them: pure functions of published values.

Europe has nine tenths of the cities and a map of its own; the world map shows the others, and the frame of the first.
A map is kept as long as its whole input stays the same, so nothing has to be told when a city is withdrawn.
"""

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

from cities.public.basemap.geometry import Point, area, clip, simplify, svg_path
from cities.public.basemap.projection import EARTH_RADIUS_KM, EUROPE, NIGHT, WORLD, Frame, around
from cities.public.placing import Label, Spot, place_labels, spread

BASEMAP = Path(__file__).parent / "basemap"

LOCATOR_SIZE = 640, 400
# Half the width of a city's own map in km: the first that shows enough sea to be recognised.
REACHES_KM = 1000, 1500, 2000
ENOUGH_SEA = 0.3


@dataclass(frozen=True)
class MapCity:
    """A published city: `country` in words, `now` when a published guest is in residence, `guests` how many it had."""

    name: str
    slug: str
    country: str
    latitude: float
    longitude: float
    active: bool
    now: bool
    guests: int = 0


@dataclass(frozen=True)
class Style:
    """What a map draws, in canvas units: half a window's width, the size of type on wide and on small screens.

    A small screen has room for `small_limit` names; without a size there are no names.
    """

    half: int
    wide: int = 0
    small: int = 0
    small_limit: int = 0


@dataclass(frozen=True)
class Window:
    """A city on a map: its window's upper left corner in canvas units."""

    city: MapCity
    left: int
    top: int


@dataclass(frozen=True)
class Layer:
    """The names for one width of screen, since the type of an SVG shrinks with the picture."""

    screen: str
    size: int
    labels: tuple[Label, ...]


@dataclass(frozen=True)
class Map:
    """A map for a template; `beyond` counts the cities that lie outside it."""

    width: int
    height: int
    land: str
    frame: str
    window_width: int
    window_height: int
    windows: tuple[Window, ...]
    layers: tuple[Layer, ...]
    beyond: int


@dataclass(frozen=True)
class Locator:
    """A small map round one city, with its window's corner and a scale bar; `bar` is in canvas units."""

    width: int
    height: int
    land: str
    left: int
    top: int
    window_width: int
    window_height: int
    bar: int
    bar_km: int


FRAMES = {"world": WORLD, "europe": EUROPE, "night": NIGHT}
STYLES = {
    "world": Style(half=13, wide=44, small=74, small_limit=6),
    "europe": Style(half=10, wide=34, small=56, small_limit=16),
    "night": Style(half=7),
}


def world(cities: Iterable[MapCity]) -> Map:
    """Draw the cities that the Europe map does not hold."""
    return _draw("world", tuple(sorted((c for c in cities if not _on(EUROPE, c)), key=_slug)))


def europe(cities: Iterable[MapCity]) -> Map:
    """Draw the cities of Europe."""
    return _draw("europe", tuple(sorted(cities, key=_slug)))


def night(cities: Iterable[MapCity]) -> Map:
    """Draw the map of the home page: windows at night, without names."""
    return _draw("night", tuple(sorted(cities, key=_slug)))


def locator(latitude: float, longitude: float) -> Locator:
    """Draw the land round one city, given in degrees."""
    return _locate(round(latitude, 2), round(longitude, 2))


def _slug(city: MapCity) -> str:
    return city.slug


def _on(frame: Frame, city: MapCity) -> bool:
    return frame.holds(*frame.place(city.longitude, city.latitude), margin=12)


@lru_cache(maxsize=32)
def _draw(name: str, cities: tuple[MapCity, ...]) -> Map:
    frame, style, base = FRAMES[name], STYLES[name], _base(name)
    half = style.half, round(style.half * 1.2)
    shown = [city for city in cities if _on(frame, city)]
    true_spots = [frame.place(city.longitude, city.latitude) for city in shown]
    spots = [
        (min(max(x, half[0]), frame.width - half[0]), min(max(y, half[1]), frame.height - half[1]))
        for x, y in spread(true_spots, gap=style.half * 2.7, reach=style.half * 3.6)
    ]
    crowd = [sum(math.dist(spot, other) < 120 for other in spots) for spot in spots]
    # Whoever hosts now, then whoever has hosted most; in a crowd the names would not fit anyway.
    ranked = sorted(zip(shown, spots, crowd, strict=True), key=lambda item: (not item[0].now, -item[0].guests, item[2]))
    named = [(city.name, spot) for city, spot, _ in ranked]
    # Lit windows are drawn last, on top of dark ones.
    drawn = sorted(zip(shown, spots, strict=True), key=lambda item: (item[0].now, item[0].active, item[1][1]))
    return Map(
        width=frame.width,
        height=frame.height,
        land=base["land"],
        frame=base["frame"],
        window_width=2 * half[0],
        window_height=2 * half[1],
        windows=tuple(Window(city, round(x - half[0]), round(y - half[1])) for city, (x, y) in drawn),
        layers=tuple(_layers(named, frame, style, half)) if style.wide else (),
        beyond=len(cities) - len(shown),
    )


def _layers(named: list[tuple[str, Spot]], frame: Frame, style: Style, half: tuple[int, int]) -> Iterable[Layer]:
    canvas = frame.width, frame.height
    yield Layer("wide", style.wide, place_labels(named, style.wide, half, canvas, len(named)))
    # The stylesheet draws windows larger by the same factor on small screens.
    larger = half[0] * 1.3, half[1] * 1.3
    yield Layer("small", style.small, place_labels(named, style.small, larger, canvas, style.small_limit))


@lru_cache(maxsize=256)
def _locate(latitude: float, longitude: float) -> Locator:
    width, height = LOCATOR_SIZE
    for reach in REACHES_KM:
        frame = around(longitude, latitude, reach, width, height)
        rings = [clip([frame.place(*p) for p in ring], width, height) for ring in _near(latitude, longitude, reach)]
        rings = [ring for ring in rings if ring]
        if abs(sum(map(area, rings))) < (1 - ENOUGH_SEA) * width * height:
            break
    bar_km = 500 if reach > REACHES_KM[0] else 250
    return Locator(
        width=width,
        height=height,
        land=svg_path(simplify(ring, 3) for ring in rings if abs(area(ring)) >= 10),
        left=width // 2 - 10,
        top=height // 2 - 12,
        window_width=20,
        window_height=24,
        bar=round(bar_km / EARTH_RADIUS_KM * frame.scale),
        bar_km=bar_km,
    )


def _near(latitude: float, longitude: float, reach_km: float) -> list[list[Point]]:
    """Give the rings with a point within the corners of a map; far ones would be torn at the back of the globe."""
    angle = 2.2 * reach_km / EARTH_RADIUS_KM
    sin0, cos0 = math.sin(math.radians(latitude)), math.cos(math.radians(latitude))

    def close(point: Point) -> bool:
        lam, phi = math.radians(point[0] - longitude), math.radians(point[1])
        return sin0 * math.sin(phi) + cos0 * math.cos(phi) * math.cos(lam) > math.cos(angle)

    return [ring for ring in _land() if any(close(point) for point in ring[::4])]


@lru_cache(maxsize=1)
def _land() -> list[list[Point]]:
    """Decode land.json into rings of (longitude, latitude)."""
    coded: list[list[int]] = json.loads((BASEMAP / "land.json").read_text(encoding="ascii"))
    return [
        [(x / 100, y / 100) for x, y in zip(accumulate(ring[::2]), accumulate(ring[1::2]), strict=True)]
        for ring in coded
    ]


@lru_cache(maxsize=len(FRAMES))
def _base(name: str) -> dict[str, str]:
    base: dict[str, str] = json.loads((BASEMAP / f"{name}.json").read_text(encoding="ascii"))
    return base
