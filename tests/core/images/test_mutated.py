"""Sound files with bytes changed here and there: made bare, or refused, and nothing else."""

import random
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from refuge.core import images
from tests.core.images.files import assert_bare, exif, small
from tests.core.images.odd import SRGB, XMP

EACH = 60
SOUND = {
    "JPEG": small(exif=exif(6), icc_profile=SRGB, xmp=XMP),
    "progressive JPEG": small(progressive=True, comment=XMP),
    "PNG": small("PNG", exif=exif(6), icc_profile=SRGB),
    "palette PNG": small("PNG", "P", transparency=0),
    "WebP": small("WEBP", exif=exif(6), icc_profile=SRGB, xmp=XMP),
    "lossless WebP": small("WEBP", "RGBA", lossless=True, exif=exif(6)),
    "MPO": small("MPO", save_all=True, append_images=[Image.new("RGB", (9, 9))]),
}


def with_checksums(png: bytes) -> bytes:
    """The same PNG file with each checksum right again, so that what was changed is looked at."""
    at, made = 8, png[:8]
    while at + 12 <= len(png):
        end = at + 8 + struct.unpack_from(">I", png, at)[0]
        made += png[at:end] + struct.pack(">I", zlib.crc32(png[at + 4 : end]))
        at = end + 4
    return made


def mutated(original: bytes, chance: random.Random) -> bytes:
    """The file with a few bytes changed, and sometimes a part left out, doubled or cut off."""
    body = bytearray(original)
    for _ in range(chance.randint(1, 4)):
        body[chance.randrange(len(body))] = chance.choice([0, 0xFF, chance.randrange(256)])
    start, length = chance.randrange(len(body)), chance.randrange(1, 60)
    if chance.random() < 0.15:
        del body[start : start + length]
    elif chance.random() < 0.15:
        body[start:start] = body[start : start + length]
    elif chance.random() < 0.1:
        del body[max(start, 1) :]
    changed = bytes(body)
    return with_checksums(changed) if changed.startswith(b"\x89PNG") and chance.random() < 0.8 else changed


@pytest.mark.parametrize("name", SOUND)
def test_a_mutated_picture_is_made_bare_or_refused(name: str) -> None:
    accepted, sentences, chance = 0, set(), random.Random(name)
    for _ in range(EACH):
        try:
            made = images.renditions(mutated(SOUND[name], chance))
        except ValidationError as refused:
            sentences.update(refused.messages)
        else:
            assert_bare(made)
            accepted += 1
    assert sentences <= {str(images.REFUSED), str(images.TOO_LARGE)}
    # Both happened, or the changes were too small or too great to try anything.
    assert 0 < accepted < EACH
