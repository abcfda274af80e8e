"""What to look for where somebody may be named: in any order, without the given name, run together, in any spelling."""

import re
from collections.abc import Iterable
from itertools import permutations

from refuge.core.spelling import readable, tokens
from refuge.core.words import LONG, SHORT, Phrase, alone, phrase

# What a name is followed by that is no part of it: (poet).
ASIDE = re.compile(r"\([^()]*\)")


def told_by(names: Iterable[str]) -> frozenset[str]:
    """Return the words of names that readers know anyway."""
    return frozenset(form for name in names for token in tokens(readable(name)) for form in token.forms)


def name_phrases(text: str, told: frozenset[str] = frozenset()) -> tuple[Phrase, ...]:
    """Return what to look for where somebody may be named, beside words that readers know anyway.

    A whole name counts however it is written and in whichever order, and the first and the last of its words; its last
    word alone where it begins with a capital: “poet” is nobody's name, “Poet” may be. Where readers know the last word,
    it is the others that tell.
    """
    text = ASIDE.sub(" ", text)
    given, _comma, family = text.partition(",")[::-1] if "," in text else (text, "", "")
    whole = phrase(f"{given} {family}".strip())
    if whole is None or all(word & told for word in whole.words):
        return ()
    if len(whole.words) == 1:
        return (alone(whole.words[0], inflected=True, proper=True),)
    rows = list(permutations(whole.words) if len(whole.words) <= 3 else (whole.words, whole.words[::-1]))
    rows += permutations((whole.words[0], whole.words[-1])) if len(whole.words) > 2 else ()
    found = [Phrase(words, inflected=True) for words in rows if not all(word & told for word in words)]
    found += [run for words in (whole.words, whole.words[::-1]) if (run := _run_together(words))]
    last = whole.words[-1]
    telling = [word for word in whole.words if not word & told] if last & told else [last]
    found += [alone(word, inflected=True, proper=True) for word in telling if _is_telling(word)]
    return tuple(found)


def _is_telling(word: frozenset[str]) -> bool:
    return all(len(form) >= SHORT for form in word if form.isascii() and form.isalpha())


def _run_together(words: tuple[frozenset[str], ...]) -> Phrase | None:
    joined = Phrase(words).joined
    return Phrase((frozenset({joined}),)) if len(joined) >= LONG else None
