"""The stylesheets: light, self-contained, and legible in both schemes."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parent.parent / "static"
SHEETS = [STATIC / "site.css", STATIC / "admin.css"]


def luminance(colour: str) -> float:
    """Relative luminance of #rgb or #rrggbb (WCAG 2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(d * 2 for d in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: str, b: str) -> float:
    """Contrast of two colours, 1 to 21 (WCAG 2)."""
    dark, light = sorted((luminance(a), luminance(b)))
    return (light + 0.05) / (dark + 0.05)


def tokens() -> dict[str, dict[str, str]]:
    """The colours of the public site, by scheme."""
    light, dark = re.findall(r":root\{(.*?)\}", (STATIC / "site.css").read_text(), re.S)[:2]
    read = [dict(re.findall(r"--([\w-]+):(#[0-9a-f]+)", block)) for block in (light, dark)]
    return {"light": read[0], "dark": read[0] | read[1]}


def test_site_css_is_at_most_twenty_kilobytes() -> None:
    assert (STATIC / "site.css").stat().st_size <= 20 * 1024


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_stylesheet_asks_no_one_else(sheet: Path) -> None:
    text = sheet.read_text()
    assert "http" not in text
    assert "@import" not in text
    assert "//" not in text


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_stylesheet_names_files_that_exist(sheet: Path) -> None:
    files = re.findall(r"url\((.*?)\)", sheet.read_text())
    assert files
    assert all((STATIC / name).is_file() for name in files)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_and_controls_have_contrast(scheme: str) -> None:
    colour = tokens()[scheme]
    for ground in ("bg", "card", "wash"):
        for text in ("ink", "ink2", "link", "seen"):
            assert contrast(colour[text], colour[ground]) >= 4.5, (text, ground)
    for ground in ("bg", "card"):
        assert contrast(colour["rule2"], colour[ground]) >= 3
    for text in ("night-ink", "night-ink2"):
        assert contrast(colour[text], colour["night"]) >= 4.5
    assert contrast("#14202b", colour["lamp"]) >= 4.5
    assert contrast(colour["bg"], colour["link"]) >= 4.5


def test_fonts_come_with_their_licences() -> None:
    fonts = {path.name for path in (STATIC / "fonts").iterdir()}
    assert len([name for name in fonts if name.endswith(".woff2")]) == 4
    assert {"OFL-gentium.txt", "OFL-noto-naskh-arabic.txt", "README.md"} <= fonts
