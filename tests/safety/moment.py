"""What may be told of a person at one moment. A part of the oracle, and as independent of the product as it is."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from refuge.core.scopes import Scope
from tests.safety.deciding import OF_ONE_THING, Decision
from tests.safety.drawing import REGION

# A listed city's country, and its word that guests without a name may appear there.
Places = dict[int, tuple[str, bool]]


@dataclass(frozen=True)
class Moment:
    """What counts at one time: the person's level and decisions, the ceilings of the stays, and the listed cities.

    `hiding` are the countries and regions in which any stay is one of many that could be.
    Stays and names are meant by their place among those of the version that is shown.
    """

    level: int
    decisions: tuple[Decision, ...]
    ceilings: tuple[int, ...]
    places: Places
    hiding: frozenset[str] = frozenset()
    _found: dict[tuple[str, Any], list[Decision]] = field(default_factory=dict, compare=False, repr=False)

    def yes(self, scope: str, thing: Any = None) -> list[Decision]:
        """Return each yes to a scope, about one thing where it has such; none where there is a no."""
        if (scope, thing) not in self._found:
            about = [decision for decision in self.decisions if decision.scope == scope and _is_about(decision, thing)]
            self._found[scope, thing] = [] if any(decision.refused for decision in about) else about
        return self._found[scope, thing]

    @cached_property
    def named(self) -> bool:
        """Say whether the person has a page."""
        return self.level == 3 and bool(self.yes(Scope.NAME))

    @cached_property
    def row(self) -> bool:
        """Say whether the person has a row."""
        return self.named or self.level == 2

    def has(self, scope: str, thing: Any = None) -> bool:
        """Say whether a scope is cleared for somebody with a row."""
        return self.row and bool(self.yes(scope, thing))

    def stay(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether anything of a stay may be told: its country, or its region where many places of it could be."""
        around = self._asked(at, stay) and self.ceilings[at] > 0 and REGION[stay["country"]] in self.hiding
        return around or self.country(at, stay)

    def _asked(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether the person agreed to the country that the stay is in."""
        return self.has(Scope.HOST_COUNTRY, at) and self.ceilings[at] > 0 and bool(self._of_here(at, stay))

    def _of_here(self, at: int, stay: dict[str, Any]) -> list[Decision]:
        return [yes for yes in self.yes(Scope.HOST_COUNTRY, at) if yes.read["country"] == stay["country"]]

    def city(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's city may be told: the one that the person knew it to be in, and no other."""
        listed = self.places.get(stay["city"])
        read = any(yes.read["city"] == stay["city"] for yes in self.yes(Scope.HOST_CITY, at))
        return self._asked(at, stay) and self.ceilings[at] == 3 and read and bool(listed and (self.named or listed[1]))

    def country(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether a stay's country may be told: not where it would give a hidden city away."""
        enough = stay["country"] in self.hiding or any(yes.knowing for yes in self._of_here(at, stay))
        return (self._asked(at, stay) and self.ceilings[at] >= 2 and enough) or self.city(at, stay)

    def whole(self, at: int, stay: dict[str, Any]) -> bool:
        """Say whether all may be told that could give the host away, whether the record has a city or not."""
        told = self.country(at, stay) and (stay["city"] is None or self.city(at, stay))
        return told and self.ceilings[at] == 3 and self.has(Scope.HOST_CITY, at)

    def span(self, at: int, stay: dict[str, Any], span: tuple[str, str]) -> tuple[str, str] | None:
        """Return the two dates of a stay no finer than they were read; None where they may not be told."""
        if not (self.stay(at, stay) and self.has(Scope.DATES, at)):
            return None
        cut = (_cut(span, (yes.read["starts"], yes.read["ends"])) for yes in self.yes(Scope.DATES, at))
        told = [each for each in cut if each is not None]
        if not told:
            return None
        finest = max((s for s, _ in told), key=_finely), max((e for _, e in told), key=_finely)
        # Where the city is not told, a day could tell it.
        return finest if self.city(at, stay) else (_coarse(finest[0], 1, False), _coarse(finest[1], 1, False))

    def text(self, row: dict[str, Any]) -> bool:
        """Say whether a biography may be told: one of which each sentence was read."""
        said, given = set(row["text"].split()), self.yes(Scope.BIOGRAPHY, row["language"])
        return self.named and any(said <= set(yes.read.get(row["language"], "").split()) for yes in given)


def _is_about(decision: Decision, thing: Any) -> bool:
    if decision.scope not in OF_ONE_THING:
        return True
    if decision.thing is None:
        # Nobody knows what an old yes was about. A no that names nothing is a no to all.
        return decision.refused
    return thing in decision.thing if decision.scope == Scope.BIOGRAPHY else thing == decision.thing


def _parts(typed: str) -> tuple[list[int], bool]:
    return [int(part) for part in typed.removeprefix("about ").split("-")] if typed else [], typed.startswith("about ")


def _finely(typed: str) -> tuple[int, bool]:
    parts, about = _parts(typed)
    return len(parts), not about


def _cut(span: tuple[str, str], read: tuple[str, str]) -> tuple[str, str] | None:
    """Return a span as finely as another one was read; None where it is longer, or begins nobody read when."""
    (starts, _), (ends, _), (first, vague), (last, unsure) = map(_parts, (*span, *read))
    if starts and (not first or _compare(starts, first) < 0):
        return None
    if last and (not ends or _compare(ends, last) > 0):
        return None
    # Of a stay that had not ended, the end is told as finely as the beginning was read.
    end = _coarse(span[1], len(last or first) or 1, bool(last) and unsure)
    return _coarse(span[0], len(first), vague), end


def _compare(one: list[int], other: list[int]) -> int:
    """Compare two dates as finely as the coarser one is known."""
    pairs = list(zip(one, other, strict=False))
    return next((1 if a > b else -1 for a, b in pairs if a != b), 0)


def _coarse(typed: str, fineness: int, vague: bool) -> str:
    parts, about = _parts(typed)
    told = "-".join(f"{part:02}" for part in parts[:fineness])
    return f"about {told}" if told and (about or vague) else told
