"""Tells whoever changed records what ended by it, and what left the public site at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest

from refuge.core.narrowings import Narrowing, noting_narrowings
from refuge.office import notices
from refuge.office.differences import what_left


@dataclass(frozen=True)
class Followed:
    """What followed from a change: notices, and what left the public site."""

    said: list[str]
    lost: list[Narrowing]

    def show(self, request: HttpRequest) -> None:
        """Show it on the next page, in the order in which it happened."""
        for text in (*self.said, *filter(None, map(what_left, self.lost))):
            messages.warning(request, text)


@contextmanager
def following() -> Iterator[Followed]:
    """Run a block that changes records, and collect what follows; nothing is shown until somebody asks for it."""
    with notices.collected() as said, noting_narrowings() as lost:
        yield Followed(said, lost)
