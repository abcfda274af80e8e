"""Draws what stands for a portrait in fictional examples: a house front with lit and dark windows, no face."""

import hashlib
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = 896, 1120
COLUMNS, ROWS = 4, 5
NIGHT, WALL, DARK, LIT = "#14212d", "#22343f", "#1b2a36", "#f3b52e"


def draw(seed: str) -> bytes:
    """Return a PNG picture; the same seed always gives the same one."""
    bits = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    picture = Image.new("RGB", SIZE, NIGHT)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((70, 90, SIZE[0] - 70, SIZE[1]), fill=WALL)
    for number in range(COLUMNS * ROWS):
        left, top = 130 + number % COLUMNS * 175, 160 + number // COLUMNS * 190
        colour = LIT if bits >> number & 3 == 3 else DARK
        pen.rectangle((left, top, left + 110, top + 130), fill=colour, outline=NIGHT, width=6)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()
