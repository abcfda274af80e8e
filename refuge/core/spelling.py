"""Cuts a text into words, each under all the forms in which it may be recognised.

These are its folded spelling, its spelling in Latin letters, the sound of that (Краков is Krakow), and of scripts that
write no vowels the consonants alone (برگن is Bergen).
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

from anyascii import anyascii

from refuge.core.folding import fold

UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
UMLAUTS.update({ord("Å"): "Aa", ord("Ø"): "Oe"})
SOUNDS = tuple(
    (re.compile(spelled), said)
    for spelled, said in (("kh|gh", "h"), ("ph", "f"), ("ts|tz|ks", "z"), ("[ck]+|q", "k"), ("w", "v"), ("[jy]", "i"))
)
DOUBLED = re.compile(r"(.)\1+")
VOWELS = re.compile("[aeiou]")
# Hebrew, Arabic, Syriac: vowels are seldom written, and small words before a name are written as a part of it.
ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\u0700-\u074f]")
BEFORE = re.compile("^(?:[وبلفك]?ال|[وبلفك]|[בלמוהשכ])")
HOST = re.compile(
    r"(?:https?://|www\.)?(?:[^\W_](?:[\w-]*[^\W_])?\.)+(?:xn--[a-z0-9-]+|[^\W\d_]{2,})(?=[/:?#\s).,;]|$)"
)
WITHIN = re.compile(r"(?<=\w)[*`\\]+(?=\w)")
ESCAPED = re.compile("(?:%[0-9a-fA-F]{2})+")
PUNYCODE = re.compile("xn--[a-z0-9-]+", re.IGNORECASE)
# Names of sites, pages and accounts, and what texts are tagged with: words stand run together there.
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|(?<!\w)[#@]\w+")


class Token(NamedTuple):
    """A word of a text: where it stands, its forms, whether it has a capital, and whether it is part of an address."""

    start: int
    end: int
    forms: frozenset[str]
    capital: bool
    address: bool = False


@cache
def _run() -> re.Pattern[str]:
    """Letters, their marks, digits, and what is never seen; everything else parts words."""
    # Beyond these there are no such characters, and to look through a million would take its time.
    codes = (*range(0x20000), *range(0xE0000, 0xE0200))
    kept = [chr(n) for n in codes if unicodedata.category(chr(n)) in ("Mn", "Mc", "Me", "Cf")]
    ranges, start, last = [], kept[0], kept[0]
    for character in [*kept[1:], "\U0010ffff"]:
        if ord(character) != ord(last) + 1:
            ranges.append(f"{re.escape(start)}-{re.escape(last)}")
            start = character
        last = character
    return re.compile(f"(?:[^\\W_]|[{''.join(ranges)}])+")


def forms_of(run: str) -> frozenset[str]:
    """Return the forms under which a word is recognised."""
    if run.isascii():
        return frozenset({run.lower()})
    found = {fold(run).replace(" ", "")}
    if (spelled := run.translate(UMLAUTS)) != run:
        found.add(fold(spelled).replace(" ", ""))
    if not all(map(str.isascii, found)):
        latin = anyascii(run)
        found.add(fold(latin).replace(" ", ""))
        found.add(f"~{sound(fold(latin))}")
    if ABJAD.search(run):
        for text in {run, BEFORE.sub("", run)}:
            found.add(fold(text).replace(" ", ""))
            found.add(f"%{consonants(fold(anyascii(text)))}")
    return frozenset(found - {"", "~", "%"})


def sound(latin: str) -> str:
    """Return how a word sounds, roughly: Krakov and Kraków are one."""
    text = latin.replace(" ", "")
    for spelled, said in SOUNDS:
        text = spelled.sub(said, text)
    return DOUBLED.sub(r"\1", text)


def consonants(latin: str) -> str:
    """Return the consonants of a word, as scripts without vowels write it; empty where there is hardly any."""
    left = VOWELS.sub("", sound(latin))
    return left if len(left) > 1 else ""


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of a readable text, in order; those of addresses, names of sites and tags are marked as such."""
    addresses = [match.span() for pattern in (ADDRESS, HOST) for match in pattern.finditer(text)]
    for match in _run().finditer(text):
        start, end = match.span()
        run = match[0]
        forms = forms_of(run)
        if forms:
            address = bool(addresses) and _within(start, addresses)
            yield Token(start, end, forms, _is_capital(run), address)


def _within(at: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)


def _is_capital(run: str) -> bool:
    first = next((letter for letter in run if letter.isalpha()), "")
    # A script without small letters has no capitals to wait for.
    return first.lower() == first.upper() or first != first.lower()


def readable(text: str) -> str:
    """Return a text as its reader sees it: no entities, no marks of emphasis within a word, addresses unescaped."""
    plain = WITHIN.sub("", html.unescape(text))
    # What is no text when it is unescaped stays as it stands.
    plain = ESCAPED.sub(lambda found: unquote(found[0], errors="ignore"), plain)
    return unicodedata.normalize("NFC", PUNYCODE.sub(lambda found: _in_own_script(found[0]), plain))


def _in_own_script(label: str) -> str:
    try:
        return label.encode("ascii").decode("idna")
    except UnicodeError:
        return label
