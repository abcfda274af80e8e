"""Where people work who have no business in the admin. A room with pages of its own for them says so here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Workplace:
    """The pages of a room for some accounts: where they begin, who may use them today, and what is in their care."""

    address: Any
    label: Any
    is_open_to: Callable[[Any], bool]
    in_care_of: Callable[[Any], list[str]]


_places: list[Workplace] = []


def register(place: Workplace) -> None:
    """Add a workplace. Called when a room's app is ready."""
    _places.append(place)


def of(user: Any) -> Workplace | None:
    """Return the workplace of an account today, if it has one."""
    return next((place for place in _places if place.is_open_to(user)), None)


def promised_to(user: Any) -> tuple[Workplace | None, list[str]]:
    """Return the workplace of an account, today or later, and what is in its care there, in words."""
    for place in _places:
        if found := place.in_care_of(user):
            return place, found
    return None, []
