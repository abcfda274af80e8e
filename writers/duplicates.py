"""Finds writers who may be recorded already under another spelling, script or order of the same name."""

from collections.abc import Iterable

from django.db.models import F
from rapidfuzz import fuzz

from refuge.core.folding import fold
from refuge.office.duplicates import latin_words
from writers.models import Writer

# Out of a hundred: what a slip of the finger or another romanisation leaves alike.
ALIKE = 86
# Scripts that write no vowels are compared without them, where enough is left to compare.
VOWELS = str.maketrans("", "", "aeiouwy' ")
FEWEST_CONSONANTS = 5


def likely(names: Iterable[str], *, but: int | None) -> list[Writer]:
    """Return the writers, `but` one, any of whose names looks like any of these. One query, whatever is asked."""
    asked = [form for name in names if (form := _Form.of(name))]
    if not asked:
        return []
    rows = Writer.objects.exclude(pk=but).order_by("pk") if but else Writer.objects.order_by("pk")
    found: dict[int, Writer] = {}
    for writer in rows.annotate(other=F("names__text")).only("name", "sort_name"):
        if writer.pk in found:
            continue
        known = [form for name in {writer.name, writer.sort_name, writer.other or ""} if (form := _Form.of(name))]
        if any(form.is_like(other) for form in asked for other in known):
            found[writer.pk] = writer
    return list(found.values())


class _Form:
    """A name made comparable: in Latin letters, its words in alphabetical order, joined as written, its consonants."""

    __slots__ = ("consonants", "is_latin", "joined", "words")

    def __init__(self, folded: str) -> None:
        self.is_latin = folded.isascii()
        written = latin_words(folded)
        self.words, self.joined = " ".join(sorted(written)), "".join(written)
        self.consonants = "".join(sorted(self.words.translate(VOWELS)))

    @classmethod
    def of(cls, name: str) -> "_Form | None":
        folded = fold(name)
        form = cls(folded) if folded else None
        return form if form and form.words else None

    def is_like(self, other: "_Form") -> bool:
        """Say whether two names may be one."""
        if fuzz.ratio(self.words, other.words, score_cutoff=ALIKE) or fuzz.ratio(
            self.joined, other.joined, score_cutoff=ALIKE
        ):
            return True
        if self.is_latin == other.is_latin:
            return False
        enough = min(len(self.consonants), len(other.consonants)) >= FEWEST_CONSONANTS
        return enough and fuzz.ratio(self.consonants, other.consonants) >= ALIKE
