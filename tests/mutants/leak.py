"""What a planted leak is."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Leak:
    """A planted leak: in `file` the text `old`, which stands there once, becomes `new`."""

    name: str
    row: str
    file: str
    old: str
    new: str
    seen_by: str
