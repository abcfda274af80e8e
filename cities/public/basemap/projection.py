"""The two map projections of the site, and the frames that put them on a canvas.

Both are equal-area, so that no part of the world is drawn smaller than it is.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

EARTH_RADIUS_KM = 6371.0

# Šavrič, Patterson and Jenny, "The Equal Earth map projection", 2018.
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = math.sqrt(3) / 2

# The cities of the network lie round this point; 11° E also keeps Chukotka in one piece on the world map.
CENTRE_LONGITUDE, CENTRE_LATITUDE = 11.0, 54.0

Projection = Callable[[float, float], tuple[float, float]]


def equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Project degrees onto the world plane (Equal Earth, unit sphere); y grows to the south."""
    theta = math.asin(M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    x = math.radians(longitude - CENTRE_LONGITUDE) * math.cos(theta)
    x /= M * (A1 + 3 * A2 * square + sixth * (7 * A3 + 9 * A4 * square))
    return x, -theta * (A1 + A2 * square + sixth * (A3 + A4 * square))


def azimuthal(longitude: float, latitude: float) -> Projection:
    """Make the Lambert azimuthal equal-area projection (unit sphere) round a point; y grows to the south."""
    sin0, cos0 = math.sin(math.radians(latitude)), math.cos(math.radians(latitude))

    def project(lon: float, lat: float) -> tuple[float, float]:
        phi, lam = math.radians(lat), math.radians(lon - longitude)
        sin1, cos1 = math.sin(phi), math.cos(phi)
        east = cos1 * math.sin(lam)
        north = cos0 * sin1 - sin0 * cos1 * math.cos(lam)
        # The point opposite the centre has no place; keep it finite and far away.
        k = math.sqrt(2 / max(1 + sin0 * sin1 + cos0 * cos1 * math.cos(lam), 1e-6))
        return k * east, -k * north

    return project


def unproject(x: float, y: float) -> tuple[float, float]:
    """Turn a point of the European plane back into degrees of longitude and latitude."""
    rho = math.hypot(x, y)
    if rho == 0:
        return CENTRE_LONGITUDE, CENTRE_LATITUDE
    c, phi0 = 2 * math.asin(min(1.0, rho / 2)), math.radians(CENTRE_LATITUDE)
    latitude = math.asin(math.cos(c) * math.sin(phi0) - y * math.sin(c) * math.cos(phi0) / rho)
    across = rho * math.cos(phi0) * math.cos(c) + y * math.sin(phi0) * math.sin(c)
    return CENTRE_LONGITUDE + math.degrees(math.atan2(x * math.sin(c), across)), math.degrees(latitude)


@dataclass(frozen=True)
class Frame:
    """A window of a projected plane, drawn on a canvas `width` units wide; x and y are its sides on the plane."""

    project: Projection
    left: float
    top: float
    right: float
    bottom: float
    width: int

    @property
    def scale(self) -> float:
        """Canvas units per unit of the plane."""
        return self.width / (self.right - self.left)

    @property
    def height(self) -> int:
        """Height of the canvas, in canvas units."""
        return round((self.bottom - self.top) * self.scale)

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Give the canvas position of a point in degrees; it may lie outside the canvas."""
        x, y = self.project(longitude, latitude)
        return (x - self.left) * self.scale, (y - self.top) * self.scale

    def holds(self, x: float, y: float, margin: float = 0) -> bool:
        """Say whether a canvas position lies on the canvas, at least `margin` units from its sides."""
        return margin <= x <= self.width - margin and margin <= y <= self.height - margin


_edge = equal_earth(CENTRE_LONGITUDE + 179.999, 0)[0]
_europe = azimuthal(CENTRE_LONGITUDE, CENTRE_LATITUDE)
_north, _south = _europe(CENTRE_LONGITUDE, 71.6)[1], _europe(CENTRE_LONGITUDE, 36)[1]
_east = _europe(31, 60)[0] + 0.02

WORLD = Frame(
    equal_earth,
    -_edge,
    equal_earth(CENTRE_LONGITUDE, 78)[1],
    _edge,
    equal_earth(CENTRE_LONGITUDE, -56)[1],
    2000,
)
# From a little west of Lisbon, which is also west of Reykjavík here.
EUROPE = Frame(_europe, _europe(-10, 38)[0] - 0.01, _north, _east, _south, 1400)
# The night map is wider: the words of the home page stand on its Atlantic.
NIGHT = Frame(_europe, _east - (_south - _north) * 1.3, _north, _east, _south, 1600)


def around(longitude: float, latitude: float, reach_km: float, width: int, height: int) -> Frame:
    """Frame a point in the middle of a canvas of the given size, `reach_km` from it to the left and right sides."""
    reach = reach_km / EARTH_RADIUS_KM
    tall = reach * height / width
    return Frame(azimuthal(longitude, latitude), -reach, -tall, reach, tall, width)
