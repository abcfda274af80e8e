"""What one look at the site brings home."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.safety.attacker.pages import Element, page
from tests.safety.attacker.reading import City, Row, Stay

Answer = tuple[int, Mapping[str, str], bytes]
WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True)
class Leak:
    """Something that an answer told beside what it prints; `kind` says by which way."""

    kind: str
    who: str
    what: str


@dataclass
class Site:
    """What one day's answers tell, taken together."""

    day: date
    answers: dict[str, Answer]
    cities: dict[str, City] = field(default_factory=dict)
    stays: list[Stay] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    recent: list[Row] = field(default_factory=list)
    days: dict[str, date] = field(default_factory=dict)
    leaks: list[Leak] = field(default_factory=list)

    def tree(self, address: str) -> Element:
        return page(self.answers[address][2])

    def words(self) -> set[str]:
        """Return every word that any answer says, folded."""
        return {word.casefold() for _, _, body in self.answers.values() for word in WORD.findall(body.decode())}
