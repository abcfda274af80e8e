"""Proposes the name for sorting."""

from collections.abc import Iterable

# Where the family name comes first of itself.
FAMILY_FIRST = frozenset(("zh", "ko", "ja", "hu", "vi"))
PARTICLES = frozenset(
    ("al", "bin", "bint", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "ibn", "la")
)
PARTICLES |= frozenset(("le", "ould", "van", "von", "wa"))


def propose(name: str, languages: Iterable[str]) -> str:
    """Return "Campos, José Aníbal" for "José Aníbal Campos"; a name whose family comes first stays as it is.

    Small words before the family name stay with it ("van der Berg, Anna"). A proposal: whoever knows better types it.
    """
    words = name.split()
    if len(words) < 2 or "," in name or FAMILY_FIRST & {language.partition("-")[0] for language in languages}:
        return " ".join(words)
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in PARTICLES:
        first -= 1
    return f"{' '.join(words[first:])}, {' '.join(words[:first])}"
