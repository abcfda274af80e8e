"""Ends what keeps a record from being published: by a publisher, or for a short time by who placed it."""

from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from refuge.core import catalogue, editions, publishing, rechecking
from refuge.core.publishing import Refused


@transaction.atomic
def lift_hold(record: Any, by: Model, reason: str) -> None:
    """Let the record be published again; nothing becomes public by this. Raises `Refused` without a reason."""
    hold = editions.hold_on(record)
    if hold is None:
        raise Refused(_("No hold stands on this record."))
    if not reason.strip():
        raise Refused(_("Say why the hold may be lifted."))
    hold.lift(by, reason.strip())


def may_undo(hold: Any, by: Model) -> bool:
    """Say whether this hold (or none) is still this account's to undo."""
    return bool(hold and hold.by_id == by.pk and hold.undo_until and timezone.now() <= hold.undo_until)


@transaction.atomic
def undo_hold(record: Any, by: Model) -> Any | None:
    """Lift one's own hold, and put back the publication that stood before it, less what is no longer cleared.

    Works on the facts of that publication, never on the record. Returns the new publication, or None where nothing
    was public, or nothing of it may be any more. Raises `Refused` when there is no hold of one's own, or too late.
    """
    catalogue.locked_edition()
    # Whatever somebody took back while this one waited for the lock has been saved by now.
    record.refresh_from_db()
    hold = editions.hold_on(record)
    if hold is None or not may_undo(hold, by):
        raise Refused(_("This can no longer be undone. Write to the staff of the network: they can put it back."))
    hold.lift(by, _("undone"))
    facts = editions.narrowed(record, hold.ended) if hold.ended else ()
    standing = editions.standing_of(record)
    if hold.ended is None or not facts or (standing and editions.kept_facts(standing) == facts):
        publishing.settle(record)
        return None
    restored = publishing.supersede(record, standing, facts, by=by, kind="restored", accepted=hold.ended.accepted)
    rechecking.recheck(record, restored)
    publishing.settle(record)
    return restored
