"""Computes the days on which a stay's status changes. The status itself is never typed and never stored."""

from calendar import monthrange
from datetime import date, timedelta

from writers.models import Residency
from writers.public.vocabulary import EndState

# How long a coordinator's word that the guest is still there counts.
CONFIRMED_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or the last of that month where it has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def status_days(stay: Residency) -> dict[str, str | bool]:
    """Return the days that decide the status, as ISO text ("" for never); empty where it is not known at all.

    `now_from` to `now_until`: in residence now. From `past_from`: completed, presumed so where `presumed`.
    In residence takes a known beginning, no end, and a planned end not past or a confirmation of the last twelve
    months. Presumed completed takes a planned end or the programme's usual length. An `ended` stay without a
    last day has always been completed.
    """
    begun = stay.starts.earliest if stay.starts else stay.confirmed_on
    confirmed_until = months_after(stay.confirmed_on, CONFIRMED_MONTHS) if stay.confirmed_on else None
    if stay.end_state == EndState.ENDED:
        last = stay.ends.latest if stay.ends else None
        return _days(begun=None, until=None, past=last + timedelta(days=1) if last else date.min, presumed=False)
    planned = stay.planned_end.latest if stay.planned_end else None
    until = max((day for day in (planned, confirmed_until) if day), default=None)
    usual = planned or _usual_end(stay)
    presumed = max((day for day in (usual, confirmed_until) if day), default=None) if usual else None
    past = presumed + timedelta(days=1) if presumed else None
    return _days(begun=begun if until else None, until=until if begun else None, past=past, presumed=True)


def _usual_end(stay: Residency) -> date | None:
    months = stay.programme.usual_months if stay.programme else None
    latest = stay.starts.latest if stay.starts else None
    return months_after(latest, months) if months and latest else None


def _days(*, begun: date | None, until: date | None, past: date | None, presumed: bool) -> dict[str, str | bool]:
    if not (until or past):
        return {}
    text = {"now_from": begun, "now_until": until, "past_from": past}
    return {**{name: day.isoformat() if day else "" for name, day in text.items()}, "presumed": presumed}
