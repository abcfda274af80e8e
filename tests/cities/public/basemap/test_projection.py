"""The projections, against published values and their own inverse."""

import math

import pytest

from cities.public.basemap.projection import EUROPE, azimuthal, equal_earth, unproject


def test_equal_earth_has_the_published_extent() -> None:
    # Half the width at the equator is pi * 2 / (A1 * sqrt(3)), half the height 1.3173627591574 (the paper's pole line).
    assert equal_earth(11 + 180, 0)[0] == pytest.approx(2 * math.pi / (1.340264 * math.sqrt(3)))
    assert equal_earth(11, 90)[1] == pytest.approx(-1.3173627591574)


def test_azimuthal_keeps_its_centre_and_nearby_distances() -> None:
    project = azimuthal(-115.14, 36.17)
    assert project(-115.14, 36.17) == pytest.approx((0, 0))
    assert project(-115.14, 37.17) == pytest.approx((0, -math.radians(1)), abs=1e-4)


def test_azimuthal_gives_the_far_side_a_finite_place() -> None:
    assert all(map(math.isfinite, azimuthal(11, 54)(-169, -54)))


@pytest.mark.parametrize("place", [(-22, 64), (5.73, 58.97), (24.9, 60.2), (11, 54), (-9, 38)])
def test_unproject_undoes_the_projection_of_europe(place: tuple[float, float]) -> None:
    assert unproject(*EUROPE.project(*place)) == pytest.approx(place)


def test_frame_holds_what_lies_on_it() -> None:
    assert EUROPE.holds(*EUROPE.place(10.75, 59.91))
    assert not EUROPE.holds(*EUROPE.place(-115, 36))
    assert not EUROPE.holds(5, 100, margin=12)
