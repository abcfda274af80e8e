"""What publishing would change, in words that a librarian reads: old and new side by side, line by line.

Each room says in words what an edition of its records says; this floor only lays two editions beside each other.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from refuge.core import cautions, editions
from refuge.core.facts import Fact
from refuge.core.narrowings import Narrowing

Facts = tuple[Fact, ...]
# So many of the things that left are named in one message.
SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One field of an edition in words. Lines of two editions with the same `row` and `label` are the same field."""

    row: Hashable
    heading: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of which the public reads something else after publishing."""

    heading: str
    label: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a room puts an edition: line by line, and in one breath ("named, with portrait")."""

    lines: Callable[[Facts], Iterable[Line]]
    in_short: Callable[[Facts], str] = lambda facts: ""


_wordings: dict[type[Model], Wording] = {}


def register_wording(record: type[Model], wording: Wording) -> None:
    """Say how editions of a kind of record read. Called in `AppConfig.ready()`."""
    _wordings[record] = wording


def in_short(record: Any, facts: Facts) -> str:
    """Return in a few words what of the record these facts show."""
    return _wordings[type(record)].in_short(facts)


def lines_of(record: Any, facts: Facts) -> list[Line]:
    """Return what these facts say of the record, in words, line by line."""
    return [line for line in _wordings[type(record)].lines(facts) if line.text]


def differences(record: Any, standing: Any) -> list[Difference]:
    """Return what publishing would change, row by row, old and new beside each other."""
    before = editions.kept_facts(standing) if standing else ()
    after = editions.edition_of(record)
    if before == after:
        return []
    wording = _wordings[type(record)]
    now, then = _by_field(wording.lines(before)), _by_field(wording.lines(after))
    # A row that is new stands where it will stand; one that goes, after all the others.
    headings = {line.row: line.heading for line in (*now.values(), *then.values())}
    changed = [
        field for field in (*then, *(f for f in now if f not in then)) if _text(now, field) != _text(then, field)
    ]
    order = list(dict.fromkeys(row for row, _label in changed))
    changed.sort(key=lambda field: order.index(field[0]))
    found = [
        Difference(headings[row], label, _text(now, (row, label)), _text(then, (row, label))) for row, label in changed
    ]
    # Only the order of rows that say the same, or what a machine computes from them.
    return found or [Difference("", _("Order"), _("as it stands"), _("as in the record"))]


def what_left(lost: Narrowing) -> str:
    """Return in one sentence what left the public site by a narrowing; empty where there are no words for it."""
    lines = _wordings[type(lost.record)].lines
    before, after = _by_field(lines(lost.before)), _by_field(lines(lost.after))
    rows = {row for row, _label in after}
    # A row that is gone is named by its heading, and what is gone of one that stays by its caption.
    gone = dict.fromkeys(
        line.label if line.row in rows else line.heading or line.label
        for field, line in before.items()
        if _text(after, field) != line.text
    )
    if not lost.after:
        return _("%(record)s: everything left the public site at once.") % {"record": lost.record}
    if not gone:
        return ""
    said = {"record": lost.record, "what": "; ".join(list(gone)[:SHOWN])}
    return _("%(record)s: this left the public site at once: %(what)s.") % said


def digest(record: Any) -> str:
    """Return what stands for the difference as it was shown: the edition to be, what it would take the place of, and
    what speaks against it."""
    standing, edition = editions.standing_of(record), editions.edition_of(record)
    against = sorted(caution.key for caution in cautions.still_open(record, edition, standing))
    said = [standing.pk if standing else None, [fact.as_json() for fact in edition], against]
    return sha256(dumps(said, sort_keys=True).encode()).hexdigest()


def _by_field(lines: Iterable[Line]) -> dict[tuple[Hashable, str], Line]:
    fields: dict[tuple[Hashable, str], Line] = {}
    for line in lines:
        if line.text:
            twin = fields.get((line.row, line.label))
            fields[line.row, line.label] = (
                line if twin is None else Line(line.row, line.heading, line.label, f"{twin.text}\n{line.text}")
            )
    return fields


def _text(fields: dict[tuple[Hashable, str], Line], field: tuple[Hashable, str]) -> str:
    return fields[field].text if field in fields else ""
