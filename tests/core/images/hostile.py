"""Files that are no sound picture of an accepted kind, by what they are."""

import io
import struct
import zipfile
import zlib

from PIL import Image

from refuge.core import images
from tests.core.images.files import (
    JPEG_MAGIC,
    PNG,
    chunk,
    file_of,
    frame,
    jpeg_with,
    picture,
    png_header,
    png_with,
    riff,
    segment,
    small,
    vp8,
    vp8x,
)

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
FRAMES = {"save_all": True, "append_images": [picture(90, 110).rotate(90)]}
PIXELS = chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND")
# A hundred megabytes, packed into a hundred kilobytes.
BOMB = zlib.compress(bytes(100_000_000), 9)


def archive() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        file.writestr("picture.jpg", small())
    return body.getvalue()


def notes(tag: int, kind: int, count: int) -> bytes:
    """EXIF of one entry, whose values begin behind it where there are more than fit into it."""
    return b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, tag, kind, count, 1 if count == 1 else 26, 0)


def one_byte_wrong(whole: bytes, at: int) -> bytes:
    return whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]


def declared(width: int, height: int) -> bytes:
    """A JPEG file whose frame header says this size."""
    whole = small()
    at = whole.index(b"\xff\xc0") + 5
    return whole[:at] + struct.pack(">HH", height, width) + whole[at + 4 :]


def scans(times: int) -> bytes:
    """A progressive JPEG whose last scan comes again and again."""
    whole = small(progressive=True)
    last = whole[whole.rindex(b"\xff\xda") : -2]
    return whole[:-2] + last * times + whole[-2:]


def steps(times: int) -> bytes:
    """A colour profile that says to look a colour up in one small table, again and again."""
    ends = (0.0, 1.0)
    corners = [number for red in ends for green in ends for blue in ends for number in (red, green, blue)]
    table = struct.pack(">4s4xHH16B24f", b"clut", 3, 3, *[2] * 3, *bytes(13), *corners)
    body = struct.pack(">4s4xHHI", b"mpet", 3, 3, times) + struct.pack(">II", 16 + 8 * times, len(table)) * times
    body += table
    head = struct.pack(">I4xI4s4s4s", 144 + len(body), 0x04300000, b"mntr", b"RGB ", b"XYZ ")
    head = head.ljust(36, b"\0") + b"acsp" + bytes(28) + struct.pack(">III", 0xF6D6, 0x10000, 0xD32D)
    return head.ljust(128, b"\0") + struct.pack(">I4sII", 1, b"D2B0", 144, len(body)) + body


def truncated() -> dict[str, bytes]:
    """Each kind of picture, cut at several places."""
    wholes = {
        "JPEG": small(quality=95),
        "progressive JPEG": small(progressive=True),
        "PNG": small("PNG"),
        "WebP": small("WEBP"),
        "lossless WebP": small("WEBP", lossless=True),
    }
    return {
        f"{name} cut at {percent} %": whole[: len(whole) * percent // 100]
        for name, whole in wholes.items()
        for percent in (5, 50, 90)
    } | {f"{name} without its last byte": wholes[name][:-1] for name in ("PNG", "WebP", "lossless WebP")}


HOSTILE: dict[str, bytes] = {
    "nothing": b"",
    "one byte": b"\xff",
    "a line end": b"\r\n",
    "the first bytes of a JPEG": JPEG_MAGIC,
    "the first bytes of a PNG": PNG,
    "the first bytes of a WebP": b"RIFF\x04\0\0\0WEBP",
    **truncated(),
    "SVG": SVG,
    "SVG behind a declaration": b"<?xml version='1.0'?>" + SVG,
    "HTML": b"<!doctype html><script>alert(1)</script>",
    "a program": b"<?php phpinfo();",
    "PDF": b"%PDF-1.7\n1 0 obj << >> endobj",
    "PDF of a picture": file_of(picture(90, 110), "PDF"),
    "ZIP": archive(),
    "ELF": b"\x7fELF\x02\x01\x01" + bytes(57),
    "HEIC": struct.pack(">I", 24) + b"ftypheic" + bytes(12),
    "AVIF": file_of(picture(90, 110), "AVIF"),
    "GIF": file_of(picture(90, 110), "GIF"),
    "GIFAR": file_of(picture(90, 110), "GIF") + archive(),
    "TIFF": file_of(picture(90, 110), "TIFF"),
    "EPS": file_of(picture(90, 110), "EPS"),
    "BMP": file_of(picture(90, 110), "BMP"),
    "ICO": file_of(picture(64, 64), "ICO"),
    "PSD": b"8BPS\0\1" + bytes(20),
    "JPEG 2000": file_of(picture(90, 110), "JPEG2000"),
    "PPM": file_of(picture(90, 110), "PPM"),
    "RIFF sound": b"RIFF\x24\0\0\0WAVEfmt " + bytes(28),
    "a picture in words": b"data:image/png;base64,iVBORw0KGgo=",
    "a picture behind a space": b" " + small(),
    "PNG, animated": small("PNG", **FRAMES),
    "PNG, its animation broken": png_with(chunk(b"acTL", bytes(8))),
    "WebP, animated": small("WEBP", **FRAMES),
    "WebP, frames outside the picture": riff(vp8x(9, 9, 2), (b"ANIM", bytes(6)), frame()),
    "PNG without pixels": png_header(9, 9) + chunk(b"IEND"),
    "PNG of no size": png_header(0, 9) + PIXELS,
    "PNG of an unknown kind": png_header(1, 1, 8, 5) + PIXELS,
    "PNG with fewer pixels than it says": png_header(9, 9) + PIXELS,
    "PNG with pixels that do not unpack": png_header(1, 1) + chunk(b"IDAT", b"no stream") + chunk(b"IEND"),
    "PNG with a wrong checksum": one_byte_wrong(small("PNG"), 30),
    "PNG with a wrong checksum in its pixels": one_byte_wrong(small("PNG"), 60),
    "PNG with the wrong checksum for sound pixels": one_byte_wrong(small("PNG"), -14),
    "PNG with a wrong checksum in a note": png_with(chunk(b"tEXt", b"a\0b")[:-1] + b"x"),
    "PNG with a chunk longer than the file": png_header(1, 1) + struct.pack(">I", 0x7FFFFFFF) + b"IDATx",
    "PNG with a chunk of impossible length": png_header(1, 1) + struct.pack(">I", 0xFFFFFFFF) + b"IDATx",
    "PNG with a bomb in its text": png_with(chunk(b"zTXt", b"a\0\0" + BOMB)),
    "PNG with a bomb in its other text": png_with(chunk(b"iTXt", b"a\0\1\0\0\0" + BOMB)),
    "PNG with a bomb in its profile": png_with(chunk(b"iCCP", b"a\0\0" + BOMB)),
    "PNG with many texts": png_with(*[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000), 9))] * 70),
    "PNG with long notes": png_with(chunk(b"eXIf", notes(0x0112, 3, 1) + bytes(9_000_000))),
    "PNG with a million orientations": png_with(chunk(b"eXIf", notes(0x0112, 5, 1_100_000) + bytes(9_000_000))),
    "WebP with long notes": riff(vp8x(flags=8), vp8(), (b"EXIF", notes(0x0112, 3, 1) + bytes(9_000_000))),
    "JPEG of many notes": jpeg_with(
        segment(0xE1, b"Exif\0\0" + notes(0x0112, 3, 1)), segment(0xE1, b"Exif\0\0" + bytes(950)) * 9_000
    ),
    "PNG of many chunks": png_with(chunk(b"abCd") * 800_000),
    "JPEG of many segments": jpeg_with(segment(0xE5) * 2_400_000),
    "JPEG of many comments": jpeg_with(segment(0xFE) * 2_400_000),
    "JPEG of fill bytes": jpeg_with(b"\xff" * 9_000_000),
    "JPEG of bytes between segments": jpeg_with(bytes(9_000_000)),
    "JPEG of many scans": scans(40),
    "JPEG with a marker of no kind": jpeg_with(b"\xff\x01"),
    "JPEG with two frames": jpeg_with(segment(0xC0, b"\x08\0\x6e\0\x5a\3\1\x22\0\2\x11\1\3\x11\1")),
    "JPEG of no size": declared(0, 0),
    "JPEG of 12 bits": small().replace(b"\xff\xc0\0\x11\x08", b"\xff\xc0\0\x11\x0c"),
    "JPEG without tables": JPEG_MAGIC[:2] + small()[small().index(b"\xff\xc0") :],
    "WebP longer than it says": riff(vp8(), size=20),
    "WebP shorter than it says": riff(vp8(), size=100_000),
    "WebP of the greatest length": riff(vp8(), size=0xFFFFFFFE),
    "WebP with a chunk longer than the file": riff((b"VP8 ", b""))[:-4] + struct.pack("<I", 0x7FFFFFFF),
    "WebP without pixels": riff(vp8x()),
    "WebP that says another size": riff(vp8x(8000, 5000), vp8()),
    "WebP of noise": riff((b"VP8L", b"\x2f" + bytes(range(200)))),
}
TOO_LARGE: dict[str, bytes] = {
    "one byte too many": small() + bytes(images.MAX_BYTES + 1 - len(small())),
    "one column too many": file_of(Image.new("1", (images.MAX_SIDE + 1, 10)), "PNG"),
    "one row too many": file_of(Image.new("L", (10, images.MAX_SIDE + 1)), "JPEG"),
    "more than forty megapixels": file_of(Image.new("1", (8000, 5001)), "PNG"),
    "PNG that says 900 megapixels": png_header(30_000, 30_000) + chunk(b"IDAT", BOMB) + chunk(b"IEND"),
    "PNG that says a billion megapixels": png_header(0x7FFFFFFF, 0x7FFFFFFF) + PIXELS,
    "JPEG that says 4,000 megapixels": declared(65_500, 65_500),
    "JPEG that says 100 megapixels": declared(10_000, 10_000),
    "WebP that says 256 megapixels": riff(vp8x(16_000, 16_000), vp8()),
    "WebP that says 4,000 megapixels": riff(vp8x(65_000, 65_000), vp8()),
}
