"""Rings: measured, cut, simplified and written."""

from cities.public.basemap.geometry import area, clip, simplify, svg_path, unwrap

SQUARE = [(0.0, 0.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]


def test_area_is_signed_by_direction() -> None:
    assert area(SQUARE) == 10_000
    assert area(SQUARE[::-1]) == -10_000


def test_unwrap_crosses_the_180th_meridian_without_a_jump() -> None:
    ring = [(179.0, 66.0), (-179.0, 66.0), (-170.0, 65.0), (179.0, 60.0), (179.0, 66.0)]
    assert [x for x, _ in unwrap(ring)] == [179, 181, 190, 179]


def test_clip_cuts_to_the_canvas_and_its_margin() -> None:
    assert area(clip(SQUARE, 50, 50, margin=0)) == 2500
    assert area(clip(SQUARE, 50, 50, margin=10)) == 3600


def test_clip_leaves_nothing_of_what_is_outside() -> None:
    assert clip([(x + 500, y) for x, y in SQUARE], 50, 50) == []


def test_simplify_drops_small_corners_and_keeps_large_ones() -> None:
    bumpy = [(0.0, 0.0), (50.0, 1.0), (100.0, 0.0), (100.0, 100.0), (0.0, 100.0)]
    assert simplify(bumpy, 60) == SQUARE
    assert simplify(bumpy, 40) == bumpy


def test_svg_path_is_whole_relative_and_without_superfluous_blanks() -> None:
    assert svg_path([SQUARE]) == "M0 0l100 0 0 100-100 0z"


def test_svg_path_leaves_out_what_rounds_to_nothing() -> None:
    assert svg_path([[(0.1, 0.1), (0.2, 0.3), (0.3, 0.1)]]) == ""
