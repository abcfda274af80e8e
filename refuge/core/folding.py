"""Makes texts in any script comparable: one plain form for searching, one for addresses.

Folding forgets what people forget when they type: case, accents, vowel points, which of two keyboards wrote a letter,
which digits, hyphens and apostrophes. It is applied to what is kept and to what is asked alike, so it only needs to
be consistent, not correct: й becomes и and ў becomes у by the same rule that makes é an e. It does not transliterate,
nor turn traditional Han into simplified: a record lists the spellings it wants to be found by.
"""

import re
import unicodedata
from itertools import pairwise

from anyascii import anyascii
from django.utils.text import slugify

SLUG_LENGTH = 60
NO_WORDS = "x"
MOST_WORDS = 20
ZWNJ = "\u200c"
APOSTROPHES = "'`´ʹʻʼʽʾʿˈˊˋ‘’‛′＇"

# Letters that decomposition leaves alone. Persian, Kurdish and Urdu ones go to the Arabic ones they are taken for.
LETTERS = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, ""),
        **dict(zip("øłđħŧıəŋɓɗƙ", "oldhtienbdk", strict=True)),
        **{"æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ß": "ss"},
        **dict.fromkeys("یىېۍێے", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ةۃہھە", "ه"),
        **dict.fromkeys("ٱ", "ا"),
        **dict.fromkeys("ۆۇۈ", "و"),
        "ڕ": "ر",
        "ڵ": "ل",
        "ء": "",
        "ـ": "",
    }
)
# Scripts that leave no space between words: Thai, Lao, Tibetan, Burmese, Khmer, kana and Han.
UNSPACED = re.compile(
    "[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
WINDOW = 12


def fold(text: str) -> str:
    """The plain form of a text: lower case, no marks, ASCII digits, words with single spaces between; idempotent."""
    # The acute accent that stands alone, typed for an apostrophe, would decompose into a space.
    lowered = unicodedata.normalize("NFKD", text.replace("´", "'").casefold()).casefold()
    letters = unicodedata.normalize("NFKD", lowered).translate(LETTERS)
    return " ".join(unicodedata.normalize("NFC", "".join(map(_folded, letters))).split())


def tokens(text: str) -> tuple[str, ...]:
    """The first folded words of a text: what a reader asks for, each to be looked up as ` word` in a search key."""
    # Nobody means more: one sign of another script may fold into four words, and each word is one more condition.
    return tuple(fold(text).split()[:MOST_WORDS])


def search_key(*texts: str) -> str:
    """The column a search looks into: the sorted words, each after a space, so that ` jos` finds josé.

    Beside each word stand the forms that people type instead: two neighbours written as one ("Er Tai" as "ertai"),
    the parts of a word with an apostrophe or a joiner in it ("d’Ivoire" as "ivoire"), and, in scripts without spaces,
    the rest of the word from each of its letters on, so that 尔泰 finds 高尔泰.
    """
    words: set[str] = set()
    for text in texts:
        for form in {text, text.translate(dict.fromkeys(map(ord, ZWNJ + APOSTROPHES), " "))}:
            found = fold(form).split()
            words.update(found)
            words.update(one + other for one, other in pairwise(found))
            words.update(part for word in found for part in _parts(word))
    return " " + " ".join(sorted(words))


def slug(text: str) -> str:
    """The text as part of an address: Latin letters, digits and hyphens, at most 60, cut between words, never empty."""
    name = slugify(anyascii(text.replace(ZWNJ, "")).replace("_", "-")).strip("-")
    if len(name) > SLUG_LENGTH:
        name = name[: SLUG_LENGTH + 1].rpartition("-")[0] or name[:SLUG_LENGTH]
    return name.strip("-") or NO_WORDS


def _folded(character: str) -> str:
    """What is left of one decomposed character: itself, an ASCII digit, a space between words, or nothing."""
    category = unicodedata.category(character)
    if category[0] == "M":
        return "" if _is_mark(unicodedata.combining(character)) else character
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category[0] in "PSZ" or character in "\t\n\r\v\f":
        return " "
    # Controls, joiners, unassigned characters and halves of surrogate pairs have no place in a column.
    return "" if category[0] == "C" else character


def _is_mark(combining_class: int) -> bool:
    """Whether a mark can be left out: accents, overlays, Hebrew and Arabic points; not the vowels of Indic scripts."""
    return combining_class == 1 or 10 <= combining_class <= 36 or combining_class >= 200


def _parts(word: str) -> list[str]:
    return [
        run[0][start : start + WINDOW]
        for run in UNSPACED.finditer(word)
        for start, letter in enumerate(run[0])
        if unicodedata.category(letter)[0] == "L"
    ]
