"""The generator, on a world of one square island, one of its size at the seam, and an Antarctica."""

from itertools import accumulate

from cities.public.basemap.generate import coded, rings, west_of_seam

# Hundredths of a degree; the second arc is walked backwards by the polygon that uses it.
TOPOLOGY = {
    "transform": {"scale": [0.01, 0.01], "translate": [0, 0]},
    "arcs": [
        [[0, 0], [1000, 0], [0, 1000]],
        [[0, 0], [0, 1000], [1000, 0]],
        [[17900, 6000], [200, 0], [0, 500], [-200, 0], [0, -500]],
        [[0, -8000], [1000, 0], [0, 500], [-1000, -500]],
    ],
    "objects": {"land": {"geometries": [{"type": "MultiPolygon", "arcs": [[[0, -2]], [[2]], [[3]]]}]}},
}


def test_rings_are_stitched_unwrapped_and_without_antarctica() -> None:
    island, seam = rings(TOPOLOGY)
    assert island == [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert seam == [(179, 60), (181, 60), (181, 65), (179, 65)]


def test_ring_is_shifted_to_the_east_of_the_seam() -> None:
    assert west_of_seam([(-175.0, 60.0), (-171.0, 60.0), (-172.0, 62.0)])[0] == (185, 60)
    assert west_of_seam([(185.0, 60.0), (189.0, 60.0), (188.0, 62.0)])[0] == (185, 60)
    assert west_of_seam([(0.0, 60.0), (5.0, 60.0), (3.0, 62.0)])[0] == (0, 60)


def test_coded_land_can_be_read_back_and_leaves_out_islets() -> None:
    (island, _) = rings(TOPOLOGY)
    islet = [(x / 1000, y / 1000) for x, y in island]
    (numbers,) = coded([island, islet], 40, 150)
    assert [*zip(accumulate(numbers[::2]), accumulate(numbers[1::2]), strict=True)] == [
        (0, 0),
        (1000, 0),
        (1000, 1000),
        (0, 1000),
    ]
