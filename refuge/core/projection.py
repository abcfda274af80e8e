"""Small steps that every room's projection takes from facts to catalogue columns."""

from collections.abc import Iterable
from typing import Any

from refuge.core.partial_dates import PartialDate
from refuge.core.redaction import Fact


def one(facts: Iterable[Fact], kind: str, default: Any = None) -> Any:
    """Return the value of the only fact of a kind, or the default."""
    return next((fact.value for fact in facts if fact.kind == kind), default)


def every(facts: Iterable[Fact], kind: str) -> list[Any]:
    """Return the values of all facts of a kind, in order."""
    return [fact.value for fact in facts if fact.kind == kind]


def partial(stored: str | None) -> PartialDate | None:
    """Return a partial date from its stored text; None for the empty text."""
    return PartialDate.from_stored(stored) if stored else None


def renditions(described: Iterable[dict[str, Any]], names: dict[str, str]) -> list[dict[str, Any]]:
    """Return catalogue rows for a picture's renditions, each under the random name drawn for it."""
    return [{**rendition, "name": names[rendition["sha256"]]} for rendition in described]


def rights(picture: dict[str, Any]) -> dict[str, Any]:
    """Return what is said about a picture, without its renditions; an empty dict for no picture."""
    return {name: value for name, value in picture.items() if name != "renditions"}
