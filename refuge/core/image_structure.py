"""Looks over the bones of an uploaded picture before a decoder does.

A decoder does as many steps as the file asks for: a small file of a hundred thousand scans over forty megapixels
keeps it busy for an hour, ten megabytes of empty segments for ten seconds. So both are counted first.
"""

import re
import struct

# What lies outside the pixels is read piece by piece, in Python. An ordinary file has a few dozen pieces, one of
# ten megabytes in the small chunks that some programs write about two thousand.
MAX_PIECES = 10_000
# Of a JPEG file: each further segment of notes lets Pillow copy all before it. A profile has 255 at most.
MAX_SEGMENTS = 1_000
# A progressive photograph has ten scans or so; at forty megapixels one more takes thirty milliseconds.
MAX_SCANS = 30

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
# Not in the pixels: there FF is followed by 00, or by a restart marker.
MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
END_OF_IMAGE, START_OF_SCAN = 0xD9, 0xDA
# The markers that a length follows; no other stands outside the pixels of a sound file.
SEGMENTS = frozenset([*range(0xC0, 0xC8), *range(0xC9, 0xD0), *range(0xDA, 0xF0), 0xFE])


def is_plain(original: bytes) -> bool:
    """Say whether this begins as a JPEG, PNG or WebP file and asks for no more steps than a picture needs."""
    if original.startswith(PNG):
        return _is_plain_png(original)
    if original.startswith(JPEG):
        return _is_plain_jpeg(original)
    # The chunks of a WebP file are read in C, all of them in less than a tenth of a second.
    return original[:4] == b"RIFF" and original[8:12] == b"WEBP"


def _is_plain_png(original: bytes) -> bool:
    at = len(PNG)
    for _ in range(MAX_PIECES):
        if len(original) < at + 12:
            return False
        if original[at + 4 : at + 8] == b"IEND":
            return True
        at += 12 + struct.unpack_from(">I", original, at)[0]
    return False


def _is_plain_jpeg(original: bytes) -> bool:
    at, pieces, scans = 2, 0, 0
    while pieces <= MAX_SEGMENTS and scans <= MAX_SCANS:
        found = MARKER.search(original, at)
        if found is None or original[found.end() - 1] == END_OF_IMAGE:
            return True
        if original[found.end() - 1] not in SEGMENTS or len(original) < found.end() + 2:
            return False
        # Before the pixels each byte between two segments is a step of its own.
        pieces += 1 if scans else found.end() - at - 1
        scans += original[found.end() - 1] == START_OF_SCAN
        at = found.end() + struct.unpack_from(">H", original, found.end())[0]
    return False
