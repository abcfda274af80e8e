"""Finds who is named where: one search for withdrawing a person and for erasing one."""

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from refuge.core.folding import fold
from refuge.core.publishables import publishables

ESCAPED = re.compile(r"\\+u([0-9a-fA-F]{4})")
SHORT = 4  # letters; a shorter name is looked for as a word of its own


@dataclass
class Person:
    """Who is looked for: names, and other words of theirs (titles of works)."""

    names: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)

    def named_in(self, text: Any) -> bool:
        """Say whether a text names the person, whatever its spelling; anything else than text is read as JSON."""
        return _any_of(self.names, text)

    def perhaps_named_in(self, text: Any) -> bool:
        """Say whether a text has the whole name or one longer word of it, such as the family name alone."""
        words = {f" {word} " for name in self.names for word in fold(name).split() if len(word) >= SHORT}
        return self.named_in(text) or any(word in _folded(text) for word in words)

    def told_in(self, text: Any) -> bool:
        """Say whether a text names the person or tells of a work of theirs."""
        return _any_of(self.names | self.words, text)


def _any_of(words: Iterable[str], text: Any) -> bool:
    folded = _folded(text)
    for word in filter(None, map(fold, words)):
        if (word if len(word) >= SHORT or not word.isascii() else f" {word} ") in folded:
            return True
    return False


def _folded(text: Any) -> str:
    plain = text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, default=str)
    # Messages lie in sessions as JSON in JSON, and names in them may be escaped for HTML.
    units = ESCAPED.sub(lambda found: chr(int(found[1], 16)), plain)
    whole = units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return f" {fold(html.unescape(whole))} "


def public_mentions(of: Model, names: Iterable[str]) -> list[Model]:
    """Return the published records, other than this one, whose public text has one of the names or its longer words."""
    person = Person(names=set(filter(None, names)))
    found: list[Model] = []
    for kind in publishables() if person.names else ():
        records: Any = kind.record._base_manager
        standing = records.filter(publications__standing=True).order_by("pk")
        for record in standing.exclude(pk=of.pk) if isinstance(of, kind.record) else standing:
            said = [fact["value"] for fact in record.publications.get(standing=True).facts]
            found += [record] if person.perhaps_named_in(said) else []
    return found
