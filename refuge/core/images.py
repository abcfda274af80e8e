"""Turns an uploaded picture into small ones that say nothing but their pixels.

A photograph carries the place and the minute it was taken, the device, often a thumbnail of what was cropped away.
The upload is decoded under limits, shrunk, copied into a fresh buffer and encoded anew, so that nothing of the file
survives.
"""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from threading import Lock

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

from refuge.core.image_structure import is_plain

WIDTHS = (128, 448, 896)
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
# Of a camera's notes: some ten thousand bytes, a thumbnail included. In ten million a single one can be a list that
# takes more than a second to read.
MAX_EXIF = 1_000_000
# "MPO" is a JPEG with further pictures behind the first, as many telephones write; only the first is ever read.
FORMATS = ("JPEG", "PNG", "WEBP")
STILL = ("JPEG", "MPO", "PNG", "WEBP")
# What brings a picture upright, by the orientation that its camera noted.
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SIDEWAYS = (5, 6, 7, 8)
# Colours are weighted by their opacity before they are averaged, or the hidden ones would show at the edges.
WEIGHTED = {"LA": "La", "RGBA": "RGBa"}
PLAIN = {"La": "LA", "RGBa": "RGBA"}
STRIP = 256
# What begins a list of steps in a colour profile. Two kilobytes can hold a hundred thousand, and each is done for
# thousands of colours: minutes. Cameras and screens write tables and curves.
STEPS = b"mpet"
OPTIONS = {
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "webp": {"quality": 78, "method": 4},
}
REFUSED = _("This file cannot be used. Choose a photograph saved as JPEG, PNG or WebP, of at most 10 MB.")
TOO_LARGE = _("This picture is too large. Choose one of at most 10 MB and 40 megapixels.")
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture in one format ("webp" or "jpeg"); width and height in pixels, `body` the encoded file."""

    width: int
    height: int
    format: str
    body: bytes


def renditions(original: bytes) -> list[Rendition]:
    """Each of the three widths in both formats, smallest first; never enlarged, so a small picture has fewer.

    Equal bytes give equal renditions. Raises `ValidationError`, with one sentence, for anything but a sound JPEG, PNG
    or WebP file of at most 10 MB, 40 megapixels, 12,000 pixels a side and one frame.
    """
    refuse_large(len(original))
    try:
        with _alone_and_strict():
            _verify(original)
            picture = _decoded(original)
        widths = sorted({min(width, picture.width) for width in WIDTHS})
        return [_encoded(_narrowed(picture, width), name) for width in widths for name in OPTIONS]
    except ValidationError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE, code="image_size") from error
    # A decoder of hostile files raises what it likes; whatever it is, the picture is refused and nothing is kept.
    except Exception as error:
        raise ValidationError(REFUSED, code="image") from error


def refuse_large(size: int) -> None:
    """Raise `ValidationError` for a file of so many bytes that it need not be read."""
    if size > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="image_size")


_decoding = Lock()


@contextmanager
def _alone_and_strict() -> Iterator[None]:
    """Make a warning about the file an error, and decode one picture at a time.

    Filters of warnings belong to the whole process; so does the memory, of which one picture takes enough.
    """
    with _decoding, warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        warnings.simplefilter("error", RuntimeWarning)
        yield


def _opened(original: bytes) -> Image.Image:
    return Image.open(BytesIO(original), formats=FORMATS)


def _verify(original: bytes) -> None:
    """Read the header against the limits before a single pixel is decoded, then check the file's own checksums."""
    if not is_plain(original):
        raise ValidationError(REFUSED, code="image")
    with _opened(original) as image:
        if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
            raise ValidationError(TOO_LARGE, code="image_size")
        if image.format not in STILL or (image.format != "MPO" and getattr(image, "n_frames", 1) != 1):
            raise ValidationError(REFUSED, code="image")
        if len(image.info.get("exif", b"")) > MAX_EXIF:
            raise ValidationError(REFUSED, code="image")
        image.verify()


def _decoded(original: bytes) -> Image.Image:
    """The picture upright, no wider than the widest rendition, in sRGB on white, in a buffer of its own."""
    with _opened(original) as image:
        # A JPEG is decoded at a fraction of its size where that is still twice what is needed.
        image.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        image.load()
        icc_profile = image.info.get("icc_profile")
        orientation = image.getexif().get(ExifTags.Base.Orientation)
        upright = _shrunk(image, sideways=orientation in SIDEWAYS)
    if orientation in TURNS:
        upright = upright.transpose(TURNS[orientation])
    alpha = upright.getchannel("A") if upright.mode in WEIGHTED else None
    colours = upright.convert(upright.mode.removesuffix("A")) if alpha else upright
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(_in_srgb(colours, icc_profile), mask=alpha)
    return canvas


def _shrunk(image: Image.Image, *, sideways: bool) -> Image.Image:
    width = image.height if sideways else image.width
    # Averaging whole blocks first is fast; half as much again as is needed is left to the better filter.
    small = _reduced(image, max(1, 2 * width // (3 * WIDTHS[-1])))
    scale = min(1.0, WIDTHS[-1] / width)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    if size != small.size:
        small = small.resize(size, Image.Resampling.LANCZOS)
    return small.convert(PLAIN[small.mode]) if small.mode in PLAIN else small


def _reduced(image: Image.Image, factor: int) -> Image.Image:
    """The image at a whole fraction of its size, in a mode that can be averaged.

    It is converted strip by strip: forty megapixels take 160 MB, and would be held twice or three times.
    """
    rows, small = STRIP * factor, None
    for top in range(0, image.height, rows):
        strip = _mixable(image.crop((0, top, image.width, min(top + rows, image.height)))).reduce(factor)
        if small is None:
            small = Image.new(strip.mode, (strip.width, -(-image.height // factor)))
        small.paste(strip, (0, top // factor))
    if small is None:
        raise ValueError("An image without rows.")
    return small


def _mixable(image: Image.Image) -> Image.Image:
    """The image in a mode whose neighbouring pixels can be averaged: palettes and 16-bit greys cannot."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        clear = image if image.mode in WEIGHTED else image.convert("RGBA")
        return clear.convert(WEIGHTED[clear.mode])
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """The colours as shown without the profile; one that does not fit the pixels, or computes, is ignored."""
    if icc_profile and STEPS not in icc_profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(icc_profile))
            converted = ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")


def _narrowed(picture: Image.Image, width: int) -> Image.Image:
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _encoded(picture: Image.Image, name: str) -> Rendition:
    body = BytesIO()
    picture.save(body, name.upper(), **OPTIONS[name])
    return Rendition(picture.width, picture.height, name, body.getvalue())
