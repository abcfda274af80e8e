"""Rings of points: clip, simplify, measure, and write them as the path data of an SVG."""

import heapq
import itertools
from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Ring = Sequence[Point]


def area(ring: Ring) -> float:
    """Signed area of a ring, in square units of its points; holes run the other way round."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True)) / 2


def unwrap(ring: Ring) -> list[Point]:
    """Make longitudes (degrees) continuous across the 180th meridian; drops the repeated last point."""
    out = [ring[0]]
    for longitude, latitude in ring[1:-1]:
        turns = round((longitude - out[-1][0]) / 360)
        out.append((longitude - 360 * turns, latitude))
    return out


def clip(ring: Ring, width: float, height: float, margin: float = 12) -> list[Point]:
    """Cut a ring to a canvas and a margin round it (Sutherland and Hodgman, 1974); empty when nothing is left."""
    points = list(ring)
    for axis, limit, side in ((0, -margin, 1), (0, width + margin, -1), (1, -margin, 1), (1, height + margin, -1)):
        out: list[Point] = []
        for a, b in zip(points, [*points[1:], *points[:1]], strict=True):
            a_in, b_in = side * (a[axis] - limit) >= 0, side * (b[axis] - limit) >= 0
            if a_in != b_in:
                t = (limit - a[axis]) / (b[axis] - a[axis])
                out.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
            if b_in:
                out.append(b)
        points = out
    return points if len(points) > 2 else []


def simplify(ring: Ring, tolerance: float) -> list[Point]:
    """Drop points whose triangle with their neighbours is below `tolerance` square units (Visvalingam, 1993)."""
    count = len(ring)
    before, after = [(i - 1) % count for i in range(count)], [(i + 1) % count for i in range(count)]

    def triangle(i: int) -> float:
        return abs(area([ring[before[i]], ring[i], ring[after[i]]]))

    size = [triangle(i) for i in range(count)]
    queue = [(size[i], i) for i in range(count)]
    heapq.heapify(queue)
    left = set(range(count))
    while queue and len(left) > 4:
        smallest, i = heapq.heappop(queue)
        if i not in left or smallest != size[i]:
            continue
        if smallest >= tolerance:
            break
        left.remove(i)
        after[before[i]], before[after[i]] = after[i], before[i]
        for j in (before[i], after[i]):
            # A neighbour never becomes less important than what was just removed beside it.
            size[j] = max(triangle(j), smallest)
            heapq.heappush(queue, (size[j], j))
    return [ring[i] for i in sorted(left)]


def svg_path(rings: Iterable[Ring]) -> str:
    """Write rings as path data: whole units, relative lines, no superfluous blanks."""
    out = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [p for p, previous in zip(points, points[-1:] + points[:-1], strict=True) if p != previous]
        if len(points) < 3:
            continue
        steps = (n for a, b in itertools.pairwise(points) for n in (b[0] - a[0], b[1] - a[1]))
        line = "".join(str(n) if n < 0 else f" {n}" for n in steps)
        out.append(f"M{points[0][0]} {points[0][1]}l{line.lstrip()}z")
    return "".join(out)
