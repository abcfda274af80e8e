"""Reminds coordinators by mail of their guests' stays: counted, never named, and never twice of the same.

A reminder is claimed in the database, then mailed, then marked as sent. A mail that fails gives its claim back, so the
next run sends it; one whose run died between the two is due again after an hour. No transaction waits for a mail
server, and two runs at once cannot claim the same.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cities.coordinators import running
from refuge.office.models import User
from writers.models import Reminder, Residency
from writers.public.vocabulary import EndState, Standing
from writers.status import months_after

Kind = Reminder.Kind
SILENT_MONTHS = 6
ENDING_DAYS = timedelta(days=60)
# The day of what is due since ever: nobody knows when such a stay began, and nobody has said a word of it.
EVER = date.min
# A claim without a mail after this time is of a run that died.
CLAIM_LASTS = timedelta(hours=1)


@dataclass
class Done:
    """What a run did, or would do."""

    mails: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    # How many mails failed, by the type of what happened: its words may hold an address.
    failed: Counter[str] = field(default_factory=Counter)


def events(stay: Residency, today: date) -> list[tuple[Kind, date]]:
    """Return what of a stay nobody has answered up to today, each with the day since when it is due."""
    days = {Kind.SILENT: _silent_on(stay)}
    if planned := stay.planned_end:
        first, last = planned.earliest or planned.latest, planned.latest
        if first and (last is None or today <= last):
            days[Kind.ENDING] = first - ENDING_DAYS
        if last:
            days[Kind.OVER] = last + timedelta(days=1)
    word = stay.confirmed_on or EVER
    return [(kind, day) for kind, day in days.items() if day <= today and (day == EVER or word < day)]


def _silent_on(stay: Residency) -> date:
    begun = (stay.starts.earliest or stay.starts.latest) if stay.starts else None
    word = stay.confirmed_on or begun
    return months_after(word, SILENT_MONTHS) if word else EVER


def waiting(today: date) -> list[tuple[User, list[Reminder]]]:
    """Return of whom each coordinator is to be told today; in as many queries for a hundred cities as for one."""
    terms = running(today).exclude(user__email="")
    told = set(_kept().exclude(stay__end_state=EndState.ENDED).values_list("stay", "user", "kind", "day"))
    users: dict[int, User] = {}
    looked_after: dict[int, set[int]] = {}
    for term in terms.select_related("user").order_by("user", "pk"):
        users[term.user_id] = term.user
        looked_after.setdefault(term.city_id, set()).add(term.user_id)
    due: dict[int, list[Reminder]] = {pk: [] for pk in users}
    for stay in _open_stays(terms.values("city")):
        for kind, day in events(stay, today):
            for pk in looked_after.get(stay.city_id, ()):
                if (stay.pk, pk, kind, day) not in told:
                    due[pk].append(Reminder(stay=stay, user=users[pk], kind=kind, day=day))
    return [(users[pk], reminders) for pk, reminders in due.items() if reminders]


def _open_stays(cities: Any) -> Iterable[Any]:
    stays = Residency.objects.filter(standing=Standing.ACCEPTED, city__in=cities).exclude(end_state=EndState.ENDED)
    return stays.only("city_id", "starts", "planned_end", "confirmed_on").order_by("pk")


def _kept() -> Any:
    """Return the reminders that were sent, or that another run is sending now."""
    return Reminder.objects.filter(Q(sent_at__isnull=False) | Q(claimed_at__gte=timezone.now() - CLAIM_LASTS))


def rehearse(today: date) -> Done:
    """Say what `remind` would do, and do nothing."""
    done = Done()
    for _user, reminders in waiting(today):
        _count(done, reminders)
    return done


def remind(today: date, link: str) -> Done:
    """Mail every coordinator who is to be told of something today; one whose mail fails keeps no other from theirs."""
    Reminder.objects.filter(sent_at=None, claimed_at__lt=timezone.now() - CLAIM_LASTS).delete()
    done = Done()
    for user, reminders in waiting(today):
        if not _claim(reminders):
            continue
        claimed = Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders])
        try:
            _mail(user, reminders, link).send()
        # Whatever it is: the others want theirs, and this one wants hers another day.
        except Exception as error:
            claimed.delete()
            done.failed[type(error).__name__] += 1
        else:
            claimed.update(sent_at=timezone.now())
            _count(done, reminders)
    return done


def _claim(reminders: list[Reminder]) -> bool:
    """Say whether these are ours to send: not where another run was faster, or a stay has just been deleted."""
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(reminders)
    except IntegrityError:
        return False
    return True


def _count(done: Done, reminders: list[Reminder]) -> None:
    done.mails += 1
    done.kinds.update(reminder.kind for reminder in reminders)


def _mail(user: User, reminders: list[Reminder], link: str) -> EmailMessage:
    """Return the mail in the coordinator's language; it holds counts and a link, and nothing of any record."""
    counts = Counter(str(reminder.kind) for reminder in reminders)
    said = {kind.value: counts[kind.value] for kind in Kind}
    guests = len({reminder.stay_id for reminder in reminders})
    with translation.override(user.language or settings.LANGUAGE_CODE):
        text = render_to_string("my_city/reminder.txt", {"guests": guests, "link": link, **said})
        # So that nobody's note of absence comes back.
        headers = {"Auto-Submitted": "auto-generated"}
        return EmailMessage(_("Your guests: is this still right?"), text, None, [user.email], headers=headers)
