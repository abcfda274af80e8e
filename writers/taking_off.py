"""Takes a guest off the public site on a city's word, at once and without staff; and the way back, for an hour."""

from datetime import timedelta
from typing import Any

from django.db import models, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from refuge.core import editions, holds, publishing
from refuge.core.scopes import Scope
from refuge.office.models import User
from writers.models import Clearance, Residency, Writer, WriterHold

UNDO_FOR = timedelta(hours=1)


class What(models.TextChoices):
    """How much is taken off."""

    EVERYTHING = "everything", _("Everything about this guest")
    NAME = "name", _("The name, and the page with it")
    CITY = "city", _("The name of the city only")


def _ended_by(what: str, stay: Residency) -> QuerySet[Clearance]:
    """Return the clearances that end: of the name; of this stay's city, and one that lets its country name the city."""
    live = Clearance.objects.live().filter(writer=stay.writer_id).order_by("pk")
    match what:
        case What.NAME:
            return live.filter(scope=Scope.NAME)
        case What.CITY:
            return live.filter(Q(scope=Scope.HOST_CITY) | Q(knowing=True), residency=stay)
    return live.none()


def take_off(stay: Residency, by: User, what: str, reason: str) -> WriterHold:
    """Take the guest of a stay off in this transaction, place a hold that only a publisher lifts, and return the hold.

    The name and the city are the person's to clear: their clearances end today. Raises `Refused` without a reason.
    """
    writer = stay.writer
    with publishing.settling():
        hold: Any = publishing.place_hold(writer, by, reason, UNDO_FOR)
        for clearance in _ended_by(what, stay):
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
        hold = editions.hold_on(writer)
        if holds.may_undo(hold, by):
            _clear_again(hold)
    return holds.undo_hold(writer, by)


def _clear_again(hold: Any) -> None:
    for pk, version in hold.clearances:
        clearance = Clearance.objects.filter(pk=pk, version=version).first()
        if clearance:
            clearance.withdrawn_on = None
            clearance.save()
