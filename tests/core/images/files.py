"""Builds picture files in code, down to their bytes, and proves that a rendition is bare."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from PIL import ExifTags, Image

from refuge.core import images

SECRET = b"canary-59.33N-18.07E"
PNG = b"\x89PNG\r\n\x1a\n"
JPEG_MAGIC = b"\xff\xd8\xff"
JFIF_WITHOUT_THUMBNAIL = b"JFIF\0" + bytes([1, 1, 0, 0, 1, 0, 1, 0, 0])
APP0, EOI, SOS = 0xE0, 0xD9, 0xDA
PIXELS = {0xDB, 0xC0, 0xC2, 0xC4, SOS}  # DQT, SOF, DHT, SOS


def picture(width: int = 1000, height: int = 1250, mode: str = "RGB") -> Image.Image:
    """A gradient, dark on the left and light on the right, of any mode."""
    grey = Image.linear_gradient("L").rotate(90).resize((width, height))
    if mode == "I;16":
        return grey.convert("I").point(lambda value: value * 257).convert(mode)
    return grey if mode == "L" else grey.convert("RGB").convert(mode)


def file_of(image: Image.Image, format: str = "JPEG", **options: Any) -> bytes:
    body = io.BytesIO()
    image.save(body, format, **options)
    return body.getvalue()


def shown(rendition: images.Rendition) -> Image.Image:
    return Image.open(io.BytesIO(rendition.body))


def refusal(original: bytes) -> str:
    """The one sentence with which a file is refused."""
    with pytest.raises(ValidationError) as refused:
        images.renditions(original)
    (sentence,) = refused.value.messages
    return sentence


def small(format: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    return file_of(picture(90, 110, mode), format, **options)


def exif(orientation: int = 1) -> Image.Exif:
    """A camera's notes: who took the picture, and where."""
    notes = Image.Exif()
    notes[ExifTags.Base.Orientation] = orientation
    notes[ExifTags.Base.Artist] = SECRET.decode()
    place = notes.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (59.0, 19.0, 48.0)
    place[ExifTags.GPS.GPSDateStamp] = SECRET.decode()
    return notes


def exif_with_thumbnail(thumbnail: bytes) -> bytes:
    """EXIF whose second directory holds another picture, as cameras write it."""
    second = struct.pack("<HHHIIHHIII", 2, 0x0201, 4, 1, 14 + 30, 0x0202, 4, 1, len(thumbnail), 0)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<HI", 0, 14) + second + thumbnail


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """A chunk of a PNG file, with its checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_header(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return PNG + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def png_with(*chunks: bytes, mode: str = "RGB") -> bytes:
    """A sound PNG file with further chunks behind its header."""
    whole = small("PNG", mode)
    return whole[:33] + b"".join(chunks) + whole[33:]


def segment(marker: int, body: bytes = b"") -> bytes:
    """A segment of a JPEG file."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def jpeg_with(*segments: bytes, whole: bytes = b"") -> bytes:
    """A sound JPEG file with further segments behind its first."""
    whole = whole or small()
    at = 4 + struct.unpack(">H", whole[4:6])[0]
    return whole[:at] + b"".join(segments) + whole[at:]


def riff(*chunks: tuple[bytes, bytes], size: int | None = None) -> bytes:
    """A WebP file of these chunks, which says that it is `size` bytes long."""
    parts = (kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for kind, body in chunks)
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body) if size is None else size) + body


def vp8x(width: int = 90, height: int = 110, flags: int = 0) -> tuple[bytes, bytes]:
    """The chunk that says what else is in a WebP file."""
    sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    return b"VP8X", bytes([flags, 0, 0, 0]) + sides


def vp8() -> tuple[bytes, bytes]:
    """The pixels of a small WebP file."""
    return b"VP8 ", small("WEBP")[20:]


def frame(width: int = 90, height: int = 110) -> tuple[bytes, bytes]:
    """One frame of an animated WebP file."""
    kind, body = vp8()
    place = bytes(6) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little") + bytes(4)
    return b"ANMF", place + kind + struct.pack("<I", len(body)) + body


def segments_of(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The segments of a JPEG file behind its first two bytes; fails where anything stands between two of them."""
    assert body[:2] == b"\xff\xd8"
    at = 2
    while at < len(body):
        assert body[at] == 0xFF
        marker = body[at + 1]
        if marker == EOI:
            yield EOI, body[at + 2 :]
            return
        length = struct.unpack_from(">H", body, at + 2)[0]
        yield marker, body[at + 4 : at + 2 + length]
        at += 2 + length
        while marker == SOS and (body[at] != 0xFF or body[at + 1] == 0):
            at += 1


def assert_bare(made: list[images.Rendition]) -> None:
    """Each rendition is pixels alone: shown by the structure of the file, not by asking a reader of metadata."""
    assert made
    for one in made:
        assert SECRET not in one.body
        if one.format == "webp":
            riff_size, chunk_size = struct.unpack_from("<4xI8xI", one.body)
            assert one.body[:4] + one.body[8:16] == b"RIFFWEBPVP8 "
            assert riff_size + 8 == chunk_size + chunk_size % 2 + 20 == len(one.body)
        else:
            (first, jfif), *others, (last, behind) = segments_of(one.body)
            assert (first, jfif, last, behind) == (APP0, JFIF_WITHOUT_THUMBNAIL, EOI, b"")
            assert {marker for marker, _ in others} == PIXELS - {0xC0}  # each is progressive: SOF2
