"""Pictures that are odd and sound, by what is odd about them: each must come out bare.

`PLAIN_TWINS` says which ordinary file has the same pixels, for those that have one.
"""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

from tests.core.images.files import (
    SECRET,
    chunk,
    exif,
    exif_with_thumbnail,
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

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
HTML = b"<html><script>alert('" + SECRET + b"')</script>"
PHP = b"<?php system($_GET['" + SECRET + b"']); ?>"
IPTC = b"\x1c\x02\x78" + struct.pack(">H", len(SECRET)) + SECRET
PHOTOSHOP = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(IPTC)) + IPTC + b"\0" * (len(IPTC) % 2)


def texts(**options: Any) -> bytes:
    """PNG texts: plain, compressed, and with a language."""
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", SECRET.decode(), zip=options.get("zip", False))
    notes.add_itxt("Location", SECRET.decode(), lang="sv")
    return small("PNG", pnginfo=notes)


def archive() -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as file:
        file.writestr("evil.class", SECRET)
    return body.getvalue()


def ycck() -> bytes:
    """A CMYK file whose Adobe segment says that its colours are YCCK."""
    body = bytearray(small(mode="CMYK"))
    body[body.index(b"Adobe") + 11] = 2
    return bytes(body)


def clear_palette() -> bytes:
    image = picture(90, 110, "L").convert("P")
    return file_of(image, "PNG", transparency=bytes(range(256)))


ODD: dict[str, bytes] = {
    "JPEG with EXIF and GPS": small(exif=exif()),
    "JPEG with XMP": small(xmp=XMP),
    "JPEG with IPTC": jpeg_with(segment(0xED, PHOTOSHOP)),
    "JPEG with a colour profile": small(icc_profile=SRGB + SECRET),
    "JPEG with a broken colour profile": small(icc_profile=SECRET),
    "JPEG with a comment": small(comment=SECRET),
    "JPEG with the thumbnail of another picture": small(
        exif=exif_with_thumbnail(file_of(Image.new("RGB", (160, 120), "red"), comment=SECRET))
    ),
    "JPEG with a JFIF thumbnail": b"\xff\xd8" + segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\1\1red") + small()[20:],
    "JPEG with every application segment": jpeg_with(*(segment(marker, SECRET) for marker in range(0xE3, 0xED))),
    "JPEG with fill bytes": jpeg_with(b"\xff" * 40),
    "JPEG with an archive behind": small() + archive(),
    "JPEG with a program in its comment": small(comment=PHP),
    "JPEG with another JPEG behind": small() + small(comment=SECRET),
    "JPEG, progressive": small(progressive=True, comment=SECRET),
    "JPEG with restart markers": small(restart_marker_rows=1, comment=SECRET),
    "JPEG, grey": small(mode="L", comment=SECRET),
    "JPEG, CMYK": small(mode="CMYK", comment=SECRET),
    "JPEG, YCCK": ycck(),
    "JPEG of a telephone, with a second picture": small("MPO", save_all=True, append_images=[picture(64, 64)]),
    "PNG with EXIF": small("PNG", exif=exif()),
    "PNG with texts": texts(),
    "PNG with compressed texts": texts(zip=True),
    "PNG with XMP": png_with(chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP)),
    "PNG with a colour profile": small("PNG", icc_profile=SRGB + SECRET),
    "PNG with its time and density": png_with(chunk(b"tIME", bytes(7)), chunk(b"pHYs", bytes(9))),
    "PNG with a private chunk": png_with(chunk(b"caNr", SECRET)),
    "PNG with a page behind": small("PNG") + HTML,
    "PNG, grey": small("PNG", "L"),
    "PNG, grey with alpha": small("PNG", "LA"),
    "PNG, 16-bit": small("PNG", "I;16"),
    "PNG, 16-bit colours": png_header(1, 1, 16) + chunk(b"IDAT", zlib.compress(bytes(7))) + chunk(b"IEND"),
    "PNG, palette": small("PNG", "P"),
    "PNG, palette with transparency": clear_palette(),
    "PNG, one clear colour": small("PNG", transparency=(0, 0, 0)),
    "PNG, 1-bit": small("PNG", "1"),
    "PNG, with alpha": small("PNG", "RGBA"),
    "PNG, interlaced": png_header(1, 1, interlaced=1) + chunk(b"IDAT", zlib.compress(bytes(4))) + chunk(b"IEND"),
    # The rest of the stream, a hundred megabytes, is never unpacked.
    "PNG with too many pixels": png_header(1, 1) + chunk(b"IDAT", zlib.compress(bytes(100_000_000))) + chunk(b"IEND"),
    "WebP with EXIF": small("WEBP", exif=exif()),
    "WebP with XMP": small("WEBP", xmp=XMP),
    "WebP with a colour profile": small("WEBP", icc_profile=SRGB + SECRET),
    "WebP with a private chunk": riff(vp8x(), vp8(), (b"CANR", SECRET)),
    "WebP with data behind": small("WEBP") + PHP,
    "WebP, lossless with alpha": small("WEBP", "RGBA", lossless=True, exif=exif()),
    "WebP, an animation of one frame": riff(vp8x(flags=2), (b"ANIM", bytes(6)), frame()),
    "one pixel, JPEG": file_of(picture(1, 1)),
    "one pixel, PNG": file_of(picture(1, 1), "PNG"),
    "one pixel, WebP": file_of(picture(1, 1), "WEBP"),
    "very narrow": file_of(picture(1, 3000), "PNG"),
    "very wide": file_of(picture(3000, 1), "PNG"),
}
PLAIN_TWINS = {
    **{
        name: small(format)
        for format, beginning in (("JPEG", "JPEG with"), ("PNG", "PNG with"), ("WEBP", "WebP with"))
        for name in ODD
        if name.startswith(beginning) and name not in ("JPEG with restart markers", "PNG with too many pixels")
    },
    "JPEG with restart markers": small(restart_marker_rows=1),
    "JPEG, progressive": small(progressive=True),
    "JPEG, grey": small(mode="L"),
    "JPEG, CMYK": small(mode="CMYK"),
    "JPEG of a telephone, with a second picture": small(),
    "WebP, lossless with alpha": small("WEBP", "RGBA", lossless=True),
    "WebP, an animation of one frame": small("WEBP"),
}
