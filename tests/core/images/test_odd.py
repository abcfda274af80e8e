"""What is odd about a sound picture is gone from its renditions, and so is every word that travelled with it."""

import pytest
from PIL import Image

from refuge.core import images
from tests.core.images.files import SECRET, assert_bare, exif, file_of, picture, segment, segments_of, shown, small
from tests.core.images.odd import ODD, PLAIN_TWINS


@pytest.mark.parametrize("name", ODD)
def test_an_odd_picture_comes_out_bare(name: str) -> None:
    made = images.renditions(ODD[name])
    assert_bare(made)
    assert {one.format for one in made} == {"jpeg", "webp"}
    if name in PLAIN_TWINS:
        # Nothing of what travelled with the pixels changed one byte.
        assert made == images.renditions(PLAIN_TWINS[name])


def test_the_canary_travels_with_the_odd_pictures() -> None:
    assert sum(SECRET in original for original in ODD.values()) >= 23


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation: int, format: str) -> None:
    """The dark corner of the file ends where EXIF says that row 0 and column 0 are."""
    image = Image.new("L", (120, 80), "white")
    image.paste("black", (0, 0, 60, 40))
    upright = shown(images.renditions(file_of(image.convert("RGB"), format, exif=exif(orientation)))[0]).convert("L")
    assert upright.size == ((120, 80) if orientation < 5 else (80, 120))
    left, right, above, below = 10, upright.width - 10, 10, upright.height - 10
    corners = {1: (left, above), 2: (right, above), 3: (right, below), 4: (left, below)}
    corners |= {5: (left, above), 6: (right, above), 7: (right, below), 8: (left, below)}
    dark = [place for place in corners.values() if upright.getpixel(place) < 60]
    assert set(dark) == {corners[orientation]}


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_is_ignored(orientation: int) -> None:
    assert images.renditions(small(exif=exif(orientation))) == images.renditions(small())


def test_the_proof_sees_what_it_should() -> None:
    """Each thing that a rendition must not hold fails the proof that it holds none."""
    jpeg, webp = images.renditions(small())
    first = 4 + len(next(segments_of(jpeg.body))[1]) + 2
    extended = file_of(picture(90, 110), "WEBP", exif=exif())
    spoilt = [
        ("jpeg", jpeg.body + b"x"),
        ("jpeg", jpeg.body[:-2]),
        ("jpeg", jpeg.body[:first] + segment(0xFE, b"words") + jpeg.body[first:]),
        ("jpeg", jpeg.body[:first] + segment(0xE1, b"Exif\0\0") + jpeg.body[first:]),
        ("jpeg", small(exif=exif(), progressive=True)),
        ("jpeg", ODD["JPEG with a JFIF thumbnail"]),
        ("webp", webp.body + b"xx"),
        ("webp", extended),
    ]
    for format, body in spoilt:
        with pytest.raises((AssertionError, IndexError)):
            assert_bare([images.Rendition(90, 110, format, body)])
