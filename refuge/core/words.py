"""Finds words in texts and addresses, however they are spelled: folded, transliterated, inflected, run together.

A `Phrase` is one or more words in a row. In scripts without spaces any part of a run counts, and in the name of a site
its beginning and end.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from refuge.core.facts import Plain
from refuge.core.folding import UNSPACED
from refuge.core.spelling import HOST, Token, consonants, readable, sound, tokens

AROUND = 60  # letters before and after a word that was found
SHORT = 4  # a shorter word is never met inflected, in lower case, or as a part of another
LONG = 6  # a longer one may end in any vowel, and stand anywhere in the name of a site

# What a name of a place or of somebody ends in: a genitive, a people, a case. Of the languages of hosts and guests.
ENDINGS = tuple(
    sorted(
        """
        s es ano ana ani er ers ere erin erne en ene ens ian ians an ans ite ites sk ske isch ische ischen ischer
        ser sere sisk enser ensere ensk ois oise oises ien ienne ese in iin on ssa sta lla lta lle n
        em ie om ach ow owi ami ska ski skie skiej dan den ban ben bol nal nel
        """.split(),
        key=len,
        reverse=True,
    )
)
T = TypeVar("T")
VOWELS = tuple("aeiouy")


class Found(NamedTuple):
    """Where a phrase was found."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words in a row. `inflected` ones may have an ending; `proper` ones count where they begin with a capital."""

    words: tuple[frozenset[str], ...]
    inflected: bool = False
    proper: bool = False

    @property
    def joined(self) -> str:
        """The phrase as one word, as the name of a site has it; empty where it has no Latin letters."""
        plain = ["".join(sorted(form for form in word if form.isascii() and form.isalnum())[:1]) for word in self.words]
        return "".join(plain) if all(plain) else ""


def phrase(text: str, *, inflected: bool = False, proper: bool = False) -> Phrase | None:
    """Return what to look for where somebody says this; None where it has no letters."""
    words = tuple(_spelled(token.forms) for token in tokens(readable(text)))
    if len(words) == 1:
        return alone(words[0], inflected=inflected, proper=proper)
    return Phrase(words, inflected, proper) if words else None


def alone(word: frozenset[str], *, inflected: bool = False, proper: bool = False) -> Phrase:
    """Return what to look for where one word says it all: two or three consonants say nothing."""
    forms = frozenset(form for form in word if not form.startswith("%") or len(form) > SHORT)
    return Phrase((forms,), inflected, proper)


def _spelled(forms: frozenset[str]) -> frozenset[str]:
    """Return the forms of a word that is looked for: how it sounds and its consonants, too, for other scripts."""
    latin = {form for form in forms if form.isascii() and form.isalpha()}
    skeletons = {consonants(form) for form in latin} - {""}
    return forms | {f"~{sound(form)}" for form in latin} | {f"%{skeleton}" for skeleton in skeletons}


class Said:
    """A text, ready to be searched for many phrases. In an address no capital is waited for."""

    def __init__(self, text: str, *, address: bool = False) -> None:
        self.text = readable(text)
        self.tokens = [token._replace(address=token.address or address) for token in tokens(self.text)]
        self._by_form: dict[str, list[int]] = {}
        self._by_start: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            for form in token.forms:
                self._by_form.setdefault(form, []).append(at)
                if len(form) > SHORT and form.isalnum():
                    self._by_start.setdefault(form[:SHORT], []).append(at)
        self._unspaced = [at for at, token in enumerate(self.tokens) if any(map(UNSPACED.search, token.forms))]
        self._run_together = [at for at, token in enumerate(self.tokens) if token.address]

    def find(self, wanted: Phrase) -> Iterator[Found]:
        """Yield where a phrase stands in the text, in order."""
        last = len(wanted.words) - 1
        begins = {at for form in wanted.words[0] for at in self._by_form.get(form, ())}
        if not last and wanted.inflected:
            begins |= {at for form in wanted.words[0] for at in self._by_start.get(form[:SHORT], ())}
        found = {(at, at + last) for at in begins if self._is_at(at, wanted)}
        found |= {(at, at) for at in self._run_together if _in_site(self.tokens[at].forms, wanted.joined)}
        if not last:
            parts = [form for form in wanted.words[0] if UNSPACED.fullmatch(form) and len(form) > 1]
            found |= {(at, at) for at in self._unspaced if _has_part(self.tokens[at].forms, parts)}
        for start, end in sorted(found):
            yield Found(self.tokens[start].start, self.tokens[end].end)

    @property
    def forms(self) -> Iterable[str]:
        """All forms of all its words."""
        return self._by_form

    @property
    def starts(self) -> Iterable[str]:
        """What its longer words begin with."""
        return self._by_start

    @property
    def sites(self) -> str:
        """The addresses in it, and its words in scripts without spaces: what any part of counts in."""
        return " ".join(form for at in (*self._run_together, *self._unspaced) for form in self.tokens[at].forms)

    def domains(self) -> Iterator[tuple[str, Found]]:
        """Yield how each name of a site ends, in small letters, and where it stands: `no` of norskpen.no."""
        for match in HOST.finditer(self.text):
            yield match[0].rpartition(".")[2].lower(), Found(*match.span())

    def _is_at(self, at: int, wanted: Phrase) -> bool:
        row = self.tokens[at : at + len(wanted.words)]
        last = len(wanted.words) - 1
        return len(row) > last and all(
            _is(token, word, wanted, ends=number == last)
            for number, (token, word) in enumerate(zip(row, wanted.words, strict=True))
        )


def _has_part(forms: Iterable[str], parts: list[str]) -> bool:
    return any(part in form for part in parts for form in forms)


def _is(token: Token, word: frozenset[str], wanted: Phrase, *, ends: bool) -> bool:
    if token.forms & word:
        # A short name is also a short word of some language.
        short = all(len(form) < SHORT for form in word if form.isascii() and form.isalnum())
        waits = wanted.proper or (wanted.inflected and short)
        return token.capital or token.address or not waits
    if not (wanted.inflected and ends) or (wanted.proper and not token.capital):
        return False
    return any(stem in word for form in token.forms if form.isalnum() for stem in _stems(form))


def _stems(form: str) -> Iterator[str]:
    """Yield what a word may be an inflected form of: without an ending, and with another in its place."""
    for ending in ENDINGS:
        stem = form.removesuffix(ending)
        if stem != form and len(stem) >= SHORT:
            yield stem
            yield from (stem + vowel for vowel in ("a", "o", "e"))
    if form[-1] in VOWELS and len(form) > LONG:
        yield form[:-1]
        yield from (form[:-1] + vowel for vowel in ("a", "o", "e"))


def _in_site(forms: frozenset[str], joined: str) -> bool:
    if len(joined) < SHORT:
        return False
    return any(
        form.startswith(joined) or form.endswith(joined) or (len(joined) >= LONG and joined in form) for form in forms
    )


def around(text: str, found: Found) -> tuple[str, str, str]:
    """Return some words before, the words found, and some words after."""
    before, after = text[max(0, found.start - AROUND) : found.start], text[found.end : found.end + AROUND]
    if found.start > AROUND:
        before = f"… {before.partition(' ')[2] or before}"
    if found.end + AROUND < len(text):
        after = f"{after.rpartition(' ')[0] or after} …"
    return before, text[found.start : found.end], after


class Wanted(Generic[T]):
    """Many phrases, each for something, that are looked for at once."""

    def __init__(self, phrases: Iterable[tuple[Phrase, T]]) -> None:
        self._phrases = list(phrases)
        self._by_form: dict[str, set[int]] = {}
        self._by_start: dict[str, set[int]] = {}
        parts: dict[str, set[int]] = {}
        for number, (wanted, _what) in enumerate(self._phrases):
            for form in wanted.words[0]:
                self._by_form.setdefault(form, set()).add(number)
                if wanted.inflected and len(wanted.words) == 1 and form.isalnum():
                    self._by_start.setdefault(form[:SHORT], set()).add(number)
                if len(wanted.words) == 1 and UNSPACED.fullmatch(form):
                    parts.setdefault(form, set()).add(number)
            if len(wanted.joined) >= SHORT:
                parts.setdefault(wanted.joined, set()).add(number)
        self._parts = parts

    def found_in(self, said: Said) -> Iterator[tuple[T, Found]]:
        """Yield what is found in a text, and where."""
        numbers = {number for form in said.forms for number in self._by_form.get(form, ())}
        numbers |= {number for start in said.starts for number in self._by_start.get(start, ())}
        if sites := said.sites:
            numbers |= {number for part, those in self._parts.items() if part in sites for number in those}
        for number in sorted(numbers):
            wanted, what = self._phrases[number]
            yield from ((what, found) for found in said.find(wanted))


def said_in(value: Plain) -> str:
    """Return the words of plain data in all their forms: a text that contains each form they can be found by."""
    forms = {form for text in _texts(value) for form in Said(text).forms}
    return f" {' '.join(sorted(forms))} "


def _texts(value: Plain) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for part in value.values() for text in _texts(part))
    elif isinstance(value, (list, tuple)):
        yield from (text for part in value for text in _texts(part))
