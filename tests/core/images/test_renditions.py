"""Renditions: their sizes, tones, colours and which way is up."""

import struct

import pytest
from PIL import ExifTags, Image, ImageCms

from refuge.core import images
from tests.core.images.files import file_of, picture, shown


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_renditions_are_three_widths_in_two_formats(format: str) -> None:
    made = images.renditions(file_of(picture(), format))
    assert [(one.width, one.height, one.format) for one in made] == [
        (128, 160, "jpeg"), (128, 160, "webp"),
        (448, 560, "jpeg"), (448, 560, "webp"),
        (896, 1120, "jpeg"), (896, 1120, "webp"),
    ]  # fmt: skip
    for one in made:
        assert (shown(one).format, shown(one).size, shown(one).mode) == (
            one.format.upper(),
            (one.width, one.height),
            "RGB",
        )


@pytest.mark.parametrize(("width", "widths"), [(100, {100}), (128, {128}), (300, {128, 300}), (896, {128, 448, 896})])
def test_renditions_are_never_enlarged(width: int, widths: set[int]) -> None:
    made = images.renditions(file_of(picture(width, 200)))
    assert {one.width for one in made} == widths
    # Two equal pictures under two addresses would be one too many.
    assert len({one.body for one in made}) == len(made) == 2 * len(widths)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_renditions_keep_the_tones_of_every_png(mode: str) -> None:
    last = shown(images.renditions(file_of(picture(mode=mode), "PNG"))[-1])
    dark, light = (last.resize((2, 1), Image.Resampling.BOX).getpixel((x, 0))[0] for x in (0, 1))
    assert 40 < dark < 90
    assert 165 < light < 215


def test_renditions_read_cmyk_photographs() -> None:
    last = shown(images.renditions(file_of(picture(mode="CMYK")))[-1])
    assert last.getpixel((5, 5))[0] < 20
    assert last.getpixel((890, 5))[0] > 235


def test_renditions_put_transparency_on_white() -> None:
    clear = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
    palette = Image.new("P", (200, 200), 0)
    palette.putpalette([255, 0, 0])
    for original in (
        file_of(clear, "PNG"),
        file_of(clear, "WEBP", lossless=True),
        file_of(palette, "PNG", transparency=0),
    ):
        assert shown(images.renditions(original)[0]).getpixel((50, 50)) == (255, 255, 255)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_renditions_stand_upright(format: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    made = images.renditions(file_of(picture(1200, 1000), format, exif=exif))
    last = shown(made[-1])
    assert last.size == (896, 1075)
    # Orientation 6: the left edge of the file is the top of the picture.
    assert last.getpixel((450, 5))[0] < 20
    assert last.getpixel((450, 1070))[0] > 235


def test_renditions_show_the_colours_of_the_profile() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    plain = images.renditions(file_of(picture()))
    assert [one.body for one in images.renditions(file_of(picture(), icc_profile=profile))] == [
        one.body for one in plain
    ]
    assert [one.body for one in images.renditions(file_of(picture(), icc_profile=b"junk"))] == [
        one.body for one in plain
    ]
    green = Image.new("RGB", (200, 200), (0, 200, 0))
    swapped = images.renditions(file_of(green, "PNG", icc_profile=swapped_profile()))
    red, middle, _ = shown(swapped[-1]).getpixel((50, 50))
    assert red > 150
    assert middle < 100


def swapped_profile() -> bytes:
    """An sRGB profile whose red and green primaries changed places, so that obeying it can be seen."""
    body = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for index in range(struct.unpack(">I", body[128:132])[0]):
        at = 132 + 12 * index
        tags[bytes(body[at : at + 4])] = at + 4
    red, green = tags[b"rXYZ"], tags[b"gXYZ"]
    body[red : red + 8], body[green : green + 8] = body[green : green + 8], body[red : red + 8]
    return bytes(body)
