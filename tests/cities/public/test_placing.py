"""Placing: spots pushed apart on a leash, names beside their own window."""

import math

from cities.public.placing import Taken, place_labels, spread


def test_spread_moves_spots_apart_to_the_gap() -> None:
    a, b = spread([(100, 100), (110, 100)], gap=30, reach=40)
    assert math.isclose(math.dist(a, b), 30)
    assert a[0] < 100
    assert b[0] > 110


def test_spread_leaves_spots_alone_that_have_room() -> None:
    spots = [(0.0, 0.0), (100.0, 0.0)]
    assert spread(spots, gap=30, reach=40) == spots


def test_spread_never_moves_a_spot_beyond_its_reach() -> None:
    spots = [(100.0 + i, 100.0) for i in range(40)]
    for home, place in zip(spots, spread(spots, gap=30, reach=20), strict=True):
        assert math.dist(home, place) <= 20.001


def test_label_stands_after_its_window_when_there_is_room() -> None:
    (label,) = place_labels([("Oslo", (100, 100))], 20, (10, 12), (400, 200), limit=9)
    assert label.anchor == "start"
    assert label.x > 110


def test_label_turns_round_at_the_edge_of_the_canvas() -> None:
    (label,) = place_labels([("Oslo", (380, 100))], 20, (10, 12), (400, 200), limit=9)
    assert label.anchor == "end"
    assert label.x < 370


def test_label_without_a_free_place_is_left_out() -> None:
    assert place_labels([("A name far too long", (20, 15))], 20, (10, 12), (60, 30), limit=9) == ()


def test_labels_stop_at_the_limit_most_important_first() -> None:
    named = [("First", (100, 50)), ("Second", (100, 150))]
    assert [label.text for label in place_labels(named, 20, (10, 12), (400, 200), limit=1)] == ["First"]


def test_label_keeps_away_from_the_window_of_another() -> None:
    (label,) = place_labels([("Oslo", (100, 100)), ("x" * 90, (165, 100))], 20, (10, 12), (400, 200), limit=9)
    assert label.anchor == "end"


def test_taken_space_is_found_across_cells_and_spares_one_box() -> None:
    own = (90.0, 90.0, 300.0, 110.0)
    taken = Taken([own])
    assert taken.hits((250, 100, 260, 105), 0)
    assert not taken.hits((250, 100, 260, 105), 0, but=own)
    assert not taken.hits((250, 120, 260, 125), 3)
    assert taken.hits((250, 112, 260, 125), 3)
