"""Pictures: what is accepted, what is refused, and that nothing but pixels comes out."""

import contextlib
import io
import random
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from refuge.core import images

SECRET = b"canary-59.33N-18.07E"


def picture(width: int = 1000, height: int = 1250, mode: str = "RGB") -> Image.Image:
    """A gradient, dark on the left and light on the right, of any mode."""
    grey = Image.linear_gradient("L").rotate(90).resize((width, height))
    return grey if mode == "L" else grey.convert("RGB").convert(mode)


def file_of(image: Image.Image, format: str = "JPEG", **options: object) -> bytes:
    body = io.BytesIO()
    image.save(body, format, **options)
    return body.getvalue()


def shown(rendition: images.Rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.body))


def refusal(original: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        images.renditions(original)
    (sentence,) = refused.value.messages
    return sentence


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
    image = (
        picture(mode=mode) if mode != "I;16" else picture(mode="L").convert("I").point(lambda v: v * 257).convert(mode)
    )
    last = shown(images.renditions(file_of(image, "PNG"))[-1])
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


def test_renditions_hold_no_metadata() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = SECRET.decode()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSDateStamp] = SECRET.decode()
    text = PngImagePlugin.PngInfo()
    text.add_text("Comment", SECRET.decode())
    originals = [
        file_of(picture(), exif=exif, comment=SECRET, xmp=SECRET) + SECRET,
        file_of(picture(), "PNG", exif=exif, pnginfo=text) + SECRET,
        file_of(picture(), "WEBP", exif=exif, xmp=SECRET),
    ]
    for original in originals:
        assert SECRET in original
        for one in images.renditions(original):
            assert SECRET not in one.body
            opened = shown(one)
            assert not opened.getexif()
            assert not {"exif", "xmp", "icc_profile", "comment", "photoshop", "dpi"} & set(opened.info)
            if one.format == "webp":
                # One lossy chunk and nothing else: RIFF, its length, WEBP, VP8.
                assert one.body[8:16] == b"WEBPVP8 "
                assert struct.unpack("<I", one.body[16:20])[0] + 20 in (len(one.body), len(one.body) - 1)


def test_renditions_of_equal_pixels_are_equal_whatever_the_metadata() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Artist] = "somebody"
    plain = images.renditions(file_of(picture()))
    assert images.renditions(file_of(picture())) == plain
    assert images.renditions(file_of(picture(), exif=exif)) == plain


def test_renditions_read_the_first_picture_of_a_telephone() -> None:
    original = file_of(picture(), "MPO", save_all=True, append_images=[picture(64, 64)])
    assert Image.open(io.BytesIO(original)).format == "MPO"
    assert [one.width for one in images.renditions(original)] == [128, 128, 448, 448, 896, 896]


def test_renditions_refuse_what_is_too_large_before_decoding() -> None:
    assert refusal(b"\xff" * (images.MAX_BYTES + 1)) == str(images.TOO_LARGE)
    assert refusal(file_of(Image.new("1", (12_001, 10)), "PNG")) == str(images.TOO_LARGE)
    assert refusal(file_of(Image.new("1", (8_000, 5_001)), "PNG")) == str(images.TOO_LARGE)
    # A header that promises 900 megapixels, and nothing behind it.
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    assert refusal(b"\x89PNG\r\n\x1a\n" + chunk)


def test_renditions_refuse_other_kinds_with_one_sentence() -> None:
    whole = file_of(picture())
    frames = {"save_all": True, "append_images": [picture(mode="L").convert("RGB").rotate(90, expand=False)]}
    others = [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7",
        file_of(picture(), "GIF"),
        file_of(picture(), "TIFF"),
        file_of(picture(), "BMP"),
        file_of(picture(), "PNG", **frames),
        file_of(picture(), "WEBP", **frames),
        whole[: len(whole) // 2],
        file_of(picture(), "PNG")[:-40],
    ]
    assert {refusal(original) for original in others} == {str(images.REFUSED)}


@settings(max_examples=60)
@given(st.sampled_from(["JPEG", "PNG", "WEBP"]), st.randoms(use_true_random=False))
def test_renditions_of_a_damaged_file_are_made_or_refused(format: str, chance: random.Random) -> None:
    body = bytearray(file_of(picture(90, 110), format))
    for _ in range(chance.randint(1, 12)):
        body[chance.randrange(len(body))] = chance.randrange(256)
    with contextlib.suppress(ValidationError):
        assert images.renditions(bytes(body[: chance.randint(1, len(body))] if chance.random() < 0.3 else body))
