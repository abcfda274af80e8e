"""What a coordinator did lately, what became of it, and how she undoes it for an hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cities.models import City
from refuge.core import holds
from refuge.core.publishing import Refused
from refuge.office.models import User
from refuge.office.standing import day
from refuge.office.taking_back import take_back
from refuge.office.timeline import TOOK_BACK, step_of
from writers.models import Note, Residency, Waypoint, Work, Writer, WriterHold
from writers.my_city.guests import Guest
from writers.taking_off import UNDO_FOR

MOST = 10
# Why a row of the history was written: what she did on these pages, and nothing that staff do in the admin.
DID = {
    "my city: here": gettext_lazy("still here"),
    "my city: extended": gettext_lazy("extended"),
    "my city: ended": gettext_lazy("ended"),
    "my city: dates": gettext_lazy("dates corrected"),
    "my city: proposed": gettext_lazy("proposed as a new guest"),
    "my city: work": gettext_lazy("a work added"),
    "my city: waypoint": gettext_lazy("a stop on the road added"),
    "my city: city": gettext_lazy("the city’s page changed"),
}

# A guest who was proposed is a record of their own by now; a note says that it was a mistake.
UNDOABLE = frozenset(DID) - {"my city: proposed"}


def because(record: Any, what: str) -> Any:
    """Return the record, about to be saved for one of these reasons."""
    record._change_reason = f"my city: {what}"
    return record


@dataclass(frozen=True)
class Done:
    """One thing she did. `part` and `number` lead to its row of the history where it can be undone, else are empty."""

    at: datetime
    what: str
    who: str
    state: str
    stay: Residency | None = None
    part: str = ""
    number: int = 0

    @property
    def day(self) -> str:
        """Return the day as it reads."""
        return day(self.at)


def lately(user: User, city: City, guests: Iterable[Guest]) -> list[Done]:
    """Return what this account did lately about a city and its guests, newest first; a fixed number of queries."""
    of_stay = {guest.stay.pk: guest for guest in guests}
    of_writer = {guest.stay.writer_id: guest for guest in guests}
    found = [_done(row, City, city, "", None) for row in _rows(user, City, id=city.pk)]
    for row in _rows(user, Residency, id__in=of_stay):
        guest = of_stay[row.id]
        found.append(_done(row, Residency, guest.stay.writer, guest.title, guest.stay))
    for model in (Work, Waypoint):
        for row in _rows(user, model, writer__in=of_writer):
            guest = of_writer[row.writer_id]
            found.append(_done(row, model, guest.stay.writer, guest.title, guest.stay))
    taken = WriterHold.objects.filter(by=user, record__in=of_writer).order_by("-at")[:MOST]
    notes = Note.objects.filter(by=user, city=city)[:MOST]
    found += [_written(note, of_stay) for note in notes]
    found += [_taken(hold, of_writer[hold.record_id], user) for hold in taken]
    return sorted(found, key=lambda done: done.at, reverse=True)[:MOST]


def _rows(user: User, model: Any, **of: Any) -> list[Any]:
    """Return her rows of the history, newest first, without those she took back, and without the taking back."""
    rows = model.history.model.objects.filter(history_user=user, history_change_reason__isnull=False, **of)
    found, undone = [], set()
    for row in rows.order_by("-history_date", "-history_id")[: MOST * 2]:
        if row.history_change_reason == TOOK_BACK:
            undone.add(row.id)
        elif row.id in undone:
            undone.discard(row.id)
        elif row.history_change_reason in DID:
            found.append(row)
    return found[:MOST]


def _done(row: Any, model: Any, root: Any, who: str, stay: Residency | None) -> Done:
    may = timezone.now() - row.history_date <= UNDO_FOR and row.history_change_reason in UNDOABLE
    said = (model._meta.label_lower, row.history_id) if may else ("", 0)
    return Done(row.history_date, str(DID[row.history_change_reason]), who, _state(row, root), stay, *said)


def _state(row: Any, root: Any) -> str:
    published = root.published_last
    if published and published > row.history_date:
        return _("Published")
    return _("Waits for staff") if root.unpublished else _("Recorded")


def _written(note: Note, of_stay: dict[Any, Guest]) -> Done:
    guest = of_stay.get(note.stay_id)
    state = _("Dealt with by staff") if note.read_on else _("Waits for staff")
    return Done(note.at, _("a note to staff"), guest.title if guest else "", state, guest.stay if guest else None)


def _taken(hold: WriterHold, guest: Guest, user: User) -> Done:
    state = _("Off the public site") if hold.lifted_at is None else _("Staff have dealt with it")
    if hold.lifted_by_id == user.pk:
        state = _("Undone")
    may = holds.may_undo(hold, user) and hold.lifted_at is None
    return Done(hold.at, _("taken off"), guest.title, state, guest.stay, "hold" if may else "", hold.pk if may else 0)


def undo(user: User, root: City | Residency, part: str, number: int) -> None:
    """Take back one thing she did herself within the hour, on the record only.

    Raises Http404 for everything that is not hers, and `Refused` where it is too late or changed again since.
    """
    model, pk = (City, root.pk) if isinstance(root, City) else (Writer, root.writer_id)
    step = step_of(model, pk, part, number)
    if step is None or step.row.history_user_id != user.pk or step.row.history_change_reason not in UNDOABLE:
        raise Http404
    if step.model is Residency and step.row.id != root.pk:
        raise Http404
    if timezone.now() - step.row.history_date > UNDO_FOR:
        raise Refused(_("More than an hour has passed. Write to the staff of the network: they can put it back."))
    take_back(model, step)
