"""Takes a guest off the public site on a city's word, at once and without staff; and the way back, for an hour."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core import holds, publishing
from refuge.core.redaction import Scope
from refuge.office.models import User
from writers.models import Clearance, Writer, WriterHold

UNDO_FOR = timedelta(hours=1)


class What(models.TextChoices):
    """How much is taken off."""

    EVERYTHING = "everything", _("Everything about this guest")
    NAME = "name", _("The name, and the page with it")
    CITY = "city", _("The name of the city only")


def _ended_by(what: str, live: Iterable[Clearance]) -> list[Clearance]:
    """Return the clearances that end: those of the scope, and one that would let the country name the city."""
    scopes = {What.NAME: (Scope.NAME,), What.CITY: (Scope.HOST_CITY,)}.get(What(what), ())
    return [row for row in live if row.scope in scopes or (what == What.CITY and row.knowing)]


def take_off(writer: Writer, by: User, what: str, reason: str) -> WriterHold:
    """Take it off in this transaction, place a hold that only a publisher lifts, and return the hold.

    The name and the city are the person's to clear: their clearances end today. Raises `Refused` without a reason.
    """
    with publishing.settling():
        hold: Any = publishing.place_hold(writer, by, reason, UNDO_FOR)
        for clearance in _ended_by(what, Clearance.objects.live().filter(writer=writer).order_by("pk")):
            clearance.withdrawn_on = timezone.localdate()
            clearance.save()
            hold.clearances.append([clearance.pk, clearance.version])
        hold.save()
        if what != What.CITY:
            publishing.withdraw(writer, by, reason, UNDO_FOR)
        publishing.settle(writer)
    return hold


@transaction.atomic
def put_back(writer: Writer, by: User) -> Any | None:
    """Undo one's own `take_off` within the hour: exactly what was public is public again, and no edit.

    A clearance that somebody has touched since stays ended. Raises `Refused` where it is too late, or not one's own.
    """
    with publishing.settling():
        hold = publishing.hold_on(writer)
        if holds.may_undo(hold, by):
            _clear_again(hold)
    return holds.undo_hold(writer, by)


def _clear_again(hold: Any) -> None:
    for pk, version in hold.clearances:
        clearance = Clearance.objects.filter(pk=pk, version=version).first()
        if clearance:
            clearance.withdrawn_on = None
            clearance.save()
