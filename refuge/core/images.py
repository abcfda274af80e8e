"""Turns an uploaded picture into small ones that say nothing but their pixels.

A photograph carries the place and the minute it was taken, the device, often a thumbnail of what was cropped away.
The upload is decoded under limits, shrunk, copied into a fresh buffer and encoded anew, so that nothing of the file
survives.
"""

from dataclasses import dataclass
from io import BytesIO

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageOps

WIDTHS = (128, 448, 896)
MAX_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
MAX_SIDE = 12_000
# "MPO" is a JPEG with further pictures behind the first, as many telephones write; only the first is ever read.
FORMATS = ("JPEG", "PNG", "WEBP")
STILL = ("JPEG", "MPO", "PNG", "WEBP")
SIDEWAYS = (5, 6, 7, 8)
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
    if len(original) > MAX_BYTES:
        raise ValidationError(TOO_LARGE, code="image_size")
    try:
        _verify(original)
        picture = _decoded(original)
        widths = sorted({min(width, picture.width) for width in WIDTHS})
        return [_encoded(_narrowed(picture, width), name) for width in widths for name in OPTIONS]
    except ValidationError:
        raise
    # A decoder of hostile files raises what it likes; whatever it is, the picture is refused and nothing is kept.
    except Exception as error:
        raise ValidationError(REFUSED, code="image") from error


def _opened(original: bytes) -> Image.Image:
    return Image.open(BytesIO(original), formats=FORMATS)


def _verify(original: bytes) -> None:
    """Read the header against the limits before a single pixel is decoded, then check the file's own checksums."""
    with _opened(original) as image:
        if max(image.size) > MAX_SIDE or image.width * image.height > MAX_PIXELS:
            raise ValidationError(TOO_LARGE, code="image_size")
        if image.format not in STILL or (image.format != "MPO" and getattr(image, "n_frames", 1) != 1):
            raise ValidationError(REFUSED, code="image")
        image.verify()


def _decoded(original: bytes) -> Image.Image:
    """The picture upright, no wider than the widest rendition, in sRGB on white, in a buffer of its own."""
    with _opened(original) as image:
        # A JPEG is decoded at a fraction of its size where that is still twice what is needed.
        image.draft(None, (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        image.load()
        icc_profile = image.info.get("icc_profile")
        shrunk = _shrunk(_mixable(image), sideways=image.getexif().get(ExifTags.Base.Orientation) in SIDEWAYS)
        upright = ImageOps.exif_transpose(shrunk)
    alpha = upright.getchannel("A") if upright.mode in ("LA", "RGBA") else None
    colours = upright.convert(upright.mode.removesuffix("A")) if alpha else upright
    canvas = Image.new("RGB", upright.size, "white")
    canvas.paste(_in_srgb(colours, icc_profile), mask=alpha)
    return canvas


def _mixable(image: Image.Image) -> Image.Image:
    """The image in a mode whose neighbouring pixels can be averaged: palettes and 16-bit greys cannot."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return image if image.mode in ("LA", "RGBA") else image.convert("RGBA")
    return image if image.mode in ("L", "RGB", "CMYK") else image.convert("L" if image.mode == "1" else "RGB")


def _shrunk(image: Image.Image, *, sideways: bool) -> Image.Image:
    width = image.height if sideways else image.width
    scale = min(1.0, WIDTHS[-1] / width)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0) if scale < 1 else image.copy()


def _in_srgb(image: Image.Image, icc_profile: bytes | None) -> Image.Image:
    """The colours as shown without the profile; a profile that does not fit the pixels is ignored."""
    if icc_profile:
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
