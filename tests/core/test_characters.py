"""Characters that nobody sees, that turn others round, or that mean nothing: which of them a text may hold."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from refuge.core.characters import is_blank, named, plain_text, unseen

ZWNJ, ZWJ = "\u200c", "\u200d"
# What no text keeps, wherever it stands.
NEVER = {
    "a NUL": "\x00",
    "a backspace": "\x08",
    "an escape": "\x1b",
    "a delete": "\x7f",
    "a control of Latin-1": "\x9f",
    "a soft hyphen": "\u00ad",
    "a grapheme joiner": "\u034f",
    "an Arabic letter mark": "\u061c",
    "a Hangul filler": "\u115f",
    "another Hangul filler": "\u3164",
    "a half-width Hangul filler": "\uffa0",
    "a Khmer inherent vowel": "\u17b4",
    "a zero-width space": "\u200b",
    "a left-to-right mark": "\u200e",
    "a right-to-left mark": "\u200f",
    "a left-to-right embedding": "\u202a",
    "a pop of directions": "\u202c",
    "a right-to-left override": "\u202e",
    "a word joiner": "\u2060",
    "an invisible times": "\u2062",
    "a left-to-right isolate": "\u2066",
    "a pop of an isolate": "\u2069",
    "a deprecated format": "\u206a",
    "a blank of Braille": "\u2800",
    "a byte order mark": "\ufeff",
    "an annotation": "\ufff9",
    "a musical format": "\U0001d173",
    "a tag": "\U000e0041",
    "private use": "\ue000",
    "private use of a higher plane": "\U00100000",
    "half a surrogate pair": "\ud800",
    "a noncharacter": "\ufdd0",
    "a noncharacter at the end of a plane": "\U0001ffff",
    "the other noncharacter": "\ufffe",
    "an unassigned code point": "\u0378",
    "an unassigned plane": "\U000a0000",
}
# What a text keeps, as it is.
KEPT = {
    "nothing": "",
    "Latin": "Søren Ångström, Đặng Văn Ngữ",
    "punctuation": "“Blue”, ‘Red’ — and… €5 ½ №3",
    "spaces of many widths": "a\u00a0b\u202fc\u2009d\u3000e",
    "lines": "one\n\ntwo\r\n\tthree",
    "Persian with a joiner": f"می{ZWNJ}خواهم، خانه{ZWNJ}ای",
    "a Persian plural of a Latin word": f"PDF{ZWNJ}ها",
    "a Persian age": f"۲۰{ZWNJ}ساله",
    "a Persian plural of a quotation": f"«بوف کور»{ZWNJ}ها",
    "a Persian year": f"۱۳۹۹ ه{ZWJ}. ش",
    "Arabic with all its points": "مُحَمَّدٌ",
    "an Arabic verse sign": "\u06dd\u0661",
    "Urdu": f"علی{ZWNJ}گڑھ",
    "Hebrew with points": "שָׁלוֹם",
    "Devanagari with a joiner": f"क्{ZWJ}ष, क्{ZWNJ}ष, क्{ZWNJ}",
    "Bengali with a joiner before its virama": f"র{ZWJ}্যাব",
    "Sinhala": f"ශ්{ZWJ}රී ලංකා",
    "Malayalam": f"അവന്{ZWJ}",
    "Kannada": f"ರ{ZWJ}್ಕ",
    "Syriac": "ܣܘܪܝܝܐ",
    "Tibetan": "བོད་སྐད།",
    "Uyghur": "ئۇيغۇر",
    "Mongolian with its selectors and its separator": "ᠰᠠᠶᠢᠨ᠎ᠠ ᠮᠣᠩᠭᠣᠯ᠋",
    "Chinese": "高尔泰、廖亦武",
    "a variant of an ideograph": "葛\U000e0100飾",
    "a standard variant of an ideograph": "㐂\ufe00",
    "Korean": "한강",
    "Japanese": "ｶﾞギ々ゝ",
    "letters of a higher plane": "𐑖𐑱 𝔄 𞤀𞤣𞤤𞤢𞤥",
    "an emoji with a picture selector": "❤️ ☕︎ ‼️ 1️⃣ #️⃣ 〰️",
    "a family": f"👩{ZWJ}👩{ZWJ}👧{ZWJ}👦",
    "a profession with a skin tone": f"👩🏽{ZWJ}💻 👩{ZWJ}⚕️",
    "a flag": f"🏳️{ZWJ}🌈 🇳🇴",
    "a nod": f"🙂{ZWJ}↔️",
}
# A joiner or a selector that joins and selects nothing.
LOST = {
    "between Latin letters": (f"An{ZWNJ}na", "Anna"),
    "a joiner of Latin letters": (f"An{ZWJ}na", "Anna"),
    "at the beginning": (f"{ZWNJ}می", "می"),
    "at the end": (f"می{ZWNJ}", "می"),
    "before a space": (f"می{ZWNJ} روم", "می روم"),
    "after a space": (f"می {ZWNJ}روم", "می روم"),
    "twice": (f"می{ZWNJ}{ZWNJ}روم", f"می{ZWNJ}روم"),
    "beside a zero-width space": (f"می\u200b{ZWNJ}روم", f"می{ZWNJ}روم"),
    "a joiner after an emoji alone": (f"👩{ZWJ}", "👩"),
    "a joiner between an emoji and a letter": (f"👩{ZWJ}a", "👩a"),
    "a selector after a letter": ("a\ufe0fb", "ab"),
    "a selector at the beginning": ("\ufe0fb", "b"),
    "two selectors": ("❤\ufe0f\ufe0f", "❤\ufe0f"),
    "a selector of ideographs after a letter": ("a\U000e0100", "a"),
    "a selector of Mongolian after a letter": ("a\u180b", "a"),
    "a Mongolian separator in Latin": ("a\u180eb", "ab"),
    "a non-joiner between emoji": (f"👩{ZWNJ}👩", "👩👩"),
}


@pytest.mark.parametrize("what", NEVER)
def test_what_no_text_keeps(what: str) -> None:
    character = NEVER[what]
    for before, after in (("", ""), ("Anna", "Berg"), ("منیرو", "روانی"), ("क", "ष"), ("👩", "👩"), ("高", "尔")):
        assert plain_text(f"{before}{character}{after}") == f"{before}{after}"
        assert list(unseen(f"{before}{character}{after}")) == [(len(before), character)]


@pytest.mark.parametrize("what", KEPT)
def test_what_scripts_need_stays(what: str) -> None:
    assert list(unseen(KEPT[what])) == []
    assert plain_text(KEPT[what]) == KEPT[what]


@pytest.mark.parametrize("what", LOST)
def test_what_joins_and_selects_nothing_goes(what: str) -> None:
    text, left = LOST[what]
    assert plain_text(text) == left


def test_lines_that_are_parted_otherwise_stay_parted() -> None:
    assert plain_text("one\u2028two\u2029three\x85four") == "one\ntwo\nthree\nfour"


def test_every_direction_and_every_other_class_is_looked_at() -> None:
    """A character that a later Unicode adds falls under its class; what is visible of the formats is told by name."""
    visible = {character for character in map(chr, range(0x110000)) if plain_text(f"a{character}b") != "ab"}
    kept = {c for c in visible if unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp")}
    formats = {named(character).split(" ", 1)[1] for character in kept if unicodedata.category(character) == "Cf"}
    assert {name.split()[0] for name in formats} == {"ARABIC", "SYRIAC", "KAITHI"}
    assert not [name for name in formats if "LETTER MARK" in name]
    assert {c for c in kept if unicodedata.category(c) != "Cf"} == set("\t\n\r\x85\u2028\u2029")


@given(
    st.text(
        st.sampled_from(
            [
                *"a1 \n.",
                "ی",
                "م",
                "क",
                "्",
                "👩",
                "🏽",
                "❤",
                "高",
                "ᠠ",
                ZWNJ,
                ZWJ,
                *NEVER.values(),
                *"\ufe0f\u180b\u180e",
            ]
        )
    )
)
def test_what_is_left_is_left_alone(text: str) -> None:
    once = plain_text(text)
    assert plain_text(once) == once
    assert list(unseen(once)) == []


@pytest.mark.parametrize(
    "text", ["", " ", "\u200b", "\u00a0\u3000", "\u202e \u200b\n", "\u3164", "\u2800", ZWNJ, "\ufeff\u00ad"]
)
def test_what_shows_nothing_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", ".", "\u200ba", "ی", "♥"])
def test_what_shows_something_is_not(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u202e", "U+202E RIGHT-TO-LEFT OVERRIDE"),
        ("\u200b", "U+200B ZERO WIDTH SPACE"),
        ("\n", "U+000A LINE FEED"),
        ("\x00", "U+0000 NULL"),
        ("\x1b", "U+001B (control character)"),
        ("\ue000", "U+E000 (private use)"),
        ("\ufdd0", "U+FDD0 (no character)"),
        ("\U0001ffff", "U+1FFFF (no character)"),
        ("\ud800", "U+D800 (no character)"),
        ("\u0378", "U+0378 (no character)"),
    ],
)
def test_a_character_is_called_what_unicode_calls_it(character: str, name: str) -> None:
    assert named(character) == name
