"""What a save has to tell whoever made it, collected while it runs; the pages of the office show it as messages."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_notices: ContextVar[list[str] | None] = ContextVar("notices", default=None)


def tell(text: str) -> None:
    """Tell whoever is saving; nobody is told where nobody asked."""
    noted = _notices.get()
    if noted is not None and text not in noted:
        noted.append(text)


@contextmanager
def collected() -> Iterator[list[str]]:
    """Run a block, and fill the list with what it has to tell."""
    noted: list[str] = []
    token = _notices.set(noted)
    try:
        yield noted
    finally:
        _notices.reset(token)
