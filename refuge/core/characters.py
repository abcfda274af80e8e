"""Characters that nobody sees, that turn others round, or that are none: they hide in names, and a reader is misled.

A few that nobody sees are needed: joiners in scripts that join and between the parts of an emoji, selectors after
what they select. They stay where they do something, and nowhere else.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

ZWNJ, ZWJ, MONGOLIAN_SEPARATOR, AS_PICTURE = "\u200c", "\u200d", "\u180e", "\ufe0f"
# What parts lines, in texts that have several. The last three are written as a line feed.
LINES = "\t\n\r"
OTHER_LINES = dict.fromkeys("\x85\u2028\u2029", "\n")
# Letters, marks and a sign of Braille that show nothing.
BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0"
SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# Signs for numbers, years and verses that Unicode counts among the formats, though they are seen.
SEEN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd]")
HIDDEN = re.compile(f"[{BLANK}]|{SELECTORS.pattern}")
# Scripts whose letters change with their neighbours, by the first word of the names of their letters.
CURSIVE = ("ARABIC", "SYRIAC", "NKO", "MANDAIC", "MONGOLIAN", "PHAGS-PA", "MANICHAEAN", "HANIFI", "SOGDIAN", "ADLAM")
JOINING = (
    *CURSIVE,
    *("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA"),
    *("TIBETAN", "MYANMAR", "KHMER", "BALINESE", "JAVANESE", "SUNDANESE", "MEETEI", "CHAKMA", "OL CHIKI", "LEPCHA"),
)
VIRAMA = 9  # the combining class of the marks that take a vowel away
# What a selector makes a picture of, though it is no symbol.
KEYS = "0123456789#*‼⁉〰"
CONTROLS = {"\0": "NULL", "\t": "CHARACTER TABULATION", "\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\x85": "NEXT LINE"}


def plain_text(text: str) -> str:
    """Return the text without what no reader could see and no script needs; idempotent."""
    if not _is_suspect(text):
        return text
    return "".join(OTHER_LINES.get(character, character) for character, stays in _read(text) if stays)


def plain_value(value: Any) -> Any:
    """Return a value of JSON with every text in it as `plain_text` leaves it."""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, list):
        return [plain_value(part) for part in value]
    return {key: plain_value(part) for key, part in value.items()} if isinstance(value, dict) else value


def unseen(text: str, lines: bool = True) -> Iterator[tuple[int, str]]:
    """Yield what `plain_text` leaves out, each character with its place; of one line, also what would end the line."""
    if lines and not _is_suspect(text):
        return
    for at, (character, stays) in enumerate(_read(text)):
        if not stays or (not lines and (character in LINES or character in OTHER_LINES)):
            yield at, character


def left_out_of(text: str) -> str:
    """Return the names of what `plain_text` leaves out, with how often; empty where that is nothing."""
    counts = Counter(named(character) for _at, character in unseen(text))
    return ", ".join(
        name if number == 1 else _("%(name)s (%(number)d times)") % {"name": name, "number": number}
        for name, number in counts.items()
    )


def is_blank(text: str) -> bool:
    """Say whether a text shows nothing at all."""
    return not plain_text(text).strip()


def named(character: str) -> str:
    """Return the code point of a character, and what Unicode calls it."""
    kinds = {"Cc": _("(control character)"), "Co": _("(private use)")}
    other = CONTROLS.get(character) or kinds.get(unicodedata.category(character), _("(no character)"))
    return f"U+{ord(character):04X} {unicodedata.name(character, other)}"


def _is_suspect(text: str) -> bool:
    # Python's own word on what is printed is fast, and knows all but the blanks that count as letters and marks.
    one_line = text.replace("\n", " ").replace("\r", " ").replace("\t", " ")
    return not one_line.isprintable() or HIDDEN.search(one_line) is not None


def _read(text: str) -> Iterator[tuple[str, bool]]:
    """Yield each character and whether it stays, beside those that stayed and the one that follows."""
    kept: list[str] = [""]
    for at, character in enumerate(text):
        stays = _stays(kept[-2:], character, text[at + 1 : at + 2])
        if stays:
            kept.append(character)
        yield character, stays


def _stays(before: Sequence[str], character: str, after: str) -> bool:
    last = before[-1]
    if character in (ZWNJ, ZWJ):
        return _joins(before, character, after)
    if character == MONGOLIAN_SEPARATOR:
        return _is_of(last, ("MONGOLIAN",)) and _is_of(after, ("MONGOLIAN",))
    if SELECTORS.match(character):
        return _selects(last, character)
    if character in LINES or character in OTHER_LINES or SEEN.match(character):
        return True
    return character not in BLANK and unicodedata.category(character)[0] != "C"


def _joins(before: Sequence[str], joiner: str, after: str) -> bool:
    last = before[-1]
    if not last or unicodedata.combining(last) == VIRAMA:
        return bool(last)
    # Also between a Latin word, a number or a closing quotation mark and a Persian ending.
    if _is_of(after, JOINING) and unicodedata.category(last)[0] not in "CZ" and not SELECTORS.match(last):
        return True
    if joiner == ZWNJ:
        return False
    # A letter alone in the shape that it has before others, as in a Persian abbreviation.
    base = before[0] if last == AS_PICTURE else last
    return _is_of(last, CURSIVE) or (_is_picture(base) and _is_picture(after))


def _selects(last: str, selector: str) -> bool:
    if selector in "\ufe0e\ufe0f":
        return last != "" and (last in KEYS or unicodedata.category(last)[0] == "S")
    return _is_of(last, ("MONGOLIAN",) if selector < "\ufe00" else ("CJK",))


def _is_of(character: str, scripts: tuple[str, ...]) -> bool:
    """Say whether this is a letter or a mark of one of these scripts; empty is none."""
    seen = character != "" and unicodedata.category(character)[0] in "LM" and not HIDDEN.match(character)
    return seen and unicodedata.name(character, "").startswith(scripts)


def _is_picture(character: str) -> bool:
    return character > "\u2190" and unicodedata.category(character)[0] == "S"
