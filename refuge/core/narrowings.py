"""What left the public site by narrowing, collected while something runs, to be told to whoever set it going."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from refuge.core.publishables import Facts, PublishableModel


@dataclass(frozen=True)
class Narrowing:
    """What an edition lost, and what is left of it, when something was taken back."""

    record: PublishableModel
    before: Facts
    after: Facts


_narrowings: ContextVar[list[Narrowing] | None] = ContextVar("narrowings", default=None)


def note(narrowing: Narrowing) -> None:
    """Note it for whoever asked; nobody is told where nobody asked."""
    if (noted := _narrowings.get()) is not None:
        noted.append(narrowing)


@contextmanager
def noting_narrowings() -> Iterator[list[Narrowing]]:
    """Run a block, and fill the list with what left the public site by it."""
    noted: list[Narrowing] = []
    token = _narrowings.set(noted)
    try:
        yield noted
    finally:
        _narrowings.reset(token)
