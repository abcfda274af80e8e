"""Which CLDR locale speaks for a language of the site, and how its readers put words in order."""

import unicodedata
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# CLDR's bare "en" is American and writes "May 17, 2003"; the network writes "17 May 2003".
SPOKEN_BY = {"en": "en-GB"}
FALLBACK = "en-GB"

# Alphabets whose order is not that of their code points; the others are sorted without their marks.
ALPHABETS = {"fa": "آابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی"}


def locale(language: str | None = None) -> Locale:
    """The locale of a language tag such as `fa` or `zh-hans`; of the active language when none is given."""
    return _locale(language or get_language() or FALLBACK)


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(SPOKEN_BY.get(language, language), sep="-")
    except (UnknownLocaleError, ValueError):
        return _locale(language.rpartition("-")[0] or FALLBACK)


def sort_key(text: str, language: str | None = None) -> tuple[int, ...] | str:
    """A key that sorts short labels as a reader of the language expects; keys of one language alone compare."""
    alphabet = ALPHABETS.get(locale(language).language)
    if alphabet:
        letters = (character for character in text if unicodedata.category(character) not in ("Cf", "Mn"))
        # Letters before anything else of the same script, in the alphabet's order.
        return tuple(alphabet.find(letter) if letter in alphabet else ord(letter) + 1000 for letter in letters)
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))
