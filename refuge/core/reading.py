"""What an act of the door rests on, read once."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

T = TypeVar("T")

_known: ContextVar[dict[Hashable, Any] | None] = ContextVar("known", default=None)


@contextmanager
def reading_once() -> Iterator[None]:
    """Run an act of the door, which holds the catalogue's lock and writes nothing but publications, or a mere reading.

    What is read through `once` is read again only after it wrote one, and said so by `forget`.
    """
    if _known.get() is None:
        token = _known.set({})
        try:
            yield
        finally:
            _known.reset(token)
        return
    try:
        yield
    except BaseException:
        forget()  # what was written is undone
        raise


def forget() -> None:
    """Have everything read again: a publication was written, or ended."""
    if (known := _known.get()) is not None:
        known.clear()


def once(what: Hashable, read: Callable[[], T]) -> T:
    """Return what a function reads; in an act of the door, what it read before."""
    if (known := _known.get()) is None:
        return read()
    if what not in known:
        known[what] = read()
    found: T = known[what]
    return found
