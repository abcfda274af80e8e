"""Forty megapixels are decoded in little more memory than the pixels themselves take."""

import subprocess
import sys

import pytest

# The kernel's own high-water mark of this very program: `getrusage` would count that of the tests that started it.
MEASURE = """
import re, struct, sys, zlib
from pathlib import Path
from django.conf import settings
settings.configure(USE_I18N=False)
from refuge.core import images

def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

def png(width, height):
    stream = zlib.compressobj(1)
    row = bytes(1 + width * size)
    pixels = b"".join([stream.compress(row) for _ in range(height)]) + stream.flush()
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\\x89PNG\\r\\n\\x1a\\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")

def megabytes():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024

depth, colour, size = map(int, sys.argv[1:])
images.renditions(png(100, 100))
before, original = megabytes(), png(8000, 5000)
assert images.renditions(original)
print(megabytes() - before)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's mark is read from /proc")
@pytest.mark.parametrize(("depth", "colour", "size"), [(8, 6, 4), (16, 0, 2)], ids=["with alpha", "16-bit grey"])
def test_forty_megapixels_take_less_than_300_megabytes(depth: int, colour: int, size: int) -> None:
    arguments = [sys.executable, "-c", MEASURE, str(depth), str(colour), str(size)]
    assert int(subprocess.run(arguments, capture_output=True, check=True, text=True).stdout) < 300
