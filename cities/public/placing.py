"""Where windows and names go on a map: pushed apart, never on top of each other, and the same every time."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

Spot = tuple[float, float]
Box = tuple[float, float, float, float]

NARROW, WIDE = frozenset("iljtfrI .,'’()/-"), frozenset("mwMWÆŒ@")
ASCENT, DESCENT = 0.78, 0.22  # of the type size, above and below the baseline
CELL = 96  # side of a cell of the search grid, in canvas units


@dataclass(frozen=True)
class Label:
    """A name on a map: `x` and `y` are its baseline in canvas units, `anchor` the SVG text-anchor."""

    text: str
    x: int
    y: int
    anchor: str

    def box(self, size: float) -> Box:
        """The space the name takes at a type size, as left, top, right, bottom."""
        width = text_width(self.text, size)
        left = self.x - {"start": 0, "middle": width / 2, "end": width}[self.anchor]
        return left, self.y - ASCENT * size, left + width, self.y + DESCENT * size


def text_width(text: str, size: float) -> float:
    """Estimate the width of a line in an unknown sans serif, rather too wide than too narrow."""
    ems = sum(0.34 if c in NARROW else 0.86 if c in WIDE else 1.0 if c > "\u2e7f" else 0.58 for c in text)
    return ems * size


def spread(spots: Sequence[Spot], gap: float, reach: float) -> list[Spot]:
    """Push spots apart until they are `gap` from each other, but none further than `reach` from its true place."""
    moved = [list(spot) for spot in spots]
    crowded = [
        (a, b)
        for i, a in enumerate(moved)
        for j, b in enumerate(moved[:i])
        if math.dist(spots[i], spots[j]) < gap + 2 * reach
    ]
    for _ in range(60):
        still = True
        for a, b in crowded:
            dx, dy = a[0] - b[0], a[1] - b[1]
            apart = math.hypot(dx, dy)
            if apart >= gap:
                continue
            still = False
            # Two places with the same coordinates part to the left and right.
            ux, uy = (dx / apart, dy / apart) if apart else (1.0, 0.0)
            push = (gap - apart) / 2
            a[0], a[1], b[0], b[1] = a[0] + ux * push, a[1] + uy * push, b[0] - ux * push, b[1] - uy * push
        if still:
            break
        for place, home in zip(moved, spots, strict=True):
            strayed = math.dist(place, home)
            if strayed > reach:
                place[:] = (h + (p - h) * reach / strayed for p, h in zip(place, home, strict=True))
    return [(x, y) for x, y in moved]


class Taken:
    """The space already taken on a canvas, kept in a grid so that a look-up meets only what is near."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self.cells: dict[tuple[int, int], list[Box]] = defaultdict(list)
        for box in boxes:
            self.add(box)

    def _cells(self, box: Box) -> Iterator[tuple[int, int]]:
        for column in range(int(box[0] // CELL), int(box[2] // CELL) + 1):
            for row in range(int(box[1] // CELL), int(box[3] // CELL) + 1):
                yield column, row

    def add(self, box: Box) -> None:
        """Take the space of a box."""
        for cell in self._cells(box):
            self.cells[cell].append(box)

    def hits(self, box: Box, margin: float, but: Box | None = None) -> bool:
        """Say whether a box comes nearer than `margin` to space that is taken, unless by `but`."""
        left, top, right, bottom = box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin
        return any(
            left < b[2] and b[0] < right and top < b[3] and b[1] < bottom and b != but
            for cell in self._cells((left, top, right, bottom))
            for b in self.cells.get(cell, ())
        )


def candidates(text: str, spot: Spot, size: float, half: Spot) -> Iterator[Label]:
    """Offer the places for a name round a window, best first; `half` is half the window's width and height."""
    (x, y), (half_width, half_height) = spot, half
    beside, middle, step = half_width + 0.22 * size, (ASCENT - DESCENT) / 2 * size, 0.45 * size
    above, below = -half_height - (DESCENT + 0.05) * size, half_height + (ASCENT + 0.1) * size
    for dx, dy, anchor in (
        (beside, middle, "start"),
        (-beside, middle, "end"),
        (beside, middle - step, "start"),
        (beside, middle + step, "start"),
        (-beside, middle - step, "end"),
        (-beside, middle + step, "end"),
        (-half_width, above, "start"),
        (-half_width, below, "start"),
        (half_width, above, "end"),
        (half_width, below, "end"),
        (0, above, "middle"),
        (0, below, "middle"),
    ):
        yield Label(text, round(x + dx), round(y + dy), anchor)


def place_labels(
    named: Sequence[tuple[str, Spot]], size: float, half: Spot, canvas: tuple[int, int], limit: int
) -> tuple[Label, ...]:
    """Name at most `limit` spots, most important first; a name that finds no free place is left out."""
    boxes = [(x - half[0], y - half[1], x + half[0], y + half[1]) for _, (x, y) in named]
    windows, names = Taken(boxes), Taken([])
    placed: list[Label] = []
    for (text, spot), own in zip(named, boxes, strict=True):
        if len(placed) == limit:
            break
        for label in candidates(text, spot, size, half):
            left, top, right, bottom = box = label.box(size)
            if left < 4 or top < 4 or right > canvas[0] - 4 or bottom > canvas[1] - 4 or names.hits(box, 3):
                continue
            # A name stays further from other windows than from its own, so that none can claim it.
            if not windows.hits(box, 0.2 * size, but=own):
                names.add(box)
                placed.append(label)
                break
    return tuple(placed)
