"""Make the base maps again: `python -m cities.public.basemap.generate path/to/land-50m.json`.

Reads the land of world-atlas (TopoJSON; Natural Earth 1:50m, public domain) and writes world.json, europe.json,
night.json and land.json beside this file. The same input gives the same bytes. Only land is drawn: no national borders.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cities.public.basemap.geometry import Point, area, clip, simplify, svg_path, unwrap
from cities.public.basemap.projection import EARTH_RADIUS_KM, EUROPE, NIGHT, WORLD, Frame, unproject

HERE = Path(__file__).parent
# The world is cut at the Bering Strait, so that Chukotka stays with Asia.
SEAM = -169.0
KM_PER_DEGREE = math.pi * EARTH_RADIUS_KM / 180


def rings(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Decode the land of a quantised TopoJSON into closed rings of (longitude, latitude), Antarctica left out."""
    (x_scale, y_scale), (x_shift, y_shift) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[list[Point]] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * x_scale + x_shift, y * y_scale + y_shift))
        arcs.append(points)
    for geometry in topology["objects"]["land"]["geometries"]:
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            points = []
            for index in ring:
                piece = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += piece[1:] if points else piece
            if max(latitude for _, latitude in points) > -57:
                yield unwrap(points)


def west_of_seam(ring: list[Point]) -> list[Point]:
    """Shift a ring by whole turns, so that it lies within 360 degrees east of the seam."""
    mean = sum(longitude for longitude, _ in ring) / len(ring)
    turns = math.floor((mean - SEAM) / 360)
    return [(longitude - 360 * turns, latitude) for longitude, latitude in ring]


def draw(
    land: list[list[Point]], frame: Frame, tolerance: float, smallest: float, cut: bool = True, clear: float = 0
) -> str:
    """Project rings onto a frame, simplify them and write path data.

    Left out are islets below `smallest` square units, and whatever stays in the first `clear` units from the left.
    """
    out = []
    for ring in land:
        points = [frame.place(*point) for point in ring]
        if cut:
            points = clip(points, frame.width, frame.height)
        if points and abs(area(points)) >= smallest and (not clear or max(x for x, _ in points) > clear):
            out.append(simplify(points, tolerance))
    return svg_path(out)


def outline(samples: int = 14) -> str:
    """Trace the sides of the Europe map on the world map, as the points of an SVG polygon."""
    steps = [i / samples for i in range(samples)]
    sides = [
        *((t, 0) for t in steps),
        *((1, t) for t in steps),
        *((1 - t, 1) for t in steps),
        *((0, 1 - t) for t in steps),
    ]
    width, height = EUROPE.right - EUROPE.left, EUROPE.bottom - EUROPE.top
    traced = (WORLD.place(*unproject(EUROPE.left + width * x, EUROPE.top + height * y)) for x, y in sides)
    return " ".join(f"{x:.0f},{y:.0f}" for x, y in traced)


def coded(land: list[list[Point]], tolerance_km2: float, smallest_km2: float) -> list[list[int]]:
    """Simplify rings evenly over the globe and code them in hundredths of a degree, each point relative to the last."""
    out = []
    for ring in land:
        # The sinusoidal plane is equal-area, so that one tolerance in km² serves every latitude.
        plane = [(x * math.cos(math.radians(y)) * KM_PER_DEGREE, y * KM_PER_DEGREE) for x, y in ring]
        if abs(area(plane)) < smallest_km2:
            continue
        numbers: list[int] = []
        last = (0, 0)
        for x, y in simplify(plane, tolerance_km2):
            latitude = y / KM_PER_DEGREE
            longitude = x / KM_PER_DEGREE / math.cos(math.radians(latitude))
            here = round(longitude * 100), round(latitude * 100)
            numbers += here[0] - last[0], here[1] - last[1]
            last = here
        out.append(numbers)
    return out


def write(name: str, content: object) -> None:
    """Write one generated file."""
    (HERE / name).write_text(json.dumps(content, separators=(",", ":")) + "\n", encoding="ascii")


def main(source: Path) -> None:
    """Write the four base maps from `source`."""
    land = list(rings(json.loads(source.read_text(encoding="utf-8"))))
    write("world.json", {"land": draw([west_of_seam(r) for r in land], WORLD, 8, 20, cut=False), "frame": outline()})
    write("europe.json", {"land": draw(land, EUROPE, 8, 24), "frame": ""})
    write("night.json", {"land": draw(land, NIGHT, 14, 40, clear=NIGHT.width * 0.4), "frame": ""})
    write("land.json", coded(land, 40, 150))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
